"""My account → API tokens: the list, the form for a new one, and the question before one is revoked."""

from datetime import datetime
from typing import Any, TypedDict

import reflex as rx

from ..core.errors import NotFound
from ..core.formatting import day, exact, relative
from ..core.forms import parse_form
from ..core.i18n import _
from ..core.permissions import Permission
from ..core.work import Work
from ..web.action import FormState, needs, public, run
from ..web.caller import current_caller
from ..web.live import listen
from ..web.notices import notify
from . import queries, service
from .commands import MakeToken
from .queries import TokenRow

PATH = "/account/tokens"
FIELD = "new_token"
"""Where a new token stands, this once. It is no part of the state."""


class Row(TypedDict):
    """One token as it is shown."""

    id: int
    name: str
    made: str
    used: str
    used_exactly: str
    ends: str
    is_over: bool


NO_ROWS: list[Row] = []


def is_here(path: str) -> bool:
    """Whether the path is this page's."""
    return path.rstrip("/") == PATH


class TokensState(FormState, rx.State):
    """One's own tokens. While `made` names one that has just been made, it can be read and copied."""

    rows: list[Row] = NO_ROWS
    is_loaded: bool = False
    form_number: int = 0
    made: str = ""

    @rx.event
    @needs(Permission.API_TOKENS)
    async def load(self):
        """Read the list, on a page that shows no token."""
        self.made, self.field_errors = "", {}
        await self._read()

    @rx.event
    @public("reads what the caller's own rights admit, and returns at once on every other page")
    async def refresh(self):
        """Show what happened elsewhere."""
        if is_here(str(self.router.url.path)) and current_caller().acting.may(Permission.API_TOKENS):
            await self._read()

    @rx.event
    @needs(Permission.API_TOKENS)
    async def make(self, form: dict[str, Any]):
        """Make a token and put it into its field, this once."""
        made = await run(service.make, parse_form(MakeToken, form))
        self.made, self.field_errors = made.name, {}
        self.form_number += 1
        await self._read()
        await notify(self, "success", _("The token {name} was made. Copy it now.", name=made.name))
        return rx.set_value(FIELD, made.token)

    @rx.event
    @needs(Permission.API_TOKENS)
    async def put_away(self):
        """It has been copied: it is shown no more."""
        self.made = ""
        return rx.set_value(FIELD, "")

    async def _read(self) -> None:
        rows = await run(read_rows)
        if self.rows != rows:
            self.rows = rows
        if not self.is_loaded:
            self.is_loaded = True


class RevokeTokenState(rx.State):
    """Which token somebody is about to revoke."""

    is_asking: bool = False
    of_id: int = 0
    name: str = ""

    @rx.event
    @needs(Permission.API_TOKENS)
    async def ask(self, token_id: int):
        """Ask once."""
        row = await run(_stored, token_id)
        self.of_id, self.name, self.is_asking = row.id, row.name, True

    @rx.event
    @needs(Permission.API_TOKENS)
    async def change_asking(self, is_asking: bool):
        """The question was left."""
        self.is_asking = is_asking is True and self.of_id > 0

    @rx.event
    @needs(Permission.API_TOKENS)
    async def revoke(self):
        """End it at once."""
        self.is_asking = False
        name = await run(service.revoke, self.of_id)
        # With the question's end, so that the focus does not go back to a button about to vanish.
        await (await self.get_state(TokensState))._read()
        await notify(self, "success", _("The token {name} was revoked.", name=name))


def read_rows(work: Work) -> list[Row]:
    """The list as its reader sees it."""
    return [_shown(token, work.actor.language, work.now) for token in queries.tokens(work)]


def _shown(token: TokenRow, language: str, now: datetime) -> Row:
    return Row(
        id=token.id,
        name=token.name,
        made=day(token.created_at, language),
        used=relative(token.used_at, now, language) if token.used_at else "",
        used_exactly=exact(token.used_at, language) if token.used_at else "",
        ends=day(token.ends_at, language),
        is_over=token.is_over,
    )


def _stored(work: Work, token_id: int) -> TokenRow:
    found = next((row for row in queries.tokens(work) if row.id == token_id), None)
    if found is None:
        raise NotFound
    return found


listen(TokensState.refresh, at=is_here, shows=("api_token.",))
