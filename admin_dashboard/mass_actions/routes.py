"""HTTP: the report of an action as a file."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ..core.permissions import Actor, Permission
from ..core.work import Door, Work, begin
from ..web.access import Access
from ..web.caller import Caller
from ..web.http import route, run_as
from . import queries
from .report import report

_END = ""


async def outcomes(request: Request, caller: Caller) -> Response:
    """What became of everybody, as CSV, a page at a time."""
    job_id = request.path_params["job_id"]
    await run_as(caller, queries.row, job_id)
    headers = {"content-disposition": f'attachment; filename="action-{job_id}.csv"', "cache-control": "no-store"}
    return StreamingResponse(_parts(caller, job_id), media_type="text/csv; charset=utf-8", headers=headers)


async def _parts(caller: Caller, job_id: int) -> AsyncIterator[str]:
    def open_work(actor: Actor) -> AbstractContextManager[Work]:
        return begin(actor, Door.PAGE, caller.address)

    parts = report(open_work, job_id, caller.acting)
    # With the mark by which spreadsheets know the encoding.
    yield "\ufeff"
    while part := await asyncio.to_thread(next, parts, _END):
        yield part


routes = [route("/actions/{job_id:int}/outcomes.csv", outcomes, Access(permission=Permission.USERS_EXPORT))]
