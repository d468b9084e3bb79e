"""The product's server with data that stands still: what the pages ask is read once and answered from memory then.

    python -m benchmarks.search.static_site serve

The floor of what the page itself costs: the same rows in the same page, without a database.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from admin_dashboard import server
from admin_dashboard.cli_server import serve


def application() -> Any:
    """The application, in the process that serves it."""
    from admin_dashboard.web import action, guard

    action.run = _answered_once(action.run)
    guard.identify = _looked_up_once(guard.identify)
    made = server.application()
    from admin_dashboard.users import list_state

    assert list_state.run is action.run, "the pages were loaded before their data could be kept"
    return made


def _answered_once(run: Callable[..., Any]) -> Callable[..., Any]:
    answers: dict[Any, Any] = {}

    async def answer(service: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        asked = service, args, tuple(sorted(kwargs.items()))
        if asked not in answers:
            answers[asked] = await run(service, *args, **kwargs)
        await asyncio.sleep(0)
        return answers[asked]

    return answer


def _looked_up_once(identify: Callable[..., Any]) -> Callable[..., Any]:
    callers: dict[Any, Any] = {}

    def look_up(headers: Any, **kwargs: Any) -> Any:
        if headers not in callers:
            callers[headers] = identify(headers, **kwargs)
        return callers[headers]

    return look_up


if __name__ == "__main__":
    server.APPLICATION = "benchmarks.search.static_site:application"
    serve()
