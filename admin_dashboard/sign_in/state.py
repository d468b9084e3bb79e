"""What the pages in front of the door show. Whatever signs somebody in goes by HTTP, never through these states."""

from typing import Any

import reflex as rx

from ..core.text import proposed_username
from ..settings import settings
from ..web.action import public, run
from ..web.caller import current_caller
from ..web.guard import CHANGE_PASSWORD
from ..web.http import local_path
from ..web.new_password import NewPasswordState
from ..web.person import TINTS, initials_of
from ..web.posted import PostedState
from . import reset, setup

LONGEST_TYPED = 200
NO_HOLDER = {"name": "", "first_name": "", "email": "", "initials": ""}


class SignInState(PostedState, rx.State):
    """The sign-in page: why one is here, and where it leads back to."""

    site: str = ""
    is_loaded: bool = False
    way_back: str = "/"
    why: str = ""

    @rx.event
    @public("Shows an empty form.")
    async def load(self):
        """Read the address; who is signed in already goes on."""
        query = self.router.url.query_parameters
        self.site, self.error, self.field_errors = settings().site_name, "", {}
        self.way_back = local_path(query.get("next"))
        self.why = next((reason for reason in ("ended", "out") if query.get(reason)), "")
        self.is_loaded = True
        actor = current_caller().actor
        if actor is not None:
            return rx.redirect(CHANGE_PASSWORD if actor.must_change_password else self.way_back, replace=True)
        return None


class SetUpState(PostedState, NewPasswordState, rx.State):
    """The set-up of an empty site: the link's code, and the username proposed from the names."""

    site: str = ""
    phase: str = ""
    code: str = ""
    _names: tuple[str, str] = ("", "")
    _proposed: str = ""
    _username: str = ""

    @rx.event
    @public("Tells whether a link of 256 random bits can be used, and nothing else.")
    async def load(self):
        """Look whether the code in the address opens the set-up."""
        code = str(self.router.url.query_parameters.get("token", ""))
        self.site, self.code = settings().site_name, code
        self._open(is_open=await run(setup.is_open, code))

    @rx.event
    @public("Leads to the page of a code that was typed by hand.")
    async def enter_code(self, form: dict[str, Any]):
        """Go on with a code copied from the console; a whole address will do."""
        typed = form.get("code") if isinstance(form, dict) else ""
        self.code = typed.strip().rpartition("token=")[2][:LONGEST_TYPED] if isinstance(typed, str) else ""
        is_open = await run(setup.is_open, self.code)
        self.error = "" if is_open else reset.DeadLink().message.in_language(current_caller().language)
        self._open(is_open=is_open)

    @rx.event
    @public("Proposes a username from names the caller typed.")
    async def first_name_typed(self, name: str):
        """Propose a username."""
        return self._propose(name, self._names[1])

    @rx.event
    @public("Proposes a username from names the caller typed.")
    async def last_name_typed(self, name: str):
        """Propose a username."""
        return self._propose(self._names[0], name)

    @rx.event
    @public("Remembers that the caller wrote a username of their own.")
    async def username_typed(self, name: str):
        """Leave the username alone from now on, until it is emptied."""
        self._username = name[:LONGEST_TYPED] if isinstance(name, str) else ""

    def _open(self, *, is_open: bool) -> None:
        self.phase = "open" if is_open else "dead"
        if is_open:
            self._start_over()

    def _propose(self, first: object, last: object) -> Any:
        self._names = tuple(name[:LONGEST_TYPED] if isinstance(name, str) else "" for name in (first, last))  # type: ignore[assignment]
        self._own_words = self._names
        if self._username not in {"", self._proposed}:
            return None
        self._proposed = self._username = proposed_username(*self._names)
        return rx.set_value("username", self._proposed)


class ForgotState(PostedState, rx.State):
    """The forgotten password: asked for, or not yet."""

    site: str = ""
    is_asked: bool = False
    minutes: int = 0

    @rx.event
    @public("Shows an empty form.")
    async def load(self):
        """Start with an empty form."""
        self.site, self.minutes = settings().site_name, settings().reset_minutes
        self.is_asked, self.error = False, ""

    @rx.event
    @public("Shows the caller, and nobody else, what the caller's own request was answered.")
    async def answered(self, answer: dict[str, Any]):
        """The answer is the same whoever asked for whom."""
        self.is_asked = self._show(answer)


class ResetState(PostedState, NewPasswordState, rx.State):
    """Choosing a new password by a link: whose it is, if it works."""

    site: str = ""
    phase: str = ""
    code: str = ""
    holder: dict[str, str] = NO_HOLDER
    tint: int = 0
    signed_in_as: str = ""

    @rx.event
    @public("Shows whose link it is to whoever has its 256 random bits.")
    async def load(self):
        """Look the link up; that changes nothing."""
        self.site, self.code = settings().site_name, str(self.router.url.path).rstrip("/").rpartition("/")[2]
        self.error, self.field_errors = "", {}
        found = await run(reset.look_up, self.code)
        self.phase = "open" if found else "dead"
        if found is None:
            return
        caller = current_caller()
        is_other = caller.actor is not None and caller.actor.id != found.user_id
        self.signed_in_as = caller.acting.name if is_other else ""
        self.tint = found.user_id % TINTS
        self.holder = {
            "name": f"{found.first_name} {found.last_name}",
            "first_name": found.first_name,
            "email": found.email,
            "initials": initials_of(found.first_name, found.last_name),
        }
        self._start_over(found.first_name, found.last_name, found.email)
