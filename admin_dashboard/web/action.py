"""From a Reflex event to the services: who may call a handler, the thread and transaction it works in, its refusals.

Write `@rx.event` outside and one of `@needs(...)`, `@signed_in`, `@public("reason")` inside. The guard reads the mark
before the handler runs; a handler without one is never run.
"""

import asyncio
import functools
import inspect
import logging
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Concatenate, ParamSpec, TypeVar

import reflex as rx
from reflex.istate.proxy import StateProxy

from ..core.errors import DomainError
from ..core.i18n import Message, _
from ..core.permissions import Actor, Permission
from ..core.work import OpenWork, Work, begin
from . import attempts
from .access import Access
from .caller import Caller, current_caller
from .notices import notify

log = logging.getLogger(__name__)
P = ParamSpec("P")
R = TypeVar("R")
Handler = TypeVar("Handler", bound=Callable[..., Any])


class FormState(rx.State, mixin=True):
    """Mix into a state that owns a form: one sentence per wrong field, in the reader's language."""

    field_errors: dict[str, str] = {}  # noqa: RUF012 - a mixin: each state gets its own


async def run(service: Callable[Concatenate[Work, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a service or query as the present actor, in its own transaction, in a thread.

    Raises:
        DomainError: what the service refuses; let it pass, the handler's mark shows it.
    """
    return await asyncio.to_thread(_perform, current_caller(), service, args, kwargs)


def _perform(caller: Caller, service: Callable[..., R], args: Any, kwargs: Any) -> R:
    with begin(caller.acting, caller.door, caller.address) as work:
        return service(work, *args, **kwargs)


async def run_in_steps(service: Callable[Concatenate[OpenWork, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """As `run`, for a service that opens its own transactions, one after another.

    Raises:
        DomainError: what the service refuses.
    """
    caller = current_caller()

    def open_work(actor: Actor) -> AbstractContextManager[Work]:
        return begin(actor, caller.door, caller.address)

    return await asyncio.to_thread(functools.partial(service, open_work, *args, **kwargs))


def needs(permission: Permission) -> Callable[[Handler], Handler]:
    """The handler may be called by signed-in people who hold this permission."""
    return _mark(Access(permission=permission))


def signed_in(handler: Handler) -> Handler:
    """The handler may be called by any signed-in person, about themselves."""
    return _mark(Access())(handler)


def signed_in_temporarily(handler: Handler) -> Handler:
    """Like `signed_in`, also for somebody who has yet to replace a temporary password."""
    return _mark(Access(temporary=True))(handler)


def public(reason: str) -> Callable[[Handler], Handler]:
    """The handler may be called by anybody; the reason says why that does no harm."""
    return _mark(Access(public=reason))


def _mark(access: Access) -> Callable[[Handler], Handler]:
    def decorate(handler: Handler) -> Handler:
        bridged = _bridge_generator(handler) if inspect.isasyncgenfunction(handler) else _bridge(handler)
        bridged.access = access  # type: ignore[attr-defined]
        return bridged  # type: ignore[return-value]

    return decorate


def _bridge(handler: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(handler)
    async def run_handler(self: rx.State, *args: Any, **kwargs: Any) -> Any:
        try:
            result = handler(self, *args, **kwargs)
            return await result if inspect.isawaitable(result) else result
        except Exception as error:  # noqa: BLE001 - the one place where a bug becomes a sentence
            return await _show_from(self, error)

    return run_handler


def _bridge_generator(handler: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(handler)
    async def run_handler(self: rx.State, *args: Any, **kwargs: Any) -> Any:
        try:
            async for event in handler(self, *args, **kwargs):
                yield event
        except Exception as error:  # noqa: BLE001 - the one place where a bug becomes a sentence
            yield await _show_from(self, error)

    return run_handler


async def _show_from(state: rx.State, error: Exception) -> Any:
    """Show it from a handler of either kind: one in the background holds its state only while it asks for it."""
    if isinstance(state, StateProxy):
        async with state:
            return await show(state, error)
    return await show(state, error)


async def show(state: rx.State, error: Exception) -> Any:
    """Show a refusal: under its fields, else as a notice. A bug is logged under a short id that the person sees."""
    if not isinstance(error, DomainError):
        return await notify(state, "error", bug_message(error))
    await attempts.note(error, state.__class__.__name__)
    if error.fields and isinstance(state, FormState):
        language = current_caller().language
        state.field_errors = {name: text.in_language(language) for name, text in error.fields.items()}
        return None
    return await notify(state, "error", error.message)


def bug_message(error: Exception) -> Message:
    """Log an unforeseen fault and return the sentence that names its id."""
    short_id = secrets.token_hex(4)
    log.error("unforeseen fault %s", short_id, exc_info=error)
    return _("Something went wrong on our side. Nothing was changed. Reference: {id}", id=short_id)
