"""Tells open pages what happened elsewhere: their session has ended, or something they show may have changed.

The database is the only messenger, so it does not matter which process made the change: every change adds an audit
batch, and the batch number says whether anything happened since the last look.
"""

import asyncio
import logging
from collections.abc import Collection
from typing import Any

import reflex as rx
from reflex_base.event import Event
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, select

from ..core import clock, sessions
from ..db.engine import engine
from ..models import AuditHead
from . import connections
from .action import public
from .guard import SIGN_IN

log = logging.getLogger(__name__)
LOOK_EVERY_SECONDS = 0.5

_listeners: list[Any] = []


class LiveState(rx.State):
    """What this process sends to a page on its own."""

    @rx.event
    @public("only leads to the sign-in page")
    def session_ended(self):
        """Go to the sign-in page, which says why."""
        return rx.redirect(f"{SIGN_IN}?ended=1")


def listen(handler: Any) -> None:
    """Call this event handler in every open page after a change. It must cost nothing on pages not concerned."""
    _listeners.append(handler)


async def watch(app: rx.App) -> None:
    """Look twice a second, for as long as the server runs."""
    last = await asyncio.to_thread(_look, [])
    while True:
        await asyncio.sleep(LOOK_EVERY_SECONDS)
        tabs = connections.keep(app.event_namespace.token_to_sid if app.event_namespace else ())
        try:
            seen = await asyncio.to_thread(_look, [t.session_id for t in tabs.values() if t.session_id])
        except SQLAlchemyError:
            log.warning("the database did not answer the look-out for changes", exc_info=True)
            continue
        for token, tab in tabs.items():
            if tab.session_id and tab.session_id not in seen[1]:
                tab.session_id = None
                await _send(app, token, LiveState.session_ended)
            elif tab.session_id and seen[0] != last[0]:
                for handler in _listeners:
                    await _send(app, token, handler)
        last = seen


def _look(session_ids: Collection[int]) -> tuple[int, set[int]]:
    """The number of the newest change, and which of these sessions are live."""
    with Session(engine()) as session:
        change = session.exec(select(AuditHead.batch_id)).one()
        live = sessions.live_ids(session, session_ids, clock.now()) if session_ids else set()
    return change, live


async def _send(app: rx.App, token: str, handler: Any) -> None:
    for event in Event.from_event_type(handler):
        await app.event_processor.enqueue(token, event)
