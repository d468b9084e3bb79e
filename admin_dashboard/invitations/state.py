"""The page an invitation leads to: whose account it is, and what became of the password that was sent."""

from typing import Any

import reflex as rx

from ..core.formatting import exact
from ..settings import settings
from ..web.action import public, run
from ..web.caller import current_caller
from ..web.new_password import NewPasswordState
from ..web.person import TINTS, initials_of
from ..web.posted import PostedState
from . import queries, service
from .queries import Invitee

PATH = "/invitation/"
FORM, SIGNED_IN, DEAD = "form", "signed in", "dead"
NO_INVITEE = {"name": "", "first_name": "", "email": "", "username": "", "initials": "", "until": ""}


class InvitationState(PostedState, NewPasswordState, rx.State):
    """What the link in the address opens. The token stays in the address."""

    site: str = ""
    phase: str = ""
    invitee: dict[str, str] = NO_INVITEE
    tint: int = 0
    signed_in_as: str = ""
    is_asked: bool = False

    @rx.event
    @public("Shows what a link of 256 random bits admits to, and uses nothing up.")
    async def load(self):
        """Look the link up, and note that it was opened."""
        self.site, self.is_asked = settings().site_name, False
        self.error, self.field_errors = "", {}
        if await self._look_up():
            await run(service.note_opened, self._token())

    @rx.event
    @public("Shows the caller, and nobody else, what the caller's own request was answered.")
    async def answered(self, answer: dict[str, Any]):
        """Show what was wrong; the link may have ended meanwhile."""
        self._show(answer)
        if not self.field_errors and not await self._look_up():
            # The page itself says so now.
            self.error = ""

    @rx.event
    @public("Shows the caller, and nobody else, what the caller's own request was answered.")
    async def asked(self, answer: dict[str, Any]):
        """A new invitation was asked for."""
        self.is_asked = self._show(answer)

    async def _look_up(self) -> bool:
        """Show what the link opens now; whether it opens anything."""
        found = await run(queries.look_up, self._token())
        if found is None:
            self.phase = DEAD
            return False
        caller = current_caller()
        self.phase = SIGNED_IN if caller.actor else FORM
        self.signed_in_as = caller.acting.name
        self.tint = found.user_id % TINTS
        self.invitee = _shown(found, caller.language)
        self._start_over(*found.own_words)
        return True

    def _token(self) -> str:
        path = str(self.router.url.path)
        return path.removeprefix(PATH).strip("/") if path.startswith(PATH) else ""


def _shown(invitee: Invitee, language: str) -> dict[str, str]:
    return {
        "first_name": invitee.first_name,
        "name": f"{invitee.first_name} {invitee.last_name}",
        "email": invitee.email,
        "username": invitee.username,
        "initials": initials_of(invitee.first_name, invitee.last_name),
        "until": exact(invitee.expires_at, language),
    }
