"""Several connections to the mail server at once, opened when there is work for them, all in one thread.

A thread for each would spend more on waking one another than on mails, and the pages of the same process would have to
contend with all of them.
"""

import logging
import select
import time
from collections.abc import Callable, Sequence
from functools import partial

from .conversation import SmtpConnection
from .transport import Finished, Outcome, Outgoing, ServerDown, Untried

log = logging.getLogger(__name__)
LINGER_SECONDS = 0.002
"""Wait for the other connections' outcomes: what comes together is written down together."""


class Connections:
    """At most so many connections; each is kept for one message after another. As `Carriers`.

    A server may admit fewer than we would have: one that is turned away is not tried again while others go on. When
    the last one is turned away the server is down.
    """

    def __init__(self, make: Callable[[], SmtpConnection], most: int) -> None:
        self._make, self._most = make, most
        self._idle: list[SmtpConnection] = []
        self._busy: dict[SmtpConnection, Outgoing] = {}
        self._over: list[Finished] = []
        self.fault: Exception | None = None

    @property
    def room(self) -> int:
        """How many more can be given now."""
        return 0 if self.fault else self._most - len(self._busy)

    @property
    def is_busy(self) -> bool:
        """Whether there are some whose outcome has not been fetched."""
        return bool(self._busy or self._over)

    def give(self, outgoing: Outgoing) -> None:
        """Have it carried by the connection that was used last, or by a new one, which is waited for."""
        if not self._idle and len(self._busy) >= self._most:
            self._over.append((outgoing, Untried()))
            return
        connection = self._idle.pop() if self._idle else self._make()
        self._busy[connection] = outgoing
        self._take(connection, partial(connection.begin, outgoing))

    def finished(self, seconds: float) -> Sequence[Finished]:
        """Wait, at most so long, for the first outcome; those that follow at once come with it."""
        ends_at = time.monotonic() + seconds
        while self._busy:
            rest = LINGER_SECONDS if self._over else max(0.0, ends_at - time.monotonic())
            if not self._wait(rest) and (self._over or time.monotonic() >= ends_at):
                break
        found, self._over = self._over, []
        return found

    def close(self) -> None:
        """Hang up where a message is under way; say goodbye to the others."""
        for connection in self._busy:
            connection.hang_up()
        for connection in self._idle:
            connection.close()

    def _wait(self, seconds: float) -> bool:
        """Go on with what has been answered within that time, or is out of it; whether there was any."""
        by_number = {connection.fileno(): connection for connection in self._busy}
        waiting = select.poll()
        for number in by_number:
            waiting.register(number, select.POLLIN)
        ready = [by_number[number] for number, _event in waiting.poll(seconds * 1000)]
        late = [one for one in self._busy if one not in ready and one.deadline < time.monotonic()]
        for connection in ready:
            self._take(connection, connection.go_on)
        for connection in late:
            self._take(connection, connection.give_up)
        return bool(ready or late)

    def _take(self, connection: SmtpConnection, step: Callable[[], Outcome | None]) -> None:
        """One step of a conversation. A message over which we fall stays as it is, so that it is counted as a try."""
        try:
            outcome = step()
        except ServerDown as down:
            log.info("a connection to the mail server was turned away: %s", down)
            self._over.append((self._busy.pop(connection), Untried()))
            self._most = len(self._busy) + len(self._idle)
            self.fault = self.fault or (None if self._most else down)
        except Exception as error:  # noqa: BLE001 - whoever looks for the fault raises it
            connection.hang_up()
            del self._busy[connection]
            self.fault = error
        else:
            if outcome is not None:
                self._over.append((self._busy.pop(connection), outcome))
                self._idle.append(connection)
