"""One thing that is measured, in a process of its own: `python -m benchmarks.imports.contestant ADDRESS WHAT FOLDER`.

Prints for each action how many rows it was about, the seconds, and the memory it took.
"""

import json
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from admin_dashboard.core.passwords import hash_password
from admin_dashboard.core.permissions import SYSTEM, Actor
from admin_dashboard.core.work import Door, begin
from admin_dashboard.db.engine import engine
from admin_dashboard.imports import queries, service, storage
from admin_dashboard.imports.jobs import KINDS
from admin_dashboard.imports.queries import ImportView
from admin_dashboard.imports.reading import mapping_in
from admin_dashboard.jobs.worker import Worker
from admin_dashboard.models import Import, ImportState
from tests.factories import actor_of, make_administrator

from ..memory import most_memory
from ..search.data import use
from . import floor, taken_out

TRIES, HASHES = 5, 20
OUTCOMES = ("created", "updated", "unchanged", "refused")


def ours(folder: Path) -> None:
    """A file of whom half is new."""
    _warm(folder)
    _bring_in(folder / "mixed.csv", "{}")


def update(folder: Path) -> None:
    """A file of new people; then one in which all of them have changed."""
    _warm(folder)
    _bring_in(folder / "new.csv", "{}, all new")
    _bring_in(folder / "again.csv", "{}, all changed")


def bare(folder: Path) -> None:
    """By hand-written statements."""
    with engine().connect() as connection:
        connection.exec_driver_sql("SELECT 1")
        with _told("import") as told:
            told.update(floor.bring_in(connection, folder / "mixed.csv"))


def first(folder: Path) -> None:
    """How long after it was asked for the first rows of a check are seen, by the worker of a running site."""
    worker, waits = Worker(KINDS), []
    working = threading.Thread(target=worker.run_forever)
    working.start()
    for _ in range(TRIES):
        import_id = _taken_in(folder / "mixed.csv")
        started = time.perf_counter()
        _ask("start_check", import_id)
        while not _seen(import_id).done:
            time.sleep(0.005)
        waits.append(time.perf_counter() - started)
        _ask("cancel", import_id)
        _ask("discard", import_id)
    worker.stop()
    working.join()
    print(json.dumps({"action": "first results", "seconds": statistics.median(waits), "longest": max(waits)}))


def passwords(folder: Path) -> None:
    """Passwords in clear, beside one thread that does nothing but hash."""
    import_id = _taken_in(folder / "secret.csv")
    with _work() as work:
        mapping = mapping_in(work.session.get_one(Import, import_id).mapping)
        service.set_mapping(work, import_id, replace(mapping, passwords="use"))
    _do("start_check", import_id, ImportState.CHECKED)
    with _told("passwords") as told:
        told["created"] = _do("start_run", import_id, ImportState.DONE).created
    with _told("hashes on one thread") as told:
        for number in range(HASHES):
            hash_password(f"{number} and a long password")
        told["created"] = HASHES


def export(_folder: Path) -> None:
    """Everybody, by the route as a browser asks it."""
    for told in taken_out.measured(_ADMINISTRATOR[0]):
        print(json.dumps(told), flush=True)


_ADMINISTRATOR: list[Actor] = []


def _warm(folder: Path) -> None:
    """What a running process has long done: the connection is open, every statement has been made once."""
    import_id = _taken_in(folder / "few.csv")
    _do("start_check", import_id, ImportState.CHECKED)
    _do("start_run", import_id, ImportState.DONE)


def _bring_in(path: Path, name: str) -> None:
    with _told(name.format("take in")) as told:
        import_id = _taken_in(path)
    with _told(name.format("check")) as told:
        found = _do("start_check", import_id, ImportState.CHECKED)
        told.update(_counts(found))
    with _told(name.format("run")) as told:
        ended = _do("start_run", import_id, ImportState.DONE)
        told.update(_counts(ended))
    assert _counts(found) == _counts(ended)


def _taken_in(path: Path) -> int:
    upload = storage.keep(path)
    with _work() as work:
        return service.create_import(work, upload)


def _do(what: str, import_id: int, wanted: ImportState) -> ImportView:
    """Ask for it and have it done by the worker."""
    _ask(what, import_id)
    worker = Worker(KINDS)
    while (found := _seen(import_id)).is_active:
        worker.run_once()
    assert found.state == wanted, found
    return found


def _ask(what: str, import_id: int) -> None:
    with _work() as work:
        getattr(service, what)(work, import_id)


def _seen(import_id: int) -> ImportView:
    with _work() as work:
        return queries.find(work, import_id)


def _work() -> Any:
    return begin(_ADMINISTRATOR[0], Door.PAGE)


def _counts(found: ImportView) -> dict[str, int]:
    return {name: getattr(found, name) for name in OUTCOMES}


@contextmanager
def _told(action: str) -> Iterator[dict[str, Any]]:
    """Print what the block took, and what it adds: how many rows have each outcome."""
    told: dict[str, Any] = {"action": action}
    with most_memory() as over_idle:
        started = time.perf_counter()
        yield told
        told["seconds"] = time.perf_counter() - started
    print(json.dumps({**told, "megabytes": over_idle[0] / 2**20}), flush=True)


WHAT = {one.__name__: one for one in (ours, update, bare, first, passwords, export)}


def main(address: str, what: str, folder: str) -> None:
    """Measure it."""
    use(address)
    with begin(SYSTEM) as work:
        _ADMINISTRATOR.append(actor_of(work.session, make_administrator(work.session)))
    WHAT[what](Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
