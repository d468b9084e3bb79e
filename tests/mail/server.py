"""A mail server that answers as it is told."""

import asyncio
import email
import email.policy
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.waiting import free_port


@dataclass
class MailServer:
    """Keeps what it is given. Answers of commands can be replaced, once or for good."""

    port: int = field(default_factory=free_port)
    recipients: list[str] = field(default_factory=list)
    messages: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    """Command, or command and address, → answer: `{"RCPT ada@example.org": "550 Nobody"}`."""
    connections: int = 0
    admits: int = 1000
    """Connections it takes at once; the others are turned away."""
    gathers: int = 0
    """It answers no message before so many are being handed over at once, or have been."""
    pipelines: bool = False
    """Whether it says that it takes several commands at once."""
    delay: float = 0
    before_data: Callable[[], Any] = lambda: None
    _gathered: int = 0

    @property
    def url(self) -> str:
        """The value for SMTP_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_EHLO(  # noqa: N802
        self, _server: Any, session: Any, _envelope: Any, name: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = name
        more = ["250-PIPELINING"] if self.pipelines else []
        return [*more, *responses] if self.connections <= self.admits else ["421 Too many connections"]

    async def handle_HELO(self, _server: Any, _session: Any, _envelope: Any, _name: str) -> str:  # noqa: N802
        return "421 Too many connections"

    async def handle_MAIL(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        answer = self.answers.get(f"RCPT {address}", self.answers.get("RCPT", "250 OK"))
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.before_data()
        await self._gather()
        await asyncio.sleep(self.delay)
        answer = self.answers.get("DATA", "250 Accepted")
        if answer.startswith("250"):
            self.recipients += envelope.rcpt_tos
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            self.messages.append(cast("EmailMessage", message))
        return answer

    async def _gather(self) -> None:
        self._gathered += 1
        while self._gathered < self.gathers:
            await asyncio.sleep(0.01)


@contextmanager
def running(server: MailServer | None = None, **options: Any) -> Iterator[MailServer]:
    """The server on its port. Options go to aiosmtpd's controller."""
    server = server or MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=server.port, **options)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def with_password(user: str, password: str) -> dict[str, Any]:
    """Options of a server that asks for a name and password."""

    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        fits = (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=fits, handled=False)

    return {"authenticator": check, "auth_required": True, "auth_require_tls": False}


def with_certificate(certificate: str, key: str) -> dict[str, Any]:
    """Options of a server that offers encryption with this certificate."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    return {"tls_context": context}
