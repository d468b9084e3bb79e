"""A real mail server for tests."""

import asyncio
import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller

from .waiting import free_port, wait_until


@dataclass
class SmtpSink:
    """A real SMTP server that keeps what it is given."""

    port: int = field(default_factory=free_port)
    messages: list[EmailMessage] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    """Recipients it answers 550."""
    delay: float = 0
    """Seconds it takes for each message."""

    @property
    def url(self) -> str:
        """The value for SMTP_URL."""
        return f"smtp://127.0.0.1:{self.port}?starttls=never"

    def to(self, recipient: str) -> list[EmailMessage]:
        """The messages that were handed over for this recipient."""
        return [message for message in self.messages if recipient in message["X-Envelope-To"].split(",")]

    def wait_for(self, recipient: str, count: int = 1) -> EmailMessage:
        """The newest message for this recipient, once there are `count`."""
        wait_until(lambda: len(self.to(recipient)) >= count, f"mail number {count} to {recipient}")
        return self.to(recipient)[-1]

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        """Called by aiosmtpd for each recipient."""
        if address in self.refused:
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Called by aiosmtpd for each message."""
        await asyncio.sleep(self.delay)
        message = cast("EmailMessage", email.message_from_bytes(envelope.content, policy=email.policy.default))
        message["X-Envelope-To"] = ",".join(envelope.rcpt_tos)
        self.messages.append(message)
        return "250 Accepted"


@contextmanager
def smtp_sink() -> Iterator[SmtpSink]:
    """A mail server on a free port."""
    sink = SmtpSink()
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
