"""What typing into the list feels like while the same process sends thousands of invitations."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from benchmarks.search import crowd
from benchmarks.search.data import CACHE
from benchmarks.search.people import signed_in
from tests.live_server import LiveServer

from . import outbox

SECONDS, KEYS_A_SECOND = 6.0, 5.0


@dataclass
class Typing:
    """Milliseconds from each key to its answer, idle and while mails go out at so many a second."""

    idle: list[float]
    meanwhile: list[float]
    mails_a_second: float = 0.0
    errors: list[str] = field(default_factory=list)


def measured(address: str, port: int) -> Typing:
    """Serve this database, whose outbox is full and not due, and type twice."""
    with _serving(address, port) as site, signed_in(1) as cookies:
        task = crowd.task(site, cookies, SECONDS, KEYS_A_SECOND)
        with crowd.typed(task) as warm:
            errors = warm.errors
        with crowd.typed(task) as idle:
            errors += idle.errors
        moments: list[tuple[int, float]] = []

        def begin() -> None:
            outbox.release()
            moments.append((outbox.sent(), time.perf_counter()))

        with crowd.typed(task, begin) as meanwhile:
            moments.append((outbox.sent(), time.perf_counter()))
        (before, since), (after, until) = moments
        rate = (after - before) / (until - since)
        return Typing(idle.round_trips, meanwhile.round_trips, rate, errors + meanwhile.errors)


@contextmanager
def _serving(address: str, port: int) -> Iterator[LiveServer]:
    site = LiveServer(CACHE, DATABASE_URL=address, SMTP_URL=f"smtp://127.0.0.1:{port}?starttls=never")
    try:
        site.start()
        yield site
    finally:
        site.stop()
