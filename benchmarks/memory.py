"""How much memory a process holds."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil


def own_bytes(pid: int) -> int:
    """Bytes a process holds of its own: not the database file it has mapped."""
    maps = Path(f"/proc/{pid}/smaps_rollup")
    if not maps.exists():
        return psutil.Process(pid).memory_info().rss
    kilobytes = next(line.split()[1] for line in maps.read_text().splitlines() if line.startswith("Anonymous:"))
    return int(kilobytes) * 1024


@contextmanager
def most_memory() -> Iterator[list[int]]:
    """Bytes held at most while the block lasts, over those at its beginning; looked at ten times a second."""
    idle, is_over, most = own_bytes(os.getpid()), threading.Event(), [0]

    def look() -> None:
        while not is_over.wait(0.1):
            most[0] = max(most[0], own_bytes(os.getpid()) - idle)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield most
    finally:
        is_over.set()
        looking.join()
