"""Measures finding users: `make bench-search`, or python -m benchmarks.search [--help].

Times are compared within one run only. Whoever is compared is asked in turns, on the same database, by one process.
"""

import argparse
import os
import shlex
import sys
import time
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from admin_dashboard.build import build_frontend

from . import browser, crowd, django_admin, paging, queries, report
from .data import CACHE, ROOT, SIZES, Store, use, version
from .outcome import Measurements, Place
from .timing import summary

KINDS = ("sqlite", "postgresql")
PARTS = ("queries", "paging", "facets", "naive", "django", "browser", "crowd")
DOCUMENT = ROOT / "docs" / "performance.md"


def say(what: str) -> None:
    """Print it with the time, at once."""
    print(f"{time.strftime('%H:%M:%S')}  {what}", flush=True)


def measure(one: Measurements, parts: Sequence[str]) -> None:
    """The queries on the database that is used."""
    if "queries" in parts:
        one.differences = list(queries.differences())
        for different in one.differences:
            say(f"ANOTHER ANSWER THAN THE FLOOR'S: {different}")
        _take(one, queries.measured())
    if "paging" in parts:
        one.paged = list(paging.measured())
    if "facets" in parts:
        _take(one, queries.measured_facets()) if queries.facets() else say("facets: the product has none yet")
    if "naive" in parts:
        _take(one, queries.measured_naive())


def measure_pages(one: Measurements, address: str, parts: Sequence[str], *, is_largest: bool) -> None:
    """Django's admin; and, where there are most users, what a person waits for in the browser."""
    with ExitStack() as running:
        django = None
        if "django" in parts:
            django = running.enter_context(django_admin.django_admin(address))
            one.version += f", {django_admin.versions('Django', 'gunicorn')}"
            _take(one, django_admin.measured(django))
        if "browser" in parts and is_largest:
            build_frontend()
            one.painted = list(browser.measured(address, django))
            for who in one.painted:
                say(f"  {who.who} painted {summary(who.ms)} ms")


def measure_crowd(one: Measurements, address: str, parts: Sequence[str], *, is_largest: bool) -> None:
    """Many people at once, where there are most users."""
    if "crowd" in parts and is_largest:
        build_frontend()
        one.crowd = crowd.measured(address, int(os.environ.get("PEOPLE") or crowd.PEOPLE))
        say(f"  {one.crowd.people} people typing {summary(one.crowd.round_trips)} ms, {len(one.crowd.errors)} errors")


@contextmanager
def _noted(one: Measurements) -> Iterator[None]:
    """What cannot be measured is told at the end and does not lose what was."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - see above
        traceback.print_exc()
        one.failures.append(repr(error)[:500])


def _take(one: Measurements, measured: queries.Measured) -> None:
    known = set(one.times)
    for who, cell, ms in measured:
        one.times.setdefault(who, {})[cell] = ms
    for who in one.times.keys() - known:
        say(f"  {who}: {summary(list(one.times[who].values()))} ms")


def run(sizes: Sequence[str], kinds: Iterable[str], parts: Sequence[str], cache: Path = CACHE) -> list[Measurements]:
    """Every database in turn."""
    store = Store(cache, say)
    done = []
    try:
        for kind in kinds:
            for size in sizes:
                address = store.address(kind, size)
                say(f"{size} users on {kind}")
                use(address)
                one = Measurements(Place(kind, size), version())
                done.append(one)
                page = {"is_largest": size == sizes[-1]}
                with _noted(one):
                    measure(one, parts)
                with _noted(one):
                    measure_pages(one, address, parts, **page)
                with _noted(one):
                    measure_crowd(one, address, parts, **page)
    finally:
        store.close()
    return done


def about(measured: Sequence[Measurements], command: str, minutes: float) -> str:
    """What was run, on what, and when."""
    engines = ", ".join(dict.fromkeys(one.version for one in measured))
    return f"`{command}` on {time.strftime('%Y-%m-%d')}: {minutes:.0f} minutes on {report.machine()}, {engines}."


def main() -> None:
    """Measure what is wanted, print it and keep it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    for name, known, default in (("sizes", SIZES, "10k,100k,1M"), ("databases", KINDS, ""), ("parts", PARTS, "")):
        said = os.environ.get(name.upper()) or default or ",".join(known)
        parser.add_argument(f"--{name}", default=said, help=f"of {', '.join(known)}; here {said}")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {DOCUMENT.relative_to(ROOT)}")
    parser.add_argument("--json", type=Path, default=CACHE / "search.json", help="where every single time is kept")
    chosen = parser.parse_args()
    sizes, kinds = _known(chosen.sizes, SIZES), _known(chosen.databases, KINDS)
    start = time.perf_counter()
    measured = run(sizes, kinds, _known(chosen.parts, PARTS))
    told = {"SIZES": chosen.sizes, "DATABASES": chosen.databases, "PARTS": chosen.parts}
    command = shlex.join(["make", "bench-search", *(f"{name}={value}" for name, value in told.items())])
    head = about(measured, command, (time.perf_counter() - start) / 60)
    chosen.json.write_text(report.as_json(measured, head), encoding="utf-8")
    print("\n" + report.markdown(measured, head))
    if chosen.write:
        report.write_into(DOCUMENT, report.markdown(measured, head))
    if failures := [failure for one in measured for failure in one.failures]:
        sys.exit("Not measured:\n" + "\n".join(failures))


def _known(said: str, known: Iterable[str]) -> Sequence[str]:
    """The names that were said, in the order in which they are known.

    Raises:
        SystemExit: a name means nothing.
    """
    chosen = {name.strip() for name in said.split(",")}
    if unknown := chosen.difference(known):
        sys.exit(f"{', '.join(sorted(unknown))}: choose among {', '.join(known)}")
    return [one for one in known if one in chosen]


if __name__ == "__main__":
    main()
