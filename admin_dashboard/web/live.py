"""Tells open pages what happened elsewhere: their session has ended, or something they show has changed.

The database is the only messenger, so it does not matter which process made the change: every change adds an audit
batch. Its entries say what was done and to whom, and so which pages it concerns; no other page is woken. A page is
called once a second at most, and once more after the last change; few pages at a time, so that a busy job leaves room
for those who type.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex_base.event import Event
from sqlalchemy import case
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from ..core import clock, sessions
from ..db.engine import engine
from ..models import AuditEntry, AuditHead
from . import connections
from .action import public
from .connections import Connection
from .guard import SIGN_IN

log = logging.getLogger(__name__)
LOOK_EVERY_SECONDS = 0.25
REST_SECONDS = 1.0
PAGES_AT_ONCE = 3
PATIENCE_SECONDS = 10.0
"""Longest wait for a page that is being called, before others get its place."""

Call = Callable[[str, Any], Awaitable[None]]


@dataclass(frozen=True)
class Listener:
    """An event handler, and what it is to be called after. See `listen`."""

    handler: Any
    at: Callable[[str], bool]
    shows: tuple[str, ...]
    about: Callable[[str], int | None]
    is_for_followers: bool = False
    is_timed: bool = False

    def is_concerned(self, tab: Connection, news: "News") -> bool:
        """Whether the page of this tab shows any of it."""
        path = tab.path
        if not self.at(path) or (self.is_for_followers and not tab.is_following):
            return False
        if self.is_timed:
            return tab.is_watching
        return self.about(path) in news.user_ids or any(action.startswith(self.shows) for action in news.actions)


@dataclass(frozen=True)
class News:
    """What was done since the last look: every action, and which of the people asked for it was done to."""

    actions: frozenset[str]
    user_ids: frozenset[int]


_listeners: list[Listener] = []


class LiveState(rx.State):
    """What this process sends to a page on its own."""

    @rx.event
    @public("only leads to the sign-in page")
    def session_ended(self):
        """Go to the sign-in page, which says why."""
        return rx.redirect(f"{SIGN_IN}?ended=1")


def listen(
    handler: Any, at: Callable[[str], bool], shows: tuple[str, ...], about: Callable[[str], int | None] | None = None
) -> None:
    """Call this event handler in open pages after a change that they show.

    It must cost nothing on pages not concerned: a page may have been left meanwhile. It should assign only what has
    changed: what is assigned is sent.

    Args:
        handler: the event handler; takes nothing.
        at: whether a path is that of a page it belongs to.
        shows: the beginnings of the audit trail's actions that change what the page shows: `("user.", "mail.sent")`.
        about: the id of the person whose whole history the page at a path shows, if there is one.
    """
    _listeners.append(Listener(handler, at, shows, about or (lambda _path: None)))


def listen_while_following(handler: Any, shows: tuple[str, ...]) -> None:
    """As `listen`, in pages that have said by `follow` that something goes on, wherever they are."""
    _listeners.append(Listener(handler, lambda _path: True, shows, lambda _path: None, is_for_followers=True))


def follow(state: rx.State, *, is_on: bool) -> None:
    """This page shows how far something is that goes on, or does no longer."""
    connections.of(state.router.session.client_token).is_following = is_on


def listen_while_watching(handler: Any, at: Callable[[str], bool]) -> None:
    """Call this event handler once a second in pages that have said by `keep_watching` that something goes on there.

    For what leaves no trace in the audit trail while it goes on, such as reading a file.
    """
    _listeners.append(Listener(handler, at, (), lambda _path: None, is_timed=True))


def keep_watching(state: rx.State, *, is_on: bool) -> None:
    """This page shows by this state something that goes on without a trace in the audit trail, or does no longer.

    Another page of the tab begins with nothing that is watched.
    """
    watchers, name = connections.of(state.router.session.client_token).watchers, state.get_full_name()
    if is_on:
        watchers.add(name)
    else:
        watchers.discard(name)


async def watch(app: rx.App) -> None:
    """Look several times a second, for as long as the server runs."""

    async def call(token: str, handler: Any) -> None:
        for event in Event.from_event_type(handler):
            await asyncio.wait([await app.event_processor.enqueue(token, event)], timeout=PATIENCE_SECONDS)

    async with asyncio.TaskGroup() as calls:
        lookout = Lookout(call, calls)
        while True:
            tabs = connections.keep(app.event_namespace.sid_to_token.values() if app.event_namespace else ())
            try:
                await lookout.look(tabs)
            except SQLAlchemyError:
                log.warning("the database did not answer the look-out for changes", exc_info=True)
            await asyncio.sleep(LOOK_EVERY_SECONDS)


class Lookout:
    """Finds out what happened since its last look, and calls the pages concerned.

    `call(token, handler)` has a tab run a handler, and returns when it has; it is started as one of `calls`.
    """

    def __init__(self, call: Call, calls: asyncio.TaskGroup) -> None:
        self._call, self._calls = call, calls
        self._room = asyncio.Semaphore(PAGES_AT_ONCE)
        self._last: int | None = None

    async def look(self, tabs: dict[str, Connection]) -> None:
        """Call what is concerned of these tabs, or note that it is owed a call."""
        signed_in = [tab for tab in tabs.values() if tab.session_id]
        people = {user_id for tab in signed_in for one in _listeners if (user_id := one.about(tab.path)) is not None}
        asked = {tab.session_id for tab in signed_in if tab.session_id}
        newest, news, live = await asyncio.to_thread(_read, self._last, people, asked)
        self._last = newest
        for token, tab in tabs.items():
            # Not "is not live": somebody may have signed in while we read.
            if tab.session_id in asked - live:
                tab.session_id = None
                self._calls.create_task(self._safely(token, LiveState.session_ended))
            elif tab.session_id:
                tab.owed.update({one.handler: None for one in _listeners if one.is_concerned(tab, news)})
                self._settle_if_rested(token, tab)

    def _settle_if_rested(self, token: str, tab: Connection) -> None:
        if tab.owed and tab.rests_until <= time.monotonic():
            tab.rests_until = float("inf")
            self._calls.create_task(self._settle(token, tab))

    async def _settle(self, token: str, tab: Connection) -> None:
        """Call what the tab is owed. What happens from here on is owed anew."""
        async with self._room:
            owed = list(tab.owed)
            tab.owed.clear()
            for handler in owed:
                await self._safely(token, handler)
        tab.rests_until = time.monotonic() + REST_SECONDS

    async def _safely(self, token: str, handler: Any) -> None:
        try:
            await self._call(token, handler)
        except Exception:
            log.exception("an open page could not be called")


def _read(last: int | None, people: Collection[int], session_ids: Collection[int]) -> tuple[int, News, set[int]]:
    """The number of the newest batch, what those since the last one say, and which of these sessions are live."""
    with Session(engine()) as session:
        newest = session.exec(select(AuditHead.batch_id)).one()
        rows: Sequence[Any] = ()
        if last is not None and newest != last:
            # Of a job for thousands of people one row an action, and one for each of those whose page is open.
            person = case((col(AuditEntry.user_id).in_(people), col(AuditEntry.user_id)))
            since = col(AuditEntry.batch_id) > last, col(AuditEntry.batch_id) <= newest
            rows = session.execute(select(AuditEntry.action, person).where(*since).distinct()).all()
        live = sessions.live_ids(session, session_ids, clock.now()) if session_ids else set()
    actions, user_ids = frozenset(a for a, _ in rows), frozenset(p for _, p in rows if p is not None)
    return newest, News(actions, user_ids), live
