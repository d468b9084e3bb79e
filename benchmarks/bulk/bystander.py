"""Somebody else who saves one user after the other meanwhile: says how long they waited at most.

A process of its own: `python -m benchmarks.bulk.bystander ADDRESS`, until its input ends.
"""

import json
import sqlite3
import sys
import threading
import time
from collections.abc import Callable

import psycopg
from sqlalchemy import make_url

EVERY_SECONDS = 0.02
SAVE = "UPDATE users SET version = version WHERE id = "


def main(address: str) -> None:
    """Save until told to stop, then print the longest wait in milliseconds."""
    url = make_url(address)
    save = _in_sqlite(url.database or "") if url.get_backend_name() == "sqlite" else _in_postgresql(address)
    is_over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), is_over.set()), daemon=True).start()
    print("ready", flush=True)
    longest, number = 0.0, 0
    while not is_over.wait(EVERY_SECONDS):
        number += 1
        started = time.perf_counter()
        save(number)
        longest = max(longest, time.perf_counter() - started)
    print(json.dumps({"longest_ms": longest * 1000, "saved": number}), flush=True)


def _in_sqlite(path: str) -> Callable[[int], object]:
    # It asks again every millisecond: the library's own patience sleeps up to 100 ms past the end of a lock.
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)

    def save(number: int) -> None:
        is_saved = False
        while not is_saved:
            try:
                connection.execute(f"{SAVE}{number}")
                is_saved = True
            except sqlite3.OperationalError:
                time.sleep(0.001)

    return save


def _in_postgresql(address: str) -> Callable[[int], object]:
    connection = psycopg.connect(address.replace("+psycopg", ""), autocommit=True)
    return lambda number: connection.execute(f"{SAVE}{number}".encode())


if __name__ == "__main__":
    main(sys.argv[1])
