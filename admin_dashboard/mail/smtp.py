"""Talking to the mail server: one connection, reused, with its certificate verified."""

import re
import smtplib
import ssl
from collections.abc import Sequence

from ..core import clock
from .build import build, sender_address, server_form
from .reasons import Reason
from .smtp_url import Encryption, Server
from .transport import Deferred, Delivered, Outcome, Outgoing, Refused, ServerDown

COMMAND_SECONDS = 10
"""Longest wait for an answer: to the connection, to a command."""
ACCEPT_SECONDS = 60
"""Longest wait after a message: some servers look through it first. Giving up early would send it a second time."""
LONGEST_REPLY = 300
CLOSING, GO_ON = 421, 354
_ADDRESS = re.compile(r"[^\s<>\x00-\x1f\x7f]+@[^\s<>\x00-\x1f\x7f]+")
_Replies = list[tuple[int, bytes]]


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
        if not _ADDRESS.fullmatch(to):
            return Refused(Reason.ADDRESS_REFUSED)
        if not to.isascii() and not self._connected().has_extn("smtputf8"):
            return Refused(Reason.ADDRESS_NOT_SUPPORTED)
        options = "" if to.isascii() else " SMTPUTF8 BODY=8BITMIME"
        commands = (f"MAIL FROM:<{sender_address()}>{options}", f"RCPT TO:<{to}>", "DATA")
        replies = self._introduce(commands)
        try:
            return self._hand_over(self._connected(), replies, build(outgoing, clock.now()))
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

    def _introduce(self, commands: Sequence[str]) -> _Replies:
        """All before the message; a server that has closed a reused connection in the meantime is called once more."""
        try:
            replies = _ask(self._connected(), commands)
        except (smtplib.SMTPException, OSError):
            replies = [(CLOSING, b"")]
        if replies[0][0] == CLOSING:
            self._drop()
            try:
                replies = _ask(self._connected(), commands)
            except (smtplib.SMTPException, OSError) as error:
                self._drop()
                raise ServerDown(Reason.UNREACHABLE, _reply_of(error)) from error
        if replies[0][0] != 250:
            self._drop()
            raise ServerDown(Reason.SENDER_REFUSED, _reply(*replies[0]))
        return replies

    def _hand_over(self, smtp: smtplib.SMTP, replies: _Replies, message: bytes) -> Outcome:
        if replies[1][0] not in {250, 251, 252}:
            if replies[-1][0] == GO_ON:
                # It was asked before it said no, and waits for a message all the same.
                smtp.send(b".\r\n")
                smtp.getreply()
            return self._refusal(smtp, Reason.ADDRESS_REFUSED, *replies[1])
        code, reply = replies[2]
        if code == GO_ON:
            _wait(smtp, ACCEPT_SECONDS)
            smtp.send(_stuffed(message))
            code, reply = smtp.getreply()
            _wait(smtp, COMMAND_SECONDS)
        return Delivered() if code == 250 else self._refusal(smtp, Reason.MESSAGE_REFUSED, code, reply)

    def _refusal(self, smtp: smtplib.SMTP, reason: Reason, code: int, reply: bytes | str) -> Outcome:
        try:
            is_over = code == CLOSING or smtp.rset()[0] == CLOSING
        except (smtplib.SMTPException, OSError):
            is_over = True
        if is_over:
            self._drop()
        return Refused(reason, _reply(code, reply)) if code >= 500 else Deferred(_reply(code, reply))

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            self._smtp = connect(self._server)
        return self._smtp


def _ask(smtp: smtplib.SMTP, commands: Sequence[str]) -> _Replies:
    """The replies to these commands, sent together where the server can take that, else up to the first refusal.

    When the connection breaks after the first, the message is put off: the next one shows whether the server is there.
    """
    lines = [f"{command}\r\n".encode() for command in commands]
    groups = [lines] if smtp.has_extn("pipelining") else [[line] for line in lines]
    replies: _Replies = []
    try:
        for group in groups:
            smtp.send(b"".join(group))
            for _line in group:
                replies.append(smtp.getreply())
            if replies[-1][0] >= 400:
                break
    except (smtplib.SMTPException, OSError) as error:
        if not replies:
            raise
        replies.append((CLOSING, _reply_of(error).encode()))
    return replies


def _stuffed(message: bytes) -> bytes:
    """The message as it is sent: a line's first dot doubled, and its end marked."""
    if b"\n." in message or message.startswith(b"."):
        message = re.sub(rb"(?m)^\.", b"..", message)
    return message + (b".\r\n" if message.endswith(b"\r\n") else b"\r\n.\r\n")


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
