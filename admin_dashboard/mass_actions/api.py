"""HTTP for programs: actions on all whom filters find, and how far they are."""

import dataclasses
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..core.errors import NotFound
from ..core.forms import parse
from ..core.permissions import Permission
from ..core.work import Work
from ..settings import settings
from ..users.rows import LARGEST_ID
from ..web.access import Access
from ..web.action import run, run_in_steps
from ..web.bearer import answer, api_route, json_of
from ..web.caller import Caller
from . import queries, service
from .by_filter import ActByFilter, ask_of
from .commands import ActionName
from .printed import printed_in_full


def _action(name: ActionName, permission: Permission) -> Route:
    async def act(request: Request, caller: Caller) -> Response:
        command = parse(ActByFilter, await json_of(request))
        if command.check:
            return answer(dataclasses.asdict(await run(_check, name, command)))
        ask = await run(ask_of, name, command)
        job_id = await run_in_steps(service.start, ask, caller.acting)
        link = f"{settings().origin}/api/jobs/{job_id}"
        return answer({"job": job_id, "link": link}, 202, location=link)

    return api_route(f"/api/users/{name}", act, Access(permission=permission), ["POST"])


def _check(work: Work, name: ActionName, command: ActByFilter) -> service.Preview:
    return service.preview(work, ask_of(work, name, command))


async def job(request: Request, _caller: Caller) -> Response:
    """How far one of the caller's own actions is, or what became of it."""
    return answer(await run(_own, request.path_params["job_id"]))


def _own(work: Work, job_id: int) -> dict[str, Any]:
    row = queries.row(work, job_id) if job_id <= LARGEST_ID else None
    if row is None or row.asked_by_id != work.actor.id:
        raise NotFound
    moments = {name: at and at.isoformat() for name, at in (("asked_at", row.asked_at), ("ended_at", row.ended_at))}
    return {**printed_in_full(work, row), **moments}


async def nothing_here(_request: Request, _caller: Caller) -> Response:
    """Every other address that could be one for programs."""
    raise NotFound


routes = [
    _action(ActionName.ENABLE, Permission.USERS_ENABLE),
    _action(ActionName.DISABLE, Permission.USERS_ENABLE),
    _action(ActionName.INVITE, Permission.USERS_INVITE),
    api_route("/api/jobs/{job_id:int}", job, Access(permission=Permission.USERS_VIEW)),
]
ELSEWHERE = api_route("/api/{rest:path}", nothing_here, Access(), ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
"""Comes after every other route for programs: what is not there is told in JSON too."""
