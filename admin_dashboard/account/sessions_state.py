"""The browsers one is signed in with."""

from datetime import datetime
from typing import TypedDict

import reflex as rx

from ..core import clock
from ..core.formatting import exact, relative
from ..core.i18n import _, n_
from ..web.action import run, signed_in
from ..web.caller import current_caller
from ..web.live import listen
from ..web.notices import notify
from . import queries, service
from .browsers import PHONES
from .queries import OwnSession

PATH = "/account"


class Row(TypedDict):
    """One session as it is shown."""

    id: int
    name: str
    is_phone: bool
    is_this: bool
    address: str
    since: str
    seen: str
    seen_exactly: str


class OwnSessionsState(rx.State):
    """The list of one's own sessions."""

    rows: rx.Field[list[Row]] = rx.field(default_factory=list)
    others: int = 0

    @rx.event
    @signed_in
    async def refresh(self):
        """Read the sessions anew, on the page that shows them."""
        if not is_here(str(self.router.url.path)):
            return
        found, language, now = await run(queries.sessions), current_caller().language, clock.now()
        rows = [_shown(session, language, now) for session in found]
        if self.rows != rows:
            self.rows = rows
            self.others = sum(not row["is_this"] for row in rows)

    @rx.event
    @signed_in
    async def end(self, session_id: int):
        """End one of them; ending this one is signing out and goes by HTTP."""
        await run(service.end_session, session_id)
        await notify(self, "success", _("The session has ended."))
        return OwnSessionsState.refresh

    @rx.event
    @signed_in
    async def end_others(self):
        """End all but this one."""
        ended = await run(service.end_others)
        await notify(self, "success", n_("{count} session has ended.", "{count} sessions have ended.", ended))
        return OwnSessionsState.refresh


def is_here(path: str) -> bool:
    """Whether this is the page of one's own account."""
    return path.rstrip("/") == PATH


def _shown(session: OwnSession, language: str, now: datetime) -> Row:
    both = _("{browser} on {system}", browser=session.browser, system=session.system).in_language(language)
    known = session.browser or session.system or _("Unknown browser").in_language(language)
    return Row(
        id=session.id,
        name=both if session.browser and session.system else known,
        is_phone=session.system in PHONES,
        is_this=session.is_this,
        address=session.address,
        since=exact(session.started_at, language),
        seen=relative(session.seen_at, now, language),
        seen_exactly=exact(session.seen_at, language),
    )


listen(OwnSessionsState.refresh, at=is_here, shows=("session.started", "session.ended", "password.changed"))
