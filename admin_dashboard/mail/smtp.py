"""Talking to the mail server: one connection, reused, with its certificate verified."""

import smtplib
import ssl
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from urllib.parse import parse_qs, unquote, urlsplit

from ..core import clock
from ..settings import settings
from .build import build, sender_address, server_form
from .reasons import Reason
from .transport import Deferred, Delivered, Outcome, Outgoing, Refused, ServerDown

COMMAND_SECONDS = 10
"""Longest wait for an answer: to the connection, to a command."""
ACCEPT_SECONDS = 60
"""Longest wait after a message: some servers look through it first. Giving up early would send it a second time."""
LONGEST_REPLY = 300
CLOSING = 421
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Encryption(StrEnum):
    """How the connection is protected. Whenever it is, the certificate is verified."""

    IMPLICIT = "implicit"
    ALWAYS = "always"
    OPPORTUNISTIC = "opportunistic"
    NEVER = "never"


@dataclass(frozen=True)
class Server:
    """A mail server, as SMTP_URL names it."""

    host: str
    port: int
    encryption: Encryption
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def may_sign_in_unencrypted(self) -> bool:
        """Whether the password may travel in the clear: on this machine, or when the setting says so."""
        return self.encryption == Encryption.NEVER or self.host in _LOOPBACK


