"""A mail server that says yes to everything and keeps nothing, in a process of its own."""

import multiprocessing
import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager

END = b"\r\n.\r\n"
GREETING = b"220 bare\r\n"
ANSWERS = {b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}
OK = b"250 OK\r\n"


class Conversation:
    """One connection: what it answers to what it hears."""

    def __init__(self, *, pipelines: bool) -> None:
        self._hello = b"250-bare\r\n250 PIPELINING\r\n" if pipelines else b"250 bare\r\n"
        self._heard, self._is_message = b"", False

    def answers(self, heard: bytes) -> bytes:
        """To all there is, at once."""
        self._heard += heard
        answers = b""
        while (end := self._heard.find(END if self._is_message else b"\r\n")) >= 0:
            command, self._heard = self._heard[:4].upper(), self._heard[end + (5 if self._is_message else 2) :]
            is_message, self._is_message = self._is_message, not self._is_message and command == b"DATA"
            answers += OK if is_message else self._hello if command == b"EHLO" else ANSWERS.get(command, OK)
        return answers


def _serve(listener: socket.socket, pipelines: bool) -> None:
    waiting = select.poll()
    waiting.register(listener, select.POLLIN)
    talks: dict[int, tuple[socket.socket, Conversation]] = {}
    while True:
        for number, _event in waiting.poll():
            if number == listener.fileno():
                connection, _address = listener.accept()
                connection.sendall(GREETING)
                talks[connection.fileno()] = connection, Conversation(pipelines=pipelines)
                waiting.register(connection, select.POLLIN)
            elif not _has_answered(*talks[number]):
                waiting.unregister(number)
                talks.pop(number)[0].close()


def _has_answered(connection: socket.socket, talk: Conversation) -> bool:
    """Whether it is still there."""
    try:
        heard = connection.recv(65536)
        connection.sendall(talk.answers(heard))
    except OSError:
        return False
    return bool(heard)


@contextmanager
def sink(*, pipelines: bool) -> Iterator[int]:
    """Its port. With `pipelines` it takes several commands at once, as most mail servers do."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        process = multiprocessing.get_context("fork").Process(target=_serve, args=(listener, pipelines), daemon=True)
        process.start()
        try:
            yield listener.getsockname()[1]
        finally:
            process.terminate()
            process.join()
