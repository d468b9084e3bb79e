"""A question about many: who is left out for a reason, when somebody looks into it."""

from collections.abc import Sequence
from typing import Protocol, TypedDict

import reflex as rx

from ..core.i18n import _
from ..core.permissions import Permission
from ..core.work import Work
from .action import needs, run
from .caller import current_caller

MOST = 20
"""People told: enough to see who is meant."""


class Person(TypedDict):
    """Somebody who is left out."""

    name: str
    username: str


class Question(Protocol):
    """What is asked, as far as it can say who is left out."""

    def first(self, work: Work, reason: str, most: int) -> Sequence[Person]:
        """The first who are left out for this reason; nobody for what is no reason."""
        ...


NOBODY: list[Person] = []


class LeftOutState(rx.State):
    """One reason at a time: whom it keeps out. `note` says when there are more than are told."""

    reason: str = ""
    people: list[Person] = NOBODY
    note: str = ""
    _question: Question | None = None

    @rx.event(background=True, supersedes=True)
    @needs(Permission.USERS_VIEW)
    async def look(self, reason: str):
        """Tell who; asked for the same reason again, hide them."""
        question, is_open = self._question, self.reason == reason
        async with self:
            self._close()
        if question is None or is_open:
            return
        found = await run(question.first, reason, MOST + 1)
        async with self:
            if found and self._question == question:
                self.people = list(found[:MOST])
                note = _("The first {count} by name.", count=MOST).in_language(current_caller().language)
                self.reason, self.note = reason, note if len(found) > MOST else ""

    def _about(self, question: Question | None) -> None:
        """This is asked now."""
        self._question = question
        self._close()

    def _close(self) -> None:
        if self.reason:
            self.reason, self.people, self.note = "", NOBODY, ""
