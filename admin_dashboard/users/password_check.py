"""A password somebody is about to be given: how it stands against the rules, live, and never kept."""

from collections.abc import Iterable
from typing import Any

import reflex as rx

from ..core.passwords import Verdict

LONGEST_TEXT = 1000


class PasswordCheck(rx.State, mixin=True):
    """Mix into the state of a form that sets a password. Holds the verdict, not the password."""

    is_long: bool = False
    is_impersonal: bool = False
    is_hard: bool = False
    filled: int = 0

    def _judged(self, verdict: Verdict, *, is_empty: bool = False) -> None:
        """Show how the password stands; an empty one has met no rule."""
        self.is_long = verdict.is_long_enough
        self.is_impersonal = verdict.is_impersonal
        self.is_hard = verdict.is_hard_to_guess
        self.filled = 0 if is_empty else max(1, verdict.score)

    def _not_judged(self) -> None:
        self.is_long = self.is_impersonal = self.is_hard = False
        self.filled = 0


def texts_of(form: object, names: Iterable[str]) -> dict[str, str]:
    """These fields of a form, cut far above any rule's limit; what is no text or not there is empty."""
    given: dict[str, Any] = form if isinstance(form, dict) else {}
    return {name: given[name][:LONGEST_TEXT] if isinstance(given.get(name), str) else "" for name in names}
