"""What carries a message away: a mail server, or the built-in catcher that keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from .reasons import Reason


@dataclass(frozen=True)
class Delivered:
    """The mail server has it."""


@dataclass(frozen=True)
class Refused:
    """It will never be taken: this message has failed."""

    reason: Reason
    reply: str = ""


@dataclass(frozen=True)
class Deferred:
    """Not now: to be tried again later."""

    reply: str = ""


@dataclass(frozen=True)
class Cancelled:
    """Not to be sent any more."""

    reason: Reason


@dataclass(frozen=True)
class Untried:
    """It goes back as it was: nothing can be handed over, and no message is to blame."""


Outcome = Delivered | Refused | Deferred | Cancelled | Untried


class ServerDown(Exception):
    """The mail server takes nothing at all at the moment; no message is to blame."""

    def __init__(self, reason: Reason, reply: str = "") -> None:
        super().__init__(f"{reason}: {reply}" if reply else str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way out. `obstacle`: why it must not be sent after all."""

    id: int
    message_id: str
    kind: str
    user_id: int | None
    to_address: str
    subject: str
    text: str
    html: str
    tries: int
    obstacle: Outcome | None = None


Finished = tuple[Outgoing, Outcome]
"""A message, and what became of it."""


class Carriers(Protocol):
    """Carry several messages at once."""

    @property
    def room(self) -> int:
        """How many more can be given now; each begins its way at once."""
        ...

    @property
    def is_busy(self) -> bool:
        """Whether there are some whose outcome has not been fetched."""
        ...

    @property
    def fault(self) -> Exception | None:
        """Why nothing more is carried: `ServerDown`, or a fault of ours."""
        ...

    def give(self, outgoing: Outgoing) -> None:
        """Have it carried."""
        ...

    def finished(self, seconds: float) -> Sequence[Finished]:
        """Wait, at most so long, for the first outcome; what else is there by then comes with it."""
        ...

    def close(self) -> None:
        """End when what has been given is over."""
        ...


class Catcher:
    """Takes everything: the messages stay in their table, where administrators can read them."""

    room = 50
    fault = None

    def __init__(self) -> None:
        self._kept: list[Finished] = []

    @property
    def is_busy(self) -> bool:
        """Whether there are some whose outcome has not been fetched."""
        return bool(self._kept)

    def give(self, outgoing: Outgoing) -> None:
        """Nothing to do: the row is the mail."""
        self._kept.append((outgoing, Delivered()))

    def finished(self, seconds: float) -> Sequence[Finished]:
        """All of them."""
        del seconds
        kept, self._kept = self._kept, []
        return kept

    def close(self) -> None:
        """Nothing to end."""
