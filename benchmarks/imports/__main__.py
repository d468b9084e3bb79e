"""Measures imports and exports: `make bench-import`, or python -m benchmarks.imports [--help].

Each contestant has a fresh copy of the database and a process of its own. Times are compared within one run only.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from admin_dashboard.db.engine import engine

from ..bulk.__main__ import bystander
from ..bulk.copies import copy_of
from ..search import django_admin
from ..search.__main__ import DOCUMENT, KINDS, say
from ..search.data import CACHE, ROOT, SIZES, Store, use, version
from ..search.report import machine, write_into
from .files import make
from .report import DJANGO, FLOOR, OURS, Act, strays, tables

FOLDER = CACHE / "imports"
PARTS = {
    "ours": OURS,
    "bare": FLOOR,
    "update": OURS,
    "first": OURS,
    "export": OURS,
    "passwords": OURS,
    "django": DJANGO,
}
WATCHED = {"ours", "bare"}
"""Beside whom somebody else saves users."""


def measured(address: str, kind: str, size: str, parts: list[str]) -> Iterator[Act]:
    """Ours, the floor, django-import-export, where it is not too slow."""
    for part in parts:
        told, waited = _told(address, part), 0.0
        if part in WATCHED:
            *told, waited = told
        for one in told:
            yield Act(kind, size, PARTS[part], **one, longest_ms=waited)


def _told(address: str, part: str) -> list[Any]:
    """What the contestant says; of one who is watched the longest wait of the other comes last."""
    with copy_of(address) as copy:
        if part == "django":
            return _lines(django_admin.program("import_people.py", copy, str(FOLDER / "mixed.csv")))
        if part not in WATCHED:
            return _in_process(copy, part)
        with bystander(copy) as waited:
            told = _in_process(copy, part)
        return [*told, waited[0]]


def _in_process(address: str, part: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "benchmarks.imports.contestant", address, part, str(FOLDER)]
    return _lines(subprocess.run(command, cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE).stdout)


def _lines(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines() if line.startswith("{")]


def _parts_for(size: str, wanted: list[str]) -> list[str]:
    """django-import-export takes minutes for a hundred thousand rows: DJANGO_SIZES says which sizes it is given."""
    beside = (os.environ.get("DJANGO_SIZES") or "10k").split(",")
    return [part for part in wanted if part != "django" or size in beside]


def _all(store: Store, asked: dict[str, list[str]]) -> Iterator[Act]:
    for kind in asked["databases"]:
        for size in asked["sizes"]:
            address = store.address(kind, size)
            use(address)
            say(f"{size} rows on {version()}")
            make(FOLDER, SIZES[size])
            engine().dispose()
            for act in measured(address, kind, size, _parts_for(size, asked["parts"])):
                say(f"  {act.who}: {act.action} {act.rows or ''} in {act.seconds:.2f} s")
                yield act


def main() -> None:
    """Measure, print, and write what is asked for."""
    parser = argparse.ArgumentParser(prog="make bench-import", description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    options = parser.parse_args()
    default = {"sizes": ("10k", "100k"), "databases": KINDS, "parts": PARTS}
    asked = {name: (os.environ.get(name.upper()) or ",".join(known)).split(",") for name, known in default.items()}
    store, started = Store(CACHE, say), time.perf_counter()
    try:
        acts = list(_all(store, asked))
    finally:
        store.close()
    assert not (others := strays(acts)), f"another sum than the others: {others}"
    minutes = (time.perf_counter() - started) / 60
    peer = django_admin.versions("django-import-export", "Django") if "django" in asked["parts"] else ""
    text = tables(acts, ", ".join(filter(None, (machine(), peer, f"{minutes:.0f} minutes on {time.strftime('%F')}."))))
    print(text)
    (CACHE / "import.json").write_text(json.dumps([vars(act) for act in acts], indent=1), encoding="utf-8")
    if options.write:
        write_into(DOCUMENT, text, "bench-import")


if __name__ == "__main__":
    main()
