"""The browser tabs connected to this process: whose session each carries, what it shows, how fast each may send."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

EVENTS_PER_SECOND = 40.0
BURST = 200.0


@dataclass
class Connection:
    """One tab. Its bucket holds events it may still send; it refills with time."""

    session_id: int | None = None
    path: str = ""
    """Where the tab is, as of the last event it sent."""
    is_following: bool = False
    """Whether it shows how far something is that goes on."""
    watchers: set[str] = field(default_factory=set)
    """The states by which its page shows something that goes on without a trace in the audit trail."""
    owed: dict[Any, None] = field(default_factory=dict)
    """What `live` has yet to call in this tab, in its order."""
    rests_until: float = 0.0
    """Before this moment (monotonic) `live` calls nothing; endless while it does."""
    bucket: float = BURST
    filled_at: float = field(default_factory=time.monotonic)

    @property
    def is_watching(self) -> bool:
        """Whether its page shows something that goes on without a trace in the audit trail."""
        return bool(self.watchers)

    def go_to(self, path: str) -> None:
        """The tab is there now; what another page of it was watching it has left."""
        if path != self.path:
            self.path = path
            self.watchers.clear()

    def admits(self) -> bool:
        """Take one event out of the bucket; False when it is empty: the event is dropped."""
        now = time.monotonic()
        self.bucket = min(BURST, self.bucket + (now - self.filled_at) * EVENTS_PER_SECOND)
        self.filled_at = now
        if self.bucket < 1:
            return False
        self.bucket -= 1
        return True


_connections: dict[str, Connection] = {}


def of(token: str) -> Connection:
    """The connection of a tab's token, new when not seen before."""
    return _connections.setdefault(token, Connection())


def keep(tokens: Iterable[str]) -> dict[str, Connection]:
    """Forget every tab but these, and return those that are known."""
    alive = set(tokens)
    for token in [t for t in _connections if t not in alive]:
        del _connections[token]
    return dict(_connections)
