"""The page an invitation leads to: whose account it is, and how the password that is typed stands."""

import asyncio
from typing import Any

import reflex as rx

from ..core.formatting import exact
from ..core.passwords import judge
from ..settings import settings
from ..web.action import FormState, public, run
from ..web.caller import current_caller
from ..web.person import TINTS, initials_of
from . import queries, service
from .queries import Invitee

PATH = "/invitation/"
FORM, SIGNED_IN, REFUSED = "form", "signed_in", "refused"


class InvitationState(FormState, rx.State):
    """What the link in the address opens. The token stays in the address."""

    view: str = ""
    site: str = ""
    invitee: dict[str, str] = {}
    signed_in_as: str = ""
    error: str = ""
    is_asked: bool = False
    answers: int = 0
    _own_words: tuple[str, ...] = ()

    @rx.event
    @public("shows what the link's 256 random bits admit to, and uses nothing up")
    async def arrive(self):
        """Look the link up."""
        self.is_asked, self.error, self.field_errors = False, "", {}
        self.site = settings().site_name
        await self._look_up()
        if self.view == FORM:
            await run(service.note_opened, self._token())

    @rx.event
    @public("only shows the answer to the caller's own request on the caller's own page")
    async def answered(self, answer: dict[str, Any]):
        """Show what the server said to the chosen password; the link may have ended meanwhile."""
        self.field_errors = _texts(answer, "fields")
        self.error = "" if self.field_errors else str(answer.get("error", "")) if isinstance(answer, dict) else ""
        self.answers += 1
        await self._look_up()

    @rx.event
    @public("only shows the answer to the caller's own request on the caller's own page")
    def asked(self, answer: dict[str, Any]):
        """A new invitation was asked for."""
        self.is_asked = isinstance(answer, dict) and answer.get("ok") is True
        self.error = "" if self.is_asked else str(answer.get("error", "")) if isinstance(answer, dict) else ""
        self.answers += 1

    async def _look_up(self) -> None:
        found = await run(queries.look_up, self._token())
        actor = current_caller().actor
        self._own_words = found.own_words if found else ()
        self.invitee = _shown(found, current_caller().language) if found else {}
        self.signed_in_as = actor.name if actor and found else ""
        self.view = REFUSED if found is None else SIGNED_IN if actor else FORM

    def _token(self) -> str:
        path = str(self.router.url.path)
        return path.removeprefix(PATH).strip("/") if path.startswith(PATH) else ""


class InvitationPasswordState(rx.State):
    """How the password that is being typed stands against the rules. Holds the verdict, not the password."""

    is_long: bool = False
    is_impersonal: bool = False
    is_hard: bool = False
    filled: int = 0

    @rx.event(supersedes=True)
    @public("judges what the caller types against the caller's own link, and keeps nothing")
    async def judge(self, password: str):
        """Hold what is typed against the rules."""
        words = (await self.get_state(InvitationState))._own_words
        if not words or not isinstance(password, str):
            return
        verdict = await asyncio.to_thread(judge, password, words)
        self.is_long = verdict.is_long_enough and verdict.is_short_enough
        self.is_impersonal = verdict.is_impersonal
        self.is_hard = verdict.is_hard_to_guess
        self.filled = max(1, verdict.score) if password else 0


def _shown(invitee: Invitee, language: str) -> dict[str, str]:
    return {
        "first_name": invitee.first_name,
        "name": f"{invitee.first_name} {invitee.last_name}",
        "email": invitee.email,
        "username": invitee.username,
        "initials": initials_of(invitee.first_name, invitee.last_name),
        "tint": str(invitee.user_id % TINTS),
        "until": exact(invitee.expires_at, language),
    }


def _texts(answer: object, key: str) -> dict[str, str]:
    """The texts under this key of an answer that passed through the browser."""
    given = answer.get(key) if isinstance(answer, dict) else None
    return {str(k): v for k, v in given.items() if isinstance(v, str)} if isinstance(given, dict) else {}
