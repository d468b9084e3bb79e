"""Everybody as a file, by the route itself, as a browser gets it."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

from starlette.applications import Starlette

from admin_dashboard.core import sessions
from admin_dashboard.core.permissions import Actor
from admin_dashboard.core.work import Door, begin
from admin_dashboard.exports import service
from admin_dashboard.exports.routes import routes
from admin_dashboard.models import ExportFormat
from admin_dashboard.selection.selection import Selection
from admin_dashboard.users.listing import Filters, ListUsers, State
from admin_dashboard.web.caller import session_cookie

from ..memory import most_memory

EVERYBODY = Selection.of_all(ListUsers(filters=Filters(state=State.ANY)))


class _Reader:
    """A browser's end of the connection: keeps nothing but times and sums."""

    def __init__(self) -> None:
        self.started = time.perf_counter()
        self.status, self.bytes, self.parts, self.times = 0, 0, 0, list[float]()

    async def take(self, message: Any) -> None:
        self.status = message.get("status", self.status)
        if body := message.get("body"):
            self.bytes += len(body)
            self.times.append(time.perf_counter() - self.started)


async def _nothing() -> Any:
    await asyncio.Event().wait()


def measured(actor: Actor) -> Iterator[dict[str, Any]]:
    """CSV and XLSX: seconds to the first byte, to the first rows, to the end."""
    with begin(actor, Door.PAGE) as work:
        cookie = f"{session_cookie()}={sessions.start(work, actor.id or 0, sessions.Browser())}"
    for kind in ExportFormat:
        with begin(actor, Door.PAGE) as work:
            made = service.make(work, EVERYBODY, kind)
        with most_memory() as over_idle:
            reader = asyncio.run(_fetched(f"/exports/{made.id}", cookie))
        assert reader.status == 200, reader.status
        yield {
            "action": f"export, {kind}",
            "created": made.users,
            "seconds": reader.times[-1],
            "longest": reader.times[0],
            "megabytes": over_idle[0] / 2**20,
        }


async def _fetched(path: str, cookie: str) -> _Reader:
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "asgi": {"spec_version": "2.4"}}
    headers = [(b"cookie", cookie.encode()), (b"host", b"localhost")]
    reader = _Reader()
    await Starlette(routes=routes)({**scope, "headers": headers}, _nothing, reader.take)
    return reader
