"""Calling the mail server: a connection with its certificate verified, signed in."""

import smtplib
import ssl

from .build import sender_address
from .reasons import Reason
from .smtp_url import Encryption, Server
from .transport import ServerDown

COMMAND_SECONDS = 10
"""Longest wait for an answer: to the connection, to a command."""
LONGEST_REPLY = 300
BROKEN = (smtplib.SMTPException, OSError)
"""What is raised when a connection cannot be made, or breaks."""


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
    except BROKEN as error:
        raise ServerDown(Reason.UNREACHABLE, reply_of(error)) from error
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
            raise ServerDown(Reason.NOT_ENCRYPTED, in_one_line(code, reply))
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
        raise ServerDown(Reason.SIGN_IN_REFUSED, reply_of(error)) from error


def reply_of(error: Exception) -> str:
    """What the server said, or what happened instead."""
    if isinstance(error, smtplib.SMTPResponseException):
        return in_one_line(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"[:LONGEST_REPLY]


def in_one_line(code: int, reply: bytes | str) -> str:
    """A reply as it is kept."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return f"{code} {' '.join(text.split())}"[:LONGEST_REPLY]
