"""The commands that stay: the server and the worker."""

import signal
import sys

import typer


def serve() -> None:
    """Start the site: builds the frontend when its sources changed, brings the database up to date, serves PORT."""
    from .server import require_free_port
    from .server import serve as run_server
    from .settings import settings

    require_free_port(settings())
    _build()
    run_server(settings(), _prepare())


def _build() -> None:
    from .build import build_frontend, is_built, sources_hash

    if not is_built(sources_hash()):
        typer.echo("Building the frontend (once, and again when its sources change)…")
        build_frontend()


def _prepare() -> list[str]:
    """Make the database ready; what the console says once the site answers."""
    from .core.permissions import SYSTEM
    from .core.work import begin
    from .db import migrate
    from .db.engine import engine
    from .settings import settings
    from .sign_in import setup

    own = settings()
    migrate.upgrade()
    with begin(SYSTEM) as work:
        setup_path = setup.prepare(work)
    # The process that serves is a child of this one: no open connection may be shared between the two.
    engine().dispose()
    greeting = [f"{own.site_name}: {own.origin}"]
    if setup_path:
        greeting.append(f"Create the first administrator, once, by this link: {own.origin}{setup_path}")
    return greeting


def worker() -> None:
    """Run background jobs in a process of their own, beside servers with EMBEDDED_WORKER=false."""
    from .background import KINDS
    from .build import CannotStart
    from .core import logs
    from .db import migrate
    from .jobs.worker import Worker
    from .settings import settings

    if not migrate.is_current():
        raise CannotStart("The database is not up to date: `python -m admin_dashboard db upgrade` brings it there.")
    logs.configure(settings().log_level)
    running = Worker(KINDS)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda _number, _frame: running.stop())
    typer.echo("The worker is running.")
    sys.stdout.flush()
    running.run_forever()
