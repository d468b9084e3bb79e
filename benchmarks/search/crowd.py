"""Two hundred people typing at once into one process: how long their keys take, and what each costs in memory."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

from admin_dashboard.users.list_state import UsersListState
from admin_dashboard.users.typing_state import TypingState
from tests.live_server import LiveServer

from ..memory import own_bytes
from .data import CACHE, ROOT
from .people import signed_in
from .typists import Outcome, Task

PEOPLE, KEYS_A_SECOND, SECONDS = 200, 4.0, 20.0
WARM_UP_PEOPLE, WARM_UP_SECONDS = 20, 5.0
WORDS = (
    *("martin", "anna", "zimmer", "jean mart", "lemar", "silva", "éric", "dubois", "quxzw", "@example", "xzwor"),
    *("garcia", "novak", "kowalski", "hoffmann", "pereira", "takahashi", "o'connor", "weber", "yilmaz", "ivanov"),
)
"""More letters than one person types, so that an answer tells which key it is for."""


@dataclass
class Crowd(Outcome):
    """What became of the keys, kilobytes that every person took, and milliseconds of computing for every key."""

    people: int = 0
    kilobytes_each: float = 0.0
    computing_each: float = 0.0


def measured(address: str, people: int = PEOPLE) -> Crowd:
    """Serve this database and let everybody type."""
    site = LiveServer(CACHE, DATABASE_URL=address)
    try:
        site.start()
        with signed_in(people) as cookies:
            # First a few: what the process builds up once, such as its connections' caches, is nobody's.
            with typed(task(site, cookies[:WARM_UP_PEOPLE], WARM_UP_SECONDS)):
                pass
            process = _serving()
            memory, computed = own_bytes(process.pid), _computed(process)
            with typed(task(site, cookies, SECONDS)) as outcome:
                kilobytes = (own_bytes(process.pid) - memory) / len(cookies) / 1024
            keys = len(outcome.round_trips) + len(outcome.errors)
            computing = (_computed(process) - computed) * 1000 / max(1, keys)
        return Crowd(**vars(outcome), people=len(cookies), kilobytes_each=kilobytes, computing_each=computing)
    finally:
        site.stop()


def task(site: LiveServer, cookies: list[str], seconds: float, keys_a_second: float = KEYS_A_SECOND) -> Task:
    """What each person does."""
    search, rest = f"{UsersListState.get_full_name()}.search", f"{TypingState.get_full_name()}.rest"
    return Task(site.port, cookies, search, rest, WORDS, keys_a_second, seconds)


@contextmanager
def typed(task: Task, at_once: Callable[[], None] = lambda: None) -> Iterator[Outcome]:
    """The people have typed, and are still there until the block ends. `at_once` is called when they begin."""
    command = [sys.executable, "-m", "benchmarks.search.typists"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(vars(task)) + "\n")
        process.stdin.flush()
        assert process.stdout.readline() == "ready\n", "the people could not open the list"
        at_once()
        process.stdin.write("\n")
        process.stdin.flush()
        yield Outcome(**json.loads(process.stdout.readline()))
        process.stdin.close()


def _serving() -> psutil.Process:
    """The process that answers: the largest of those that were started to serve."""
    children = psutil.Process(os.getpid()).children(recursive=True)
    return max((child for child in children if "serve" in child.cmdline()), key=lambda child: own_bytes(child.pid))


def _computed(process: psutil.Process) -> float:
    """Seconds it has been computing."""
    times = process.cpu_times()
    return times.user + times.system
