"""Measures disabling and enabling everybody: `make bench-bulk`, or python -m benchmarks.bulk [--help].

Each contestant has a fresh copy of the database and a process of its own. Times are compared within one run only.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ..search import django_admin
from ..search.__main__ import DOCUMENT, KINDS, say
from ..search.data import CACHE, ROOT, Store
from ..search.report import machine, write_into
from .copies import copy_of
from .report import tables

SIZES = ("100k", "1M")
OURS, FLOOR, DJANGO = "ours", "floor", "Django admin"


@dataclass(frozen=True)
class Act:
    """What one contestant did. `longest_ms`: how long somebody else waited at most; `megabytes` over idle."""

    kind: str
    size: str
    who: str
    action: str
    changed: int
    seconds: float
    longest_ms: float = 0.0
    megabytes: float = 0.0


def measured(address: str, kind: str, size: str) -> Iterator[Act]:
    """Ours, the floor, Django's admin."""
    yield from beside_each_other(address, kind, size)
    with copy_of(address) as copy, django_admin.django_admin(copy, is_changed=True) as site:
        for action in ("disable", "enable"):
            started = time.perf_counter()
            site.do_to_all(action)
            yield Act(kind, size, DJANGO, action, 0, time.perf_counter() - started)


def beside_each_other(address: str, kind: str, size: str) -> Iterator[Act]:
    """Ours and the floor: how long each takes alone, then how long it makes somebody else wait."""
    for who in (OURS, FLOOR):
        with copy_of(address) as copy:
            acts = _in_process(copy, who)
        with copy_of(address) as copy, bystander(copy) as waited:
            _in_process(copy, who)
        yield from (Act(kind, size, who, **act, longest_ms=waited[0]) for act in acts)


def _in_process(address: str, who: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "benchmarks.bulk.contestant", address, who]
    made = subprocess.run(command, cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE)
    return [json.loads(line) for line in made.stdout.splitlines() if line.startswith("{")]


@contextmanager
def bystander(address: str) -> Iterator[list[float]]:
    """Somebody else saves users meanwhile; afterwards the list holds their longest wait in milliseconds."""
    waited: list[float] = []
    command = [sys.executable, "-m", "benchmarks.bulk.bystander", address]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdin
        assert process.stdout.readline() == "ready\n"
        yield waited
        process.stdin.close()
        waited.append(json.loads(process.stdout.readline())["longest_ms"])


def main() -> None:
    """Measure, print, and write what is asked for."""
    parser = argparse.ArgumentParser(prog="make bench-bulk", description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args()
    sizes = (os.environ.get("SIZES") or ",".join(SIZES)).split(",")
    kinds = (os.environ.get("DATABASES") or ",".join(KINDS)).split(",")
    store, acts = Store(CACHE, say), list[Act]()
    try:
        for kind in kinds:
            for size in sizes:
                for act in measured(store.address(kind, size), kind, size):
                    say(f"{kind} {size} {act.who}: {act.action} {act.changed or 'all'} in {act.seconds:.2f} s")
                    acts.append(act)
    finally:
        store.close()
    text = tables(acts, machine())
    print(text)
    (CACHE / "bulk.json").write_text(json.dumps([vars(act) for act in acts], indent=1), encoding="utf-8")
    if options.write:
        write_into(DOCUMENT, text, "bench-bulk")


if __name__ == "__main__":
    main()
