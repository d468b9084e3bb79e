"""HTTP: a file on its way in, and the refused rows of an import on their way out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager
from urllib.parse import unquote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from ..core.errors import InvalidInput
from ..core.i18n import _
from ..core.permissions import Actor, Permission
from ..core.work import Door, Work, begin
from ..web.access import Access
from ..web.caller import Caller
from ..web.http import done, refusal, route, run_as
from . import address, queries, report, service, storage
from .limits import limits
from .storage import FileTooLarge, Upload

PIECE = 1 << 20
"""Bytes that are written at once; no more of a file is ever in memory."""
LONGEST_NUMBER = 18
_END = ""


async def upload(request: Request, caller: Caller) -> Response:
    """Take a file in as it comes, byte by byte, and make an import of it.

    `X-File-Name` is its name, percent-encoded; `X-Corrects` the id of the import whose refused rows it holds.
    """
    caller.acting.require(Permission.USERS_VIEW)
    if _number(request.headers.get("content-length", "")) > limits().bytes:
        raise FileTooLarge
    corrects_id = _number(request.headers.get("x-corrects", "")) or None
    try:
        kept = await _receive(request)
    except ClientDisconnect:
        return refusal(InvalidInput(_("The file did not arrive as a whole.")), caller.language)
    import_id = await run_as(caller, service.create_import, kept, corrects_id)
    if await request.is_disconnected():
        # Given up while the file was being read.
        await run_as(caller, service.discard, import_id)
    return done(address.of(import_id))


async def _receive(request: Request) -> Upload:
    with storage.receive(unquote(request.headers.get("x-file-name", ""))) as receiver:
        piece = bytearray()
        async for data in request.stream():
            piece += data
            if len(piece) >= PIECE:
                await asyncio.to_thread(receiver.write, bytes(piece))
                piece = bytearray()
        await asyncio.to_thread(receiver.write, bytes(piece))
    return receiver.upload()


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


async def refused(request: Request, caller: Caller) -> Response:
    """The refused rows as they stood in the file, with why; corrected, they can be imported."""
    import_id = request.path_params["import_id"]
    await run_as(caller, queries.find, import_id)
    name = f'attachment; filename="refused-{import_id}.csv"'
    headers = {"content-disposition": name, "cache-control": "no-store"}
    return StreamingResponse(_parts(caller, import_id), media_type="text/csv; charset=utf-8", headers=headers)


async def _parts(caller: Caller, import_id: int) -> AsyncIterator[str]:
    def open_work(actor: Actor) -> AbstractContextManager[Work]:
        return begin(actor, Door.PAGE, caller.address)

    parts = report.refused_rows(open_work, import_id, caller.acting)
    # With the mark by which spreadsheets know the encoding.
    yield "\ufeff"
    while part := await asyncio.to_thread(next, parts, _END):
        yield part


routes = [
    route(f"{address.PATH}/file", upload, Access(permission=Permission.USERS_IMPORT), methods=("POST",)),
    route(f"{address.PATH}/{{import_id:int}}/refused.csv", refused, Access(permission=Permission.USERS_VIEW)),
]
