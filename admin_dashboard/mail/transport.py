"""What carries a message away: a mail server, or the built-in catcher that keeps it."""

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


Outcome = Delivered | Refused | Deferred | Cancelled


class ServerDown(Exception):
    """The mail server takes nothing at all at the moment; no message is to blame."""

    def __init__(self, reason: Reason, reply: str = "") -> None:
        super().__init__(f"{reason}: {reply}" if reply else str(reason))
        self.reason = reason


@dataclass(frozen=True)
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


class Transport(Protocol):
    """Carries messages, one at a time."""

    def deliver(self, outgoing: Outgoing) -> Outcome:
        """Hand one message over.

        Raises:
            ServerDown: nothing can be handed over at the moment.
        """
        ...

    def close(self) -> None:
        """End the connection, if there is one."""
        ...


class Catcher:
    """Takes everything: the messages stay in their table, where administrators can read them."""

    def deliver(self, outgoing: Outgoing) -> Outcome:
        """Nothing to do: the row is the mail."""
        del outgoing
        return Delivered()

    def close(self) -> None:
        """Nothing to end."""
