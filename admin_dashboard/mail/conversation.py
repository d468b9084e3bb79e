"""A conversation with the mail server, and the connection it is held over."""

import re
import select
import smtplib
import socket
import ssl
import time
from collections.abc import Generator, Sequence

from ..core import clock
from .build import build, sender_address, server_form
from .reasons import Reason
from .smtp import BROKEN, COMMAND_SECONDS, connect, in_one_line, reply_of
from .smtp_url import Server
from .transport import Deferred, Delivered, Outcome, Outgoing, Refused, ServerDown

ACCEPT_SECONDS = 60
"""Longest wait after a message: some servers look through it first. Giving up early would send it a second time."""
GOODBYE_SECONDS = 1
MOST_HEARD = 65536
CLOSING, GO_ON = 421, 354
WAITS = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)
_ADDRESS = re.compile(r"[^\s<>\x00-\x1f\x7f]+@[^\s<>\x00-\x1f\x7f]+")
_Reply = tuple[int, bytes]
_Waits = Generator[float, _Reply, Outcome]
"""A conversation: says how long to wait for the next reply, is sent that reply or thrown what went wrong."""


class SmtpConnection:
    """Hands messages to a mail server over one connection, made when first needed and again when it broke.

    It waits only to connect. Whoever has begun a message calls `go_on` when there is something to read, or `give_up`
    when the deadline has passed, until there is an outcome.
    """

    def __init__(self, server: Server) -> None:
        self.deadline = 0.0
        self._server = server
        self._smtp: smtplib.SMTP | None = None
        self._heard = b""
        self._conversation: _Waits | None = None

    def fileno(self) -> int:
        """Where there will be something to read."""
        return self._socket.fileno()

    def begin(self, outgoing: Outgoing) -> Outcome | None:
        """Begin one SMTP conversation; None while it lasts.

        Raises:
            ServerDown: the server cannot be reached, trusted or signed in to, or takes nothing from us.
        """
        self._conversation = self._converse(outgoing)
        return self._advance(None)

    def go_on(self) -> Outcome | None:
        """Read what there is.

        Raises:
            ServerDown: as `begin`.
        """
        try:
            self._hear()
        except BROKEN as error:
            return self._advance(error)
        outcome = None
        while outcome is None and (found := _first_reply(self._heard)) is not None:
            reply, self._heard = found
            outcome = self._advance(reply)
        return outcome

    def give_up(self) -> Outcome | None:
        """The server did not answer in time.

        Raises:
            ServerDown: as `begin`.
        """
        return self._advance(TimeoutError("timed out"))

    def hang_up(self) -> None:
        """End the connection, whatever goes on."""
        self._heard = b""
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def close(self) -> None:
        """Say goodbye."""
        if self._smtp is not None:
            try:
                self._socket.settimeout(GOODBYE_SECONDS)
                self._smtp.quit()
            except BROKEN:
                pass
        self.hang_up()

    @property
    def _socket(self) -> socket.socket:
        sock = self._smtp.sock if self._smtp is not None else None
        if sock is None:
            raise smtplib.SMTPServerDisconnected("Connection closed")
        return sock

    def _hear(self) -> None:
        sock = self._socket
        try:
            heard = sock.recv(MOST_HEARD)
        except WAITS:
            return
        if not heard or len(self._heard) > MOST_HEARD:
            raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
        self._heard += heard
        if isinstance(sock, ssl.SSLSocket) and sock.pending():
            self._hear()

    def _send(self, data: bytes) -> None:
        """What does not fit into the connection at once is waited for."""
        sock, left = self._socket, data
        while left:
            try:
                left = left[sock.send(left) :]
            except WAITS:
                waiting = select.poll()
                waiting.register(sock, select.POLLOUT)
                if not waiting.poll(COMMAND_SECONDS * 1000):
                    raise TimeoutError("timed out") from None

    def _advance(self, what: _Reply | Exception | None) -> Outcome | None:
        """Take the conversation to its next wait, or to its end."""
        talk = self._conversation
        if talk is None:
            raise RuntimeError("no message was begun")
        try:
            seconds = talk.throw(what) if isinstance(what, Exception) else talk.send(what)  # type: ignore[arg-type]
        except StopIteration as end:
            return end.value
        self.deadline = time.monotonic() + seconds
        return None

    def _converse(self, outgoing: Outgoing) -> _Waits:
        to = server_form(outgoing.to_address)
        if not _ADDRESS.fullmatch(to):
            return Refused(Reason.ADDRESS_REFUSED)
        if not to.isascii() and not self._connected().has_extn("smtputf8"):
            return Refused(Reason.ADDRESS_NOT_SUPPORTED)
        options = "" if to.isascii() else " SMTPUTF8 BODY=8BITMIME"
        commands = (f"MAIL FROM:<{sender_address()}>{options}", f"RCPT TO:<{to}>", "DATA")
        replies = yield from self._introduce(commands)
        try:
            return (yield from self._hand_over(replies, build(outgoing, clock.now())))
        except BROKEN as error:
            # The connection broke within this message: it waits for its next try, others go first.
            self.hang_up()
            return Deferred(reply_of(error))

    def _introduce(self, commands: Sequence[str]) -> Generator[float, _Reply, list[_Reply]]:
        """All before the message; a server that has closed a reused connection in the meantime is called once more."""
        try:
            replies = yield from self._ask(commands)
        except BROKEN:
            replies = [(CLOSING, b"")]
        if replies[0][0] == CLOSING:
            self.hang_up()
            try:
                replies = yield from self._ask(commands)
            except BROKEN as error:
                self.hang_up()
                raise ServerDown(Reason.UNREACHABLE, reply_of(error)) from error
        if replies[0][0] != 250:
            self.hang_up()
            raise ServerDown(Reason.SENDER_REFUSED, in_one_line(*replies[0]))
        return replies

    def _ask(self, commands: Sequence[str]) -> Generator[float, _Reply, list[_Reply]]:
        """The replies to these, sent together where the server can take that, else up to the first refusal.

        When the connection breaks after the first, the message is put off: the next shows whether the server is there.
        """
        lines = [f"{command}\r\n".encode() for command in commands]
        groups = [lines] if self._connected().has_extn("pipelining") else [[line] for line in lines]
        replies: list[_Reply] = []
        try:
            for group in groups:
                self._send(b"".join(group))
                for _line in group:
                    reply = yield COMMAND_SECONDS
                    replies.append(reply)
                if replies[-1][0] >= 400:
                    break
        except BROKEN as error:
            if not replies:
                raise
            replies.append((CLOSING, reply_of(error).encode()))
        return replies

    def _hand_over(self, replies: Sequence[_Reply], message: bytes) -> _Waits:
        if replies[1][0] not in {250, 251, 252}:
            if replies[-1][0] == GO_ON:
                # It was asked before it said no, and waits for a message all the same.
                self._send(b".\r\n")
                yield COMMAND_SECONDS
            return (yield from self._refusal(Reason.ADDRESS_REFUSED, *replies[1]))
        code, reply = replies[2]
        if code == GO_ON:
            self._send(_stuffed(message))
            code, reply = yield ACCEPT_SECONDS
        return Delivered() if code == 250 else (yield from self._refusal(Reason.MESSAGE_REFUSED, code, reply))

    def _refusal(self, reason: Reason, code: int, reply: bytes) -> _Waits:
        try:
            if code != CLOSING:
                self._send(b"RSET\r\n")
            if code == CLOSING or (yield COMMAND_SECONDS)[0] != 250:
                self.hang_up()
        except BROKEN:
            self.hang_up()
        return Refused(reason, in_one_line(code, reply)) if code >= 500 else Deferred(in_one_line(code, reply))

    def _connected(self) -> smtplib.SMTP:
        if self._smtp is None:
            self._smtp = connect(self._server)
            # From here on it waits for nobody.
            self._socket.settimeout(0)
        return self._smtp


def _first_reply(heard: bytes) -> tuple[_Reply, bytes] | None:
    """The first reply and what follows it; None while it is not complete. What is none is taken as a goodbye."""
    texts, start = [], 0
    while (end := heard.find(b"\n", start)) >= 0:
        line, start = heard[start:end], end + 1
        texts.append(line[4:].strip())
        if line[3:4] != b"-":
            code = int(line[:3]) if line[:3].isdigit() else CLOSING
            return (code, b"\n".join(texts)), heard[start:]
    return None


def _stuffed(message: bytes) -> bytes:
    """The message as it is sent: a line's first dot doubled, and its end marked."""
    stuffed = (b"\n" + message).replace(b"\n.", b"\n..")[1:]
    return stuffed + (b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n")
