"""Every door says who may come in. The guard and the routes deny what does not; this shows that nothing forgot."""

import importlib
import inspect
from collections.abc import Iterator
from typing import Any

import pytest
import reflex as rx
from reflex.state import BaseState

from admin_dashboard.routes import ROUTES
from admin_dashboard.web.access import Access

# Answered by the framework before sign-in: whether the process lives, and the socket the guard stands behind.
FRAMEWORK_PATHS = {"/_event", "/_health", "/ping", "/_all_routes"}


@pytest.fixture(scope="module")
def app() -> rx.App:
    return importlib.import_module("admin_dashboard.admin_dashboard").app


def states(parent: type[BaseState] = rx.State) -> Iterator[type[BaseState]]:
    for state in parent.get_substates():
        if state.__module__.startswith("admin_dashboard"):
            yield state
        yield from states(state)


def handlers() -> Iterator[tuple[str, Any]]:
    for state in states():
        for name, handler in state.event_handlers.items():
            if handler.fn.__module__.startswith("admin_dashboard"):
                yield f"{state.__module__}.{state.__name__}.{name}", handler.fn


def routes(app: rx.App) -> list[Any]:
    assert app._api
    of_the_framework = (route for route in app._api.routes if getattr(route, "path", "") not in FRAMEWORK_PATHS)
    return [*ROUTES, *of_the_framework]


def test_every_event_handler_says_who_may_call_it(app: rx.App) -> None:
    found = dict(handlers())
    assert found
    assert [name for name, function in found.items() if not isinstance(getattr(function, "access", None), Access)] == []


def test_every_http_route_says_who_may_call_it(app: rx.App) -> None:
    found = routes(app)
    assert found
    assert [route for route in found if not isinstance(getattr(route, "access", None), Access)] == []


def test_what_is_public_says_why(app: rx.App) -> None:
    accesses = [*(f.access for _, f in handlers()), *(route.access for route in routes(app))]
    public = [access.public for access in accesses if access.public]
    assert [reason for reason in public if len(reason) < 10] == []


def test_no_state_has_a_method_that_is_public_by_oversight(app: rx.App) -> None:
    """Reflex lets any websocket client call every public function of a State, decorated or not."""
    exposed = [
        f"{state.__name__}.{name}"
        for state in states()
        for name, member in vars(state).items()
        if inspect.isfunction(member) and not name.startswith("_")
    ]
    assert exposed == []
