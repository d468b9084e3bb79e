"""Many people who type into the list at once, over bare websockets; a process beside the server it presses.

Reads what to do as JSON from its input, says `ready` once everybody sees the list and `done` with the outcome once all
have typed, and leaves when its input ends.
"""

import asyncio
import base64
import itertools
import json
import os
import re
import sys
import time
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

STATE = "reflex___state____state"
ARRIVE = f"{STATE}.reflex___state____on_load_internal_state.on_load_internal"
TEXT = re.compile(r'"text": ?("(?:[^"\\]|\\.)*")')
# What the person is shown after a fault or a refusal.
NOTICE = '"notices_rx_state_":[{'
LAST_ANSWER_WITHIN = 10.0
REST = 0.25


@dataclass(frozen=True)
class Task:
    """Whom to play: a person for each cookie, typing these words at this pace."""

    port: int
    cookies: Sequence[str]
    search: str
    rest: str
    words: Sequence[str]
    keys_a_second: float
    seconds: float


@dataclass
class Outcome:
    """Milliseconds from each key to an answer to it or to a later one, bytes of each answer, and what went wrong."""

    round_trips: list[float] = field(default_factory=list)
    answer_bytes: list[int] = field(default_factory=list)
    overtaken: int = 0
    errors: list[str] = field(default_factory=list)


class Socket:
    """As much of a websocket, and of the protocol on it, as a page needs."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    async def open(cls, port: int, cookie: str) -> "Socket":
        """Connect a new tab with this cookie."""
        reader, writer = await asyncio.open_connection("localhost", port, limit=2**20)
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            f"GET /_event/?EIO=4&transport=websocket&token={uuid.uuid4()} HTTP/1.1",
            f"Host: localhost:{port}",
            *("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"),
            f"Sec-WebSocket-Key: {key}",
            f"Cookie: {cookie}",
        ]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        status = (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")[0].decode()
        if " 101 " not in status:
            raise ConnectionError(status)
        made = cls(reader, writer)
        made.say("40/_event,")
        return made

    def say(self, message: str) -> None:
        """Send it, masked with nothing."""
        data = message.encode()
        size = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + len(data).to_bytes(2, "big")
        self.writer.write(b"\x81" + size + bytes(4) + data)

    def send(self, event: str, **payload: str) -> None:
        """Send an event by its full name."""
        route = {"pathname": "/users", "asPath": "/users", "query": {}}
        sent = {"name": event, "payload": payload, "router_data": route}
        self.say("42/_event," + json.dumps(["event", sent]))

    async def hear(self) -> str:
        """The next message that is not the connection's own."""
        while True:
            kind, size = await self.reader.readexactly(2)
            if size > 125:
                size = int.from_bytes(await self.reader.readexactly(2 if size == 126 else 8), "big")
            message = (await self.reader.readexactly(size)).decode()
            if kind & 15 == 8:
                raise ConnectionError("closed by the server")
            if message == "2":
                self.say("3")
            elif kind & 15 == 1:
                return message


class Typist:
    """One person."""

    def __init__(self, task: Task, number: int, outcome: Outcome) -> None:
        self.task, self.number, self.outcome = task, number, outcome
        self.open_keys: list[tuple[str, float]] = []
        self.under_way: str | None = None
        self.resting: asyncio.TimerHandle | None = None
        self.sees_list = asyncio.Event()
        self.socket: Socket

    async def arrive(self) -> None:
        """Open the list."""
        self.socket = await Socket.open(self.task.port, self.task.cookies[self.number])
        self.listening = asyncio.create_task(self._listen())
        self.socket.send(f"{STATE}.hydrate")
        self.socket.send(ARRIVE)
        await asyncio.wait_for(self.sees_list.wait(), 60)

    async def _listen(self) -> None:
        try:
            while True:
                self._take(await self.socket.hear())
        except (ConnectionError, asyncio.IncompleteReadError) as error:
            self.outcome.errors.append(f"the connection ended: {error}")

    def _take(self, message: str) -> None:
        now = time.perf_counter()
        if "users_rows_state" in message:
            self.sees_list.set()
        if NOTICE in message:
            self.outcome.errors.append(message[:500])
        found = TEXT.search(message)
        text = json.loads(found.group(1)) if found else None
        answered = next((at for at, (typed, _) in enumerate(self.open_keys) if typed == text), None)
        if answered is None:
            return
        self.outcome.answer_bytes.append(len(message.encode()))
        self.outcome.round_trips += [(now - since) * 1000 for _, since in self.open_keys[: answered + 1]]
        self.outcome.overtaken += answered
        del self.open_keys[: answered + 1]
        if text == self.under_way:
            self._ask_newest()

    def _ask_newest(self) -> None:
        """As the page does: one question at a time, then the newest; a word when nobody types any more."""
        self.under_way = self.open_keys[-1][0] if self.open_keys else None
        if self.resting is not None:
            self.resting.cancel()
        if self.under_way is not None:
            self.socket.send(self.task.search, text=self.under_way)
        else:
            self.resting = asyncio.get_running_loop().call_later(REST, self.socket.send, self.task.rest)

    async def type(self) -> None:
        """Words, letter by letter, at a steady pace that is not the neighbours'."""
        pause = 1 / self.task.keys_a_second
        await asyncio.sleep(pause * (self.number % 16) / 16)
        end, due = time.perf_counter() + self.task.seconds, time.perf_counter()
        for text in _texts(self.task.words, self.number):
            if due > end:
                break
            self.open_keys.append((text, time.perf_counter()))
            if self.under_way is None:
                self._ask_newest()
            due += pause
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
        await self._last_answer()

    async def _last_answer(self) -> None:
        end = time.perf_counter() + LAST_ANSWER_WITHIN
        while self.open_keys and time.perf_counter() < end:
            await asyncio.sleep(0.05)
        self.outcome.errors += [f"no answer to {text!r}" for text, _ in self.open_keys]


def _texts(words: Sequence[str], number: int):
    """What stands in the field after each key: everybody begins with another word."""
    for at in itertools.count(number):
        word = words[at % len(words)]
        yield from (word[:length] for length in range(1, len(word) + 1))


async def main() -> None:
    """Play the people."""
    task = Task(**json.loads(sys.stdin.readline()))
    outcome = Outcome()
    people = [Typist(task, number, outcome) for number in range(len(task.cookies))]
    for person in people:
        await person.arrive()
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    await asyncio.gather(*(person.type() for person in people))
    print(json.dumps(asdict(outcome)), flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    for person in people:
        person.listening.cancel()


if __name__ == "__main__":
    asyncio.run(main())
