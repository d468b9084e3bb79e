"""Every kind of background job, and the worker that runs them inside the server."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from .imports.jobs import KINDS as IMPORT_KINDS
from .jobs.worker import Kind, Worker
from .mail.jobs import DELIVER
from .mass_actions.jobs import MASS_ACTION
from .settings import settings
from .sign_in.jobs import KINDS as SIGN_IN_KINDS

KINDS: tuple[Kind, ...] = (DELIVER, MASS_ACTION, *IMPORT_KINDS, *SIGN_IN_KINDS)


@asynccontextmanager
async def embedded_worker() -> AsyncIterator[None]:
    """Run the worker in a thread for as long as the server runs, unless processes of their own do."""
    if not settings().embedded_worker:
        yield
        return
    worker = Worker(KINDS)
    thread = threading.Thread(target=worker.run_forever, name="worker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        worker.stop()
        await asyncio.to_thread(thread.join, 4)
