"""The gate in front of every event: denies what states no access, reads session and rights from the database."""

import asyncio
from typing import Any
from urllib.parse import urlencode

import reflex as rx
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event
from reflex_base.event.context import EventContext
from reflex_base.registry import RegistrationContext

from ..core.errors import DomainError, NotSignedIn
from . import attempts, connections
from .access import Access, PasswordChangeFirst
from .caller import Headers, current_caller, identify, set_caller
from .notices import notify

PUBLIC_PATHS = ("/sign-in", "/setup", "/invitation", "/password")
SIGN_IN = "/sign-in"
CHANGE_PASSWORD = "/account/password"  # noqa: S105 - an address
LONGEST_PATH = 200

# Reflex's own events that a page cannot live without. None of them takes a value that the product trusts.
FRAMEWORK_EVENTS = frozenset(
    {
        "reflex___state____state.hydrate",
        "reflex___state____state.hydrate_and_load",
        "reflex___state____state.set_is_hydrated",
        "reflex___state____state.reflex___state____on_load_internal_state.on_load_internal",
        "reflex___state____state.reflex___state____update_vars_internal_state.update_vars_internal",
    }
)


class OwnerState(rx.State):
    """Whose session a tab's state was built for."""

    _session_id: int | None = None


class Guard(rx.Middleware):
    """Runs before every event, whether it came from a page or from a bare websocket."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """Let the event pass (None) or answer in its place."""
        del app
        root: Any = state._get_root_state()
        headers = _headers(root, event)
        connection = connections.of(EventContext.get().token)
        if event.router_data:
            connection.go_to(str(event.router_data.get("asPath") or "").partition("?")[0][:LONGEST_PATH])
        if not connection.admits():
            return StateUpdate()
        # What we send to open pages on our own brings no route along: nobody did anything.
        set_caller(await asyncio.to_thread(identify, headers, is_sign_of_life=bool(event.router_data)))
        caller = current_caller()
        connection.session_id = caller.actor.session_id if caller.actor else None
        await _keep_to_owner(root, connection.session_id)
        if event.name in FRAMEWORK_EVENTS:
            return None
        access = _access_of(event.name)
        if access is None:
            return await _answer(root)
        try:
            access.check(caller.actor)
        except DomainError as error:
            await attempts.note(error, event.name.rpartition("___")[2])
            return await _refuse(root, error)
        return None


def _access_of(name: str) -> Access | None:
    registered = RegistrationContext.get().event_handlers.get(name)
    return getattr(registered.handler.fn, "access", None) if registered else None


async def _keep_to_owner(root: Any, session_id: int | None) -> None:
    """Empty a tab's state when another session turns up with its token: nothing passes from person to person."""
    owner = await root.get_state(OwnerState)
    if owner._session_id == session_id:
        return
    if owner._session_id is not None:
        root.reset()
        owner = await root.get_state(OwnerState)
    owner._session_id = session_id


async def _refuse(root: Any, error: DomainError) -> StateUpdate:
    if isinstance(error, PasswordChangeFirst):
        return await _answer(root, rx.redirect(CHANGE_PASSWORD))
    if isinstance(error, NotSignedIn):
        path, query = str(root.router.url.path or "/"), str(root.router.url.query or "")
        back = _sign_in_and_back(f"{path}?{query}" if query else path)
        return await _answer(root, *([] if path.startswith(PUBLIC_PATHS) else [rx.redirect(back)]))
    await notify(root, "error", error.message)
    return await _answer(root)


def _sign_in_and_back(path: str) -> str:
    return SIGN_IN if path == "/" else f"{SIGN_IN}?{urlencode({'next': path})}"


async def _answer(root: Any, *events: Any) -> StateUpdate:
    """What is sent in the handler's place: what changed in the state on the way here, and these events."""
    delta = await root._get_resolved_delta()
    root._clean()
    return StateUpdate(delta=delta, events=Event.from_event_type(list(events)) if events else [])


def _headers(root: Any, event: Event) -> Headers:
    """The connection's headers: those of this event, else (an event we started ourselves) those last seen."""
    data = event.router_data or root.router_data or {}
    sent = data.get("headers") or (root.router_data or {}).get("headers") or {}
    return Headers(
        cookie=str(sent.get("cookie", "")),
        accept_language=str(sent.get("accept-language", "")),
        user_agent=str(sent.get("user-agent", "")),
        address=str(data.get("ip", "") or (root.router_data or {}).get("ip", "")),
    )
