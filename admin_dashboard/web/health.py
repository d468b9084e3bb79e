"""Whether this process can do its work: asked by load balancers and supervisors."""

import asyncio
import logging

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from ..db.engine import engine
from .access import Access

log = logging.getLogger(__name__)


async def health(_request: Request) -> JSONResponse:
    """200 while the database answers, else 503."""
    is_well = await asyncio.to_thread(_database_answers)
    return JSONResponse({"status": is_well, "database": is_well}, 200 if is_well else 503)


def _database_answers() -> bool:
    try:
        with engine().connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        log.exception("the database does not answer")
        return False
    return True


# Plain, not through `http.route`: looking up a caller would need the very database this asks about.
HEALTH = Route("/_health", health, methods=["GET"])
HEALTH.access = Access(public="says only whether the site works")  # type: ignore[attr-defined]
