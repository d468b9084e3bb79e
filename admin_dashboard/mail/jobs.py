"""The job that sends what is in the outbox, over several connections."""

import logging
from contextlib import closing

from ..core import clock
from ..jobs.queue import Lease
from ..jobs.worker import Kind
from ..settings import settings
from .connections import Connections
from .conversation import SmtpConnection
from .delivery import is_due
from .queries import JOB, SERVER_PAUSE
from .smtp_url import configured_server
from .transport import Carriers, Catcher, ServerDown
from .turn import Turn, held_up_by

log = logging.getLogger(__name__)


def deliver_due(lease: Lease) -> None:
    """Send what is due, for one turn."""
    try:
        # Held until the last conversation is over, whatever ends the turn: nobody else sends these messages.
        with lease.kept(), closing(_carriers()) as carriers:
            Turn(lease, carriers).run()
    except ServerDown as down:
        log.warning("no mail can be sent: %s", down)
        with lease.step() as work:
            if held_up_by(work, lease) != down.reason:
                work.record("mail.server_down", reason=down.reason)
        lease.pause(clock.now() + SERVER_PAUSE, down.reason)


def _carriers() -> Carriers:
    if settings().catches_mail:
        return Catcher()
    server = configured_server()
    return Connections(lambda: SmtpConnection(server), settings().mail_connections)


DELIVER = Kind(JOB, run=deliver_due, is_due=is_due)
