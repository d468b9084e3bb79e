"""Several connections to the mail server at once, each in a thread of its own, opened when there is work for it."""

import logging
import threading
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue

from .transport import Finished, Outcome, Outgoing, ServerDown, Transport, Untried

log = logging.getLogger(__name__)
LINGER_SECONDS = 0.0005
"""Wait for the other connections' outcomes: what comes together is written down together."""


class Connections:
    """At most so many connections; each is kept for one message after another. As `Carriers`.

    A server may admit fewer than we would have: one that is turned away is not tried again while others go on. When
    the last one is turned away the server is down.
    """

    def __init__(self, make: Callable[[], Transport], most: int) -> None:
        self._make, self._most = make, most
        self._idle: list[_Connection] = []
        self._open: set[_Connection] = set()
        self._outcomes: SimpleQueue[tuple[_Connection, Outgoing, Outcome | Exception]] = SimpleQueue()
        self.fault: Exception | None = None

    @property
    def room(self) -> int:
        """How many more can be given now."""
        return 0 if self.fault else self._most - len(self._open) + len(self._idle)

    @property
    def is_busy(self) -> bool:
        """Whether there are some whose outcome has not been fetched."""
        return len(self._open) > len(self._idle)

    def give(self, outgoing: Outgoing) -> None:
        """Have it carried by the connection that was used last, or by a new one."""
        connection = self._idle.pop() if self._idle else self._opened()
        connection.given.put(outgoing)

    def finished(self, seconds: float) -> Sequence[Finished]:
        """Wait, at most so long, for the first outcome; those that follow at once come with it."""
        found = []
        while self.is_busy:
            try:
                found.append(self._received(*self._outcomes.get(timeout=LINGER_SECONDS if found else seconds)))
            except Empty:
                break
        return [one for one in found if one is not None]

    def close(self) -> None:
        """End when what has been given is over."""
        for connection in self._open:
            connection.given.put(None)
        for connection in self._open:
            connection.join()

    def _opened(self) -> "_Connection":
        connection = _Connection(self._make(), self._outcomes)
        self._open.add(connection)
        connection.start()
        return connection

    def _received(self, connection: "_Connection", outgoing: Outgoing, outcome: Outcome | Exception) -> Finished | None:
        """None for a message over which we fall: it stays as it is, so that it is counted as a try."""
        if not isinstance(outcome, Exception):
            self._idle.append(connection)
            return outgoing, outcome
        self._open.remove(connection)
        self._most = len(self._open)
        if not isinstance(outcome, ServerDown):
            self.fault = outcome
            return None
        log.info("a connection to the mail server was turned away: %s", outcome)
        if not self._open:
            self.fault = self.fault or outcome
        return outgoing, Untried()


class _Connection(threading.Thread):
    """Carries what it is given, one after another, until it is given None or nothing can be carried."""

    def __init__(
        self, transport: Transport, outcomes: "SimpleQueue[tuple[_Connection, Outgoing, Outcome | Exception]]"
    ) -> None:
        super().__init__(name="mail connection", daemon=True)
        self.given: SimpleQueue[Outgoing | None] = SimpleQueue()
        self._transport, self._outcomes = transport, outcomes

    def run(self) -> None:
        """The thread."""
        while (outgoing := self.given.get()) is not None:
            try:
                outcome: Outcome | Exception = self._transport.deliver(outgoing)
            except Exception as error:  # noqa: BLE001 - whoever waits for the outcome raises it
                outcome = error
            self._outcomes.put((self, outgoing, outcome))
            if isinstance(outcome, Exception):
                break
        self._transport.close()
