"""What "My account" shows, and its events. Passwords go by HTTP, never through these states."""

from typing import Any

import reflex as rx

from ..core.forms import parse, parse_form
from ..core.i18n import _
from ..settings import settings
from ..sign_in import passwords
from ..web.action import FormState, run, signed_in, signed_in_temporarily
from ..web.caller import current_caller
from ..web.new_password import NewPasswordState
from ..web.notices import notify
from ..web.person import PersonState
from ..web.posted import PostedState
from . import queries, service
from .commands import ChooseTheme, Rename
from .sessions_state import OwnSessionsState

NO_PROFILE = {"username": "", "first_name": "", "last_name": "", "email": "", "source": ""}


class AccountState(FormState, rx.State):
    """One's own profile, and the form that changes the names."""

    profile: dict[str, str] = NO_PROFILE
    is_read_only: bool = False
    is_loaded: bool = False
    form_number: int = 0
    _version: int = 0

    @rx.event
    @signed_in
    async def load(self):
        """Read the profile anew, and say what has just been done."""
        self.field_errors = {}
        await self._read()
        if self.router.url.query_parameters.get("changed"):
            await notify(self, "success", _("Your password was changed. Every other session has ended."))
            return rx.redirect("/account", replace=True)
        return OwnSessionsState.refresh

    @rx.event
    @signed_in
    async def rename(self, form: dict[str, Any]):
        """Save one's own names."""
        await run(service.rename, parse_form(Rename, form, version=self._version))
        self.field_errors = {}
        await self._read()
        await notify(self, "success", _("Your names were saved."))
        return PersonState.load

    async def _read(self) -> None:
        own = await run(queries.me)
        names = {"username": own.username, "first_name": own.first_name, "last_name": own.last_name}
        shown = {**names, "email": own.email, "source": own.source.upper()}
        self._version, self.is_read_only, self.is_loaded = own.version, own.is_read_only, True
        if self.profile != shown:
            self.profile = shown
            self.form_number += 1


class ChangeEmailState(PostedState, rx.State):
    """The form for one's own email address."""

    form_number: int = 0

    @rx.event
    @signed_in
    async def answered(self, answer: dict[str, Any]):
        """Show what the route answered."""
        if not self._show(answer):
            return None
        self.form_number += 1
        await notify(self, "success", _("Your email address was changed. The old one was told."))
        return [AccountState.load, PersonState.load]


class ThemeState(rx.State):
    """Keeps the theme one chose; the browser shows it by itself."""

    @rx.event
    @signed_in
    async def choose(self, theme: str):
        """Keep it in the profile, for every other browser."""
        await run(service.choose_theme, parse(ChooseTheme, {"theme": theme}))


class ChangePasswordState(PostedState, NewPasswordState, rx.State):
    """Replacing one's own password, of one's own will or because it was temporary."""

    site: str = ""
    is_loaded: bool = False
    is_forced: bool = False
    username: str = ""

    @rx.event
    @signed_in_temporarily
    async def load(self):
        """Start with an empty form."""
        actor = current_caller().acting
        held = await run(passwords.keeper, actor.id or 0)
        self.site, self.is_forced, self.username = settings().site_name, held.must_change, held.words[0]
        self.error, self.field_errors, self.is_loaded = "", {}, True
        self._start_over(*held.words)
