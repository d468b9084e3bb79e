"""HTTP: an export as a file, and the template of an import."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ..core.permissions import Actor, Permission
from ..core.work import Door, Work, begin
from ..models import ExportFormat
from ..web.access import Access
from ..web.caller import Caller
from ..web.http import Endpoint, route, run_as
from . import people, service
from .files import MEDIA_TYPES, parts
from .template import template


async def export(request: Request, caller: Caller) -> Response:
    """The users of an export, as they are now, a page at a time."""
    found = await run_as(caller, service.fetch, request.path_params["export_id"])

    def open_work(actor: Actor) -> AbstractContextManager[Work]:
        return begin(actor, Door.PAGE, caller.address)

    rows = people.pages(open_work, caller.acting, found.selection, found.head)
    name = f"users-{found.created_at:%Y-%m-%d}"
    return _file(name, found.format, parts(found.format, found.head, rows, found.users))


def _template(format: ExportFormat) -> Endpoint:
    async def answer(_request: Request, caller: Caller) -> Response:
        head, line = await run_as(caller, template)
        return _file("users-template", format, parts(format, head, [[line]], 1))

    return answer


def _file(name: str, format: ExportFormat, content: Iterator[bytes]) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}.{format}"', "cache-control": "no-store"}
    return StreamingResponse(_parts(content), media_type=MEDIA_TYPES[format], headers=headers)


async def _parts(content: Iterator[bytes]) -> AsyncIterator[bytes]:
    while (part := await asyncio.to_thread(next, content, None)) is not None:
        yield part


_IMPORTS = Access(permission=Permission.USERS_IMPORT)
routes = [
    route("/exports/{export_id:str}", export, Access(permission=Permission.USERS_EXPORT)),
    *(route(f"/imports/template.{kind}", _template(kind), _IMPORTS) for kind in ExportFormat),
]
