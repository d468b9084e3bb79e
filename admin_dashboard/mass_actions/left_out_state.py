"""The question before an action: who is left out for a reason, when somebody looks into it."""

from typing import TypedDict

import reflex as rx

from ..core.i18n import _
from ..core.permissions import Permission
from ..web.action import needs, run
from ..web.caller import current_caller
from .commands import Ask
from .left_out import MOST, first_left_out
from .reasons import Reason


class Person(TypedDict):
    """Somebody who is left out."""

    name: str
    username: str


NOBODY: list[Person] = []


class LeftOutState(rx.State):
    """One reason at a time: whom it keeps out. `note` says when there are more than are told."""

    reason: str = ""
    people: list[Person] = NOBODY
    note: str = ""
    _ask: Ask | None = None

    @rx.event(background=True, supersedes=True)
    @needs(Permission.USERS_VIEW)
    async def look(self, reason: str):
        """Tell who; asked for the same reason again, hide them."""
        ask = self._ask
        if ask is None or reason not in list(Reason):
            return
        is_open = self.reason == reason
        async with self:
            self._close()
        if is_open:
            return
        found = await run(first_left_out, ask, reason)
        async with self:
            if self._ask == ask:
                self.people = [Person(name=one.name, username=one.username) for one in found[:MOST]]
                note = _("The first {count} by name.", count=MOST).in_language(current_caller().language)
                self.reason, self.note = reason, note if len(found) > MOST else ""

    def _about(self, ask: Ask | None) -> None:
        """This is what is asked now."""
        self._ask = ask
        self._close()

    def _close(self) -> None:
        if self.reason:
            self.reason, self.people, self.note = "", NOBODY, ""
