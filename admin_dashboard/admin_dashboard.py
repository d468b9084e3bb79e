"""The application: pages, guard, routes, headers, background work. Wiring only."""

import reflex as rx
from starlette.applications import Starlette

from .background import embedded_worker
from .build import BUILT
from .core import logs
from .navigation import add_pages
from .routes import ROUTES
from .settings import settings
from .ui.root import root
from .web import live
from .web.guard import Guard
from .web.headers import with_headers

logs.configure(settings().log_level)


async def watch_changes() -> None:
    """Tell open pages what changed elsewhere."""
    await live.watch(app)


app = rx.App(**root(), api_transformer=[Starlette(routes=ROUTES), with_headers(BUILT)])
app.add_middleware(Guard())
app.register_lifespan_task(embedded_worker)
app.register_lifespan_task(watch_changes)
add_pages(app)