@lru_cache(maxsize=4)
def parse_smtp_url(url: str) -> Server:
    """Read `smtp://user:password@host:port?starttls=always|opportunistic|never` or `smtps://…`.

    Without `starttls` it is opportunistic. The ports are 587 with a user, else 25; 465 for `smtps`.

    Raises:
        ValueError: it is neither.
    """
    parts = urlsplit(url)
    asked = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    wanted = asked.pop("starttls", Encryption.OPPORTUNISTIC)
    allowed = {Encryption.ALWAYS, Encryption.OPPORTUNISTIC, Encryption.NEVER}
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or asked or wanted not in allowed:
        raise ValueError("SMTP_URL must be smtp://[user:password@]host[:port][?starttls=…] or smtps://…")
    is_implicit = parts.scheme == "smtps"
    default_port = 465 if is_implicit else 587 if parts.username else 25
    return Server(
        host=parts.hostname,
        port=parts.port or default_port,
        encryption=Encryption.IMPLICIT if is_implicit else Encryption(wanted),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


class SmtpTransport:
    """Hands messages to a mail server over one connection, made when first needed and again when it broke."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None

    def deliver(self, outgoing: Outgoing) -> Outcome:
        """One SMTP conversation.

        Raises:
            ServerDown: the server cannot be reached, trusted or signed in to, or takes nothing from us.
        """
        to = server_form(outgoing.to_address)
        smtp = self._connected()
        if not to.isascii() and not smtp.has_extn("smtputf8"):
            return Refused(Reason.ADDRESS_NOT_SUPPORTED)
        options = () if to.isascii() else ("SMTPUTF8", "BODY=8BITMIME")
        smtp = self._introduce(smtp, options)
        try:
            return self._hand_over(smtp, to, build(outgoing, clock.now()))
        except (smtplib.SMTPException, OSError) as error:
            # The connection broke within this message: it waits for its next try, others go first.
            self._drop()
            return Deferred(_reply_of(error))

    def close(self) -> None:
        """Say goodbye."""
        if self._smtp is None:
            return
        try:
            self._smtp.quit()
        except (smtplib.SMTPException, OSError):
            self._smtp.close()
        self._smtp = None

    def _introduce(self, smtp: smtplib.SMTP, options: tuple[str, ...]) -> smtplib.SMTP:
        """MAIL FROM; a server that has closed a reused connection in the meantime is called once more."""
        try:
            code, reply = smtp.mail(sender_address(), options)
        except (smtplib.SMTPException, OSError):
            code, reply = CLOSING, b""
        if code == CLOSING:
            self._drop()
            smtp = self._connected()
            try:
                code, reply = smtp.mail(sender_address(), options)
            except (smtplib.SMTPException, OSError) as error:
                self._drop()
                raise ServerDown(Reason.UNREACHABLE, _reply_of(error)) from error
        if code != 250:
            self._drop()
            raise ServerDown(Reason.SENDER_REFUSED, _reply(code, reply))
        return smtp

    def _hand_over(self, smtp: smtplib.SMTP, to: str, message: bytes) -> Outcome:
        code, reply = smtp.rcpt(to)
        if code not in {250, 251, 252}:
            return self._refusal(smtp, Reason.ADDRESS_REFUSED, code, reply)
        _wait(smtp, ACCEPT_SECONDS)
        try:
            code, reply = smtp.data(message)
        except smtplib.SMTPDataError as error:
            code, reply = error.smtp_code, error.smtp_error
        _wait(smtp, COMMAND_SECONDS)
        if code != 250:
            return self._refusal(smtp, Reason.MESSAGE_REFUSED, code, reply)
        return Delivered()

    def _refusal(self, smtp: smtplib.SMTP, reason: Reason, code: int, reply: bytes | str) -> Outcome:
        if code == CLOSING:
            self._drop()
        else:
            smtp.rset()
        return Refused(reason, _reply(code, reply)) if code >= 500 else Deferred(_reply(code, reply))

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            self._smtp = connect(self._server)
        return self._smtp


def connect(server: Server) -> smtplib.SMTP:
    """A connection that is protected and signed in as the setting asks.

    Raises:
        ServerDown: with what stands in the way.
    """
    try:
        smtp = _open(server)
        try:
            _protect(smtp, server)
            _sign_in(smtp, server)
        except BaseException:
            smtp.close()
            raise
    except ssl.SSLCertVerificationError as error:
        raise ServerDown(Reason.NOT_TRUSTED, error.verify_message) from error
    except (smtplib.SMTPException, OSError) as error:
        raise ServerDown(Reason.UNREACHABLE, _reply_of(error)) from error
    return smtp


def _open(server: Server) -> smtplib.SMTP:
    own_name = sender_address().rpartition("@")[2] or "localhost"
    if server.encryption == Encryption.IMPLICIT:
        return smtplib.SMTP_SSL(
            server.host, server.port, own_name, timeout=COMMAND_SECONDS, context=ssl.create_default_context()
        )
    return smtplib.SMTP(server.host, server.port, own_name, timeout=COMMAND_SECONDS)


def _protect(smtp: smtplib.SMTP, server: Server) -> None:
    smtp.ehlo_or_helo_if_needed()
    if server.encryption in {Encryption.IMPLICIT, Encryption.NEVER}:
        return
    if smtp.has_extn("starttls"):
        code, reply = smtp.starttls(context=ssl.create_default_context())
        if code != 220:
            raise ServerDown(Reason.NOT_ENCRYPTED, _reply(code, reply))
        smtp.ehlo()
    elif server.encryption == Encryption.ALWAYS:
        raise ServerDown(Reason.NOT_ENCRYPTED)


def _sign_in(smtp: smtplib.SMTP, server: Server) -> None:
    if not server.user:
        return
    if not isinstance(smtp.sock, ssl.SSLSocket) and not server.may_sign_in_unencrypted:
        raise ServerDown(Reason.NOT_ENCRYPTED)
    try:
        smtp.login(server.user, server.password)
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError, UnicodeEncodeError) as error:
        raise ServerDown(Reason.SIGN_IN_REFUSED, _reply_of(error)) from error


def configured_server() -> Server:
    """The mail server of the settings.

    Raises:
        ServerDown: SMTP_URL cannot be read.
    """
    try:
        return parse_smtp_url(settings().smtp_url.get_secret_value())
    except ValueError as error:
        raise ServerDown(Reason.NOT_UNDERSTOOD) from error


def _wait(smtp: smtplib.SMTP, seconds: float) -> None:
    if smtp.sock is not None:
        smtp.sock.settimeout(seconds)


def _reply_of(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _reply(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"[:LONGEST_REPLY]


def _reply(code: int, reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return f"{code} {' '.join(text.split())}"[:LONGEST_REPLY]
