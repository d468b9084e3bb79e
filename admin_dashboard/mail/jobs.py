"""The job that sends what is in the outbox.

One transaction a message: it writes down what became of the last one and takes the next. So whenever the process dies,
at most the one message in its SMTP conversation is not known to have been sent; that one keeps its Message-ID.
"""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.exc import OperationalError

from ..core import clock
from ..jobs.queue import Lease
from ..jobs.worker import Kind
from ..settings import settings
from .delivery import is_due, put_back, recover, settle, take
from .smtp import SmtpTransport, configured_server
from .transport import Catcher, Outcome, Outgoing, ServerDown, Transport

log = logging.getLogger(__name__)

TURN_SECONDS = 5.0
"""After this long other jobs have their turn."""
SERVER_PAUSE = timedelta(seconds=30)
"""Wait before a mail server that takes nothing is called again."""
_DATABASE_WAITS = (0.2, 1.0, 3.0, 5.0)


def deliver_due(lease: Lease) -> None:
    """Send what is due, for one turn."""
    transport: Transport | None = None
    try:
        with lease.kept():
            transport = Catcher() if settings().catches_mail else SmtpTransport(configured_server())
            _send_all(lease, transport)
    except ServerDown as down:
        log.warning("no mail can be sent: %s", down)
        lease.pause(clock.now() + SERVER_PAUSE, down.reason)
    finally:
        if transport is not None:
            transport.close()


def _send_all(lease: Lease, transport: Transport) -> None:
    ends_at = time.monotonic() + TURN_SECONDS
    with lease.step() as work:
        recover(work)
        outgoing = take(work)
    while outgoing is not None:
        outcome = _carry(lease, transport, outgoing)
        is_last = time.monotonic() > ends_at or lease.is_stopping()
        outgoing = _write_down(lease, outgoing, outcome, is_last=is_last)


def _carry(lease: Lease, transport: Transport, outgoing: Outgoing) -> Outcome:
    if outgoing.obstacle is not None:
        return outgoing.obstacle
    try:
        return transport.deliver(outgoing)
    except ServerDown:
        with lease.step() as work:
            put_back(work, outgoing)
        raise


def _write_down(lease: Lease, outgoing: Outgoing, outcome: Outcome, *, is_last: bool) -> Outgoing | None:
    """Settle the last message and take the next, in one transaction."""

    def write() -> Outgoing | None:
        with lease.step() as work:
            settle(work, outgoing, outcome)
            return None if is_last else take(work)

    return _patiently(write)


def _patiently(write: Callable[[], Outgoing | None]) -> Outgoing | None:
    """What was sent must be written down: a database that is busy or restarting is asked again."""
    for seconds in _DATABASE_WAITS:
        try:
            return write()
        except OperationalError:
            log.warning("the database did not take what was sent; trying again", exc_info=True)
            time.sleep(seconds)
    return write()


DELIVER = Kind("deliver mail", run=deliver_due, is_due=is_due)
