"""Events through the real pipeline: guard, argument conversion, supersession, deltas; no browser and no socket.

`with pages() as site:` stands for the server, `site.tab(session)` for one tab of a browser. What is sent is answered
with what the page would get: the vars that changed, by state, and what the browser is asked to do.
"""

import asyncio
import itertools
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

import reflex as rx
from reflex.istate.manager.memory import StateManagerMemory
from reflex.istate.manager.token import BaseStateToken
from reflex.state import OnLoadInternalState, State, StateUpdate
from reflex_base.event import Event
from reflex_base.event.processor import BaseStateEventProcessor

from admin_dashboard.admin_dashboard import app
from admin_dashboard.web import connections
from admin_dashboard.web.caller import session_cookie
from admin_dashboard.web.notices import NoticeState

T = TypeVar("T")
_numbers = itertools.count(1)


@dataclass
class Answer:
    """What came of some events: the last value of every var that was sent, and the browser's own events."""

    sent: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: list[Any] = field(default_factory=list)

    def of(self, state: type[rx.State]) -> dict[str, Any]:
        """The vars of this state that were sent."""
        return self.sent.get(state.get_full_name(), {})

    @property
    def redirects(self) -> list[str]:
        """Where the page was sent."""
        return [event.payload["path"] for event in self.events if event.name == "_redirect"]

    @property
    def values(self) -> dict[str, Any]:
        """What was put into fields, by their id."""
        values = (event.payload for event in self.events if event.name == "_set_value")
        return {payload["ref"].removeprefix("ref_"): payload["value"] for payload in values}

    async def emit_update(self, update: StateUpdate, token: str) -> None:
        """Take what the server sends; the name is Reflex'."""
        del token
        self.events.extend(update.events or [])
        for state, values in (update.delta or {}).items():
            known = self.sent.setdefault(state, {})
            known.update({name.removesuffix("_rx_state_"): value for name, value in values.items()})


class Site:
    """The server's half of every tab."""

    def __init__(self) -> None:
        self.answer = Answer()
        self.states = StateManagerMemory()
        self._loop = asyncio.new_event_loop()
        self._contexts = app.set_contexts()
        self.processor = BaseStateEventProcessor(middleware=app, graceful_shutdown_timeout=2)

    async def emit_update(self, update: StateUpdate, token: str) -> None:
        """Hand over what the server sends; the name is Reflex'."""
        await self.answer.emit_update(update, token)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for it."""
        return self._loop.run_until_complete(work)

    def tab(self, session: str = "", address: str = "/", language: str = "en") -> "Tab":
        """A tab with this session's cookie, showing this address."""
        return Tab(self, session, address, language)

    def __enter__(self) -> "Site":
        self._contexts.__enter__()
        self.processor.configure(state_manager=self.states, event_namespace=self)  # type: ignore[arg-type]
        self.run(self.processor.__aenter__())
        # It was attached to a task that has ended, and could not be taken off from another one.
        self.processor._attached_root_context_token = None
        return self

    def __exit__(self, *error: object) -> None:
        self.run(self._end())
        self._contexts.__exit__(None, None, None)
        self._loop.close()

    async def _end(self) -> None:
        """Leave no task behind: one that is swept up later ends without a loop."""
        await self.processor.__aexit__(None, None, None)
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)


@contextmanager
def pages() -> Iterator[Site]:
    """A server without a socket."""
    with Site() as site:
        yield site


class Tab:
    """One tab of somebody's browser."""

    def __init__(self, site: Site, session: str, address: str, language: str) -> None:
        self.address = address
        self.session = session
        self._site, self._token = site, f"tab-{next(_numbers)}"
        self._headers = {"cookie": f"{session_cookie()}={session}", "accept-language": language}

    def open(self, address: str) -> Answer:
        """Go to this address: what its page does on load is done."""
        self.address = address
        return self.send(OnLoadInternalState.on_load_internal)

    def send(self, *events: Any) -> Answer:
        """Send these events at once, as a page would, and wait for all that follows from them."""
        return self._answered(events, self._router_data())

    def told(self, *events: Any) -> Answer:
        """What the page gets when the server sends it these events on its own, as `web.live` does."""
        return self._answered(events, {})

    def _answered(self, events: tuple[Any, ...], router_data: dict[str, Any]) -> Answer:
        self._site.answer = Answer()
        self._site.run(self._send(events, router_data))
        return self._site.answer

    async def _send(self, events: tuple[Any, ...], router_data: dict[str, Any]) -> None:
        under_way = []
        for event in events:
            made = Event.from_event_type(event)[0]
            sent = Event(name=made.name, payload=made.payload, router_data=dict(router_data))
            under_way.append(await self._site.processor.enqueue(self._token, sent))
        for future in under_way:
            await asyncio.wait_for(_ended(future), timeout=10)

    def state(self, state: type[rx.State]) -> Any:
        """The state as the server holds it."""
        return self._site.run(self._state(state))

    async def _state(self, state: type[rx.State]) -> Any:
        root = await self._site.states.get_state(BaseStateToken(ident=self._token, cls=State))
        return await root.get_state(state)

    @property
    def notices(self) -> list[str]:
        """The sentences the page has been given to show."""
        return [notice["text"] for notice in self.state(NoticeState).notices]

    @property
    def is_following(self) -> bool:
        """Whether the page is told how far something is that goes on."""
        return connections.of(self._token).is_following

    def _router_data(self) -> dict[str, Any]:
        parts = urlsplit(self.address)
        return {
            "pathname": parts.path,
            "asPath": self.address,
            "query": dict(parse_qsl(parts.query)),
            "headers": self._headers,
            "token": self._token,
            "ip": "127.0.0.1",
        }


async def _ended(future: Any) -> None:
    try:
        await future.wait_all()
    except asyncio.CancelledError:
        if not future.cancelled():
            raise
