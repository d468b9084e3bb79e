"""A password being chosen: how it stands against the rules, live. No state ever holds the password."""

import asyncio

import reflex as rx

from ..core.passwords import LONGEST, judge
from .action import public


class NewPasswordState(rx.State, mixin=True):
    """Mix into the state of a page where a person chooses their own password. Holds the verdict, not the password."""

    is_long: bool = False
    is_impersonal: bool = False
    is_hard: bool = False
    filled: int = 0
    _own_words: tuple[str, ...] = ()
    _is_open: bool = False

    @rx.event(supersedes=True)
    @public("Judges what the caller typed by the words of the caller's own page; keeps nothing.")
    async def judge_password(self, password: str):
        """Show how what is typed stands against the rules."""
        if not self._is_open:
            return
        typed = password[: LONGEST + 1] if isinstance(password, str) else ""
        verdict = await asyncio.to_thread(judge, typed, self._own_words)
        self.is_long = verdict.is_long_enough and verdict.is_short_enough
        self.is_impersonal = verdict.is_impersonal
        self.is_hard = verdict.is_hard_to_guess
        self.filled = max(1, verdict.score) if typed else 0

    def _start_over(self, *own_words: str) -> None:
        """Judge from now on, by these words of the person; nothing is typed yet.

        Before that nothing is judged: it takes a moment, which a page that admits nobody must not cost.
        """
        self._is_open = True
        self._own_words = own_words
        self.is_long = self.is_impersonal = self.is_hard = False
        self.filled = 0
