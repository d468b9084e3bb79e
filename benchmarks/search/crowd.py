"""Two hundred people typing at once into one process: how long their keys take, and what each costs in memory."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from admin_dashboard.users.list_state import UsersListState
from tests.live_server import LiveServer

from .data import CACHE, ROOT
from .people import signed_in
from .typists import Outcome, Task

PEOPLE, KEYS_A_SECOND, SECONDS = 200, 4.0, 20.0
WARM_UP_PEOPLE, WARM_UP_SECONDS = 20, 5.0
WORDS = ("martin", "anna", "zimmer", "jean mart", "lemar", "silva", "éric", "dubois", "quxzw", "@example", "xzwor")


@dataclass
class Crowd(Outcome):
    """What became of the keys, and kilobytes that every further person took."""

    people: int = 0
    kilobytes_each: float = 0.0


def measured(address: str) -> Crowd:
    """Serve this database and let everybody type."""
    site = LiveServer(CACHE, DATABASE_URL=address)
    try:
        site.start()
        with signed_in(PEOPLE) as cookies:
            # First a few: what the process builds up once, such as its connections' caches, is nobody's.
            with _typed(_task(site, cookies[:WARM_UP_PEOPLE], WARM_UP_SECONDS)):
                before = _memory()
            with _typed(_task(site, cookies, SECONDS)) as outcome:
                each = (_memory() - before) / (len(cookies) - WARM_UP_PEOPLE) / 1024
        return Crowd(**vars(outcome), people=len(cookies), kilobytes_each=each)
    finally:
        site.stop()


def _task(site: LiveServer, cookies: list[str], seconds: float) -> Task:
    search = f"{UsersListState.get_full_name()}.search"
    return Task(site.port, cookies, search, WORDS, KEYS_A_SECOND, seconds)


@contextmanager
def _typed(task: Task) -> Iterator[Outcome]:
    """The people have typed, and are still there until the block ends."""
    command = [sys.executable, "-m", "benchmarks.search.typists"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(vars(task)) + "\n")
        process.stdin.flush()
        assert process.stdout.readline() == "ready\n", "the people could not open the list"
        process.stdin.write("\n")
        process.stdin.flush()
        yield Outcome(**json.loads(process.stdout.readline()))
        process.stdin.close()


def _memory() -> int:
    """Bytes the serving process holds of its own: not the database file it has mapped."""
    children = psutil.Process(os.getpid()).children(recursive=True)
    serving = [child.pid for child in children if "serve" in child.cmdline()]
    return max(_anonymous(pid) for pid in serving)


def _anonymous(pid: int) -> int:
    maps = Path(f"/proc/{pid}/smaps_rollup")
    if not maps.exists():
        return psutil.Process(pid).memory_info().rss
    kilobytes = next(line.split()[1] for line in maps.read_text().splitlines() if line.startswith("Anonymous:"))
    return int(kilobytes) * 1024
