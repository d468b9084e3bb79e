"""How many invitations a second go out, beside what the bare library reaches, and how typing feels meanwhile.

    python -m benchmarks.mail [MESSAGES]

Each invitation is taken, sent over one of four connections, and written down with its audit entry, as always. The mail
server does nothing and runs in a process of its own. Rates are compared within one run only.
"""

import os
import statistics
import sys
import time
from collections.abc import Sequence

from admin_dashboard.build import build_frontend
from admin_dashboard.jobs.worker import Worker
from admin_dashboard.mail.jobs import DELIVER
from admin_dashboard.settings import settings
from benchmarks.bulk.copies import copy_of
from benchmarks.search.data import CACHE, Store, use

from . import bare, keys, outbox
from .sink import sink

CONNECTIONS = 4
SIZE = "100k"
KINDS = ("sqlite", "postgresql")
KEYS_MESSAGES = 10_000


def say(what: str) -> None:
    """Print it at once."""
    print(what, flush=True)


def compare(address: str, count: int, *, pipelines: bool) -> str:
    """Ours between two runs of the bare library, with the same messages into the same mail server."""
    with copy_of(address) as copy, sink(pipelines=pipelines) as port:
        _use(copy, port)
        outbox.fill(count)
        outbox.release()
        messages = outbox.prepared()
        library = [bare.rate(port, messages, CONNECTIONS)]
        ours = _rate(count)
        library.append(bare.rate(port, messages, CONNECTIONS))
    return (
        f"{ours:,.0f} messages/s, the bare library {min(library):,.0f} and {max(library):,.0f}:"
        f" {ours / statistics.mean(library):.0%}"
    )


def _rate(count: int) -> float:
    before = outbox.sent()
    worker, started = Worker([DELIVER]), time.perf_counter()
    while worker.run_once():
        continue
    seconds = time.perf_counter() - started
    assert outbox.sent() - before == count
    return count / seconds


def _use(address: str, port: int) -> None:
    use(address)
    os.environ["SMTP_URL"] = f"smtp://127.0.0.1:{port}?starttls=never"
    os.environ["MAIL_CONNECTIONS"] = str(CONNECTIONS)
    settings.cache_clear()


def type_meanwhile(address: str) -> str:
    """How long a key takes, idle and while mails go out."""
    with copy_of(address) as copy, sink(pipelines=True) as port:
        _use(copy, port)
        outbox.fill(KEYS_MESSAGES)
        seen = keys.measured(copy, port)
    for error in seen.errors:
        say(f"  {error}")
    return f"key to answer idle {_shown(seen.idle)}, at {seen.mails_a_second:,.0f} mails/s {_shown(seen.meanwhile)}"


def _shown(times: Sequence[float]) -> str:
    ordered = sorted(times)
    return f"p50 {statistics.median(ordered):.0f} p95 {ordered[int(len(ordered) * 0.95)]:.0f} ms"


def main(count: int) -> None:
    """Print each figure."""
    build_frontend()
    store = Store(CACHE, say)
    try:
        for kind in (os.environ.get("DATABASES") or ",".join(KINDS)).split(","):
            address = store.address(kind, SIZE)
            say(f"{kind}, one command at a time: {compare(address, count, pipelines=False)}")
            say(f"{kind}, several commands at once: {compare(address, count, pipelines=True)}")
            say(f"{kind}, {type_meanwhile(address)}")
    finally:
        store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
