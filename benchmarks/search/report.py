"""A run as a person reads it: on the screen, in docs/performance.md, and in a file for the next comparison."""

import json
import os
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from admin_dashboard.users.listing import State

from .grid import ORDERS
from .outcome import CONTESTANTS, Figure, Measurements, figures
from .queries import OURS
from .timing import p95, shown, summary

KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def machine() -> str:
    """What it ran on."""
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def markdown(run: list[Measurements], about: str) -> str:
    """All tables."""
    parts = [about, table(["", "where", "is", "wanted", ""], map(_line, figures(run)))]
    times = [row for one in run for row in _times(one)]
    parts += ["Server time of a page, milliseconds, p50 / p95 / longest:"] * bool(times)
    parts += [table(["users", "database", "list", "asked", "p50 / p95 / max"], times)] * bool(times)
    paged = [row for one in run for row in _paged(one)]
    head = ["users", "database", "by", "first", "last by key", "middle by number", "last by number"]
    parts += ["Pages of everybody, milliseconds:", table(head, paged)] * bool(paged)
    rest = [row for one in run for row in (*_painted(one), *_crowd(one))]
    parts += ["On the page, milliseconds, p50 / p95 / longest:"] * bool(rest)
    parts += [table(["users", "database", "", "p50 / p95 / max", ""], rest)] * bool(rest)
    return "\n\n".join(parts) + "\n"


def write_into(path: Path, text: str, program: str = "bench-search") -> None:
    """Put it between the marks that the program has in the document."""
    begin, end = f"<!-- make {program} -->", f"<!-- end of make {program} -->"
    before, _, rest = path.read_text(encoding="utf-8").partition(begin)
    after = rest.partition(end)[2]
    path.write_text(f"{before}{begin}\n{text}{end}{after}", encoding="utf-8")


def as_json(run: list[Measurements], about: str) -> str:
    """Everything that was measured."""
    found: dict[str, Any] = {
        "about": about,
        "figures": [{**vars(figure), "place": vars(figure.place), "is_met": figure.is_met} for figure in figures(run)],
        "measured": [one.as_json() for one in run],
    }
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def table(head: list[str], rows: Any) -> str:
    """In Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _line(figure: Figure) -> list[str]:
    wanted = f"{'≥' if figure.is_least else '≤'} {figure.limit:,} {figure.unit}".rstrip()
    where = f"{figure.place.size}, {KINDS[figure.place.kind]}"
    value = f"{shown(figure.value) if figure.unit else round(figure.value)} {figure.unit}".rstrip()
    return [figure.what, where, value, wanted, "met" if figure.is_met else "**missed**"]


def _names(one: Measurements) -> tuple[str, str]:
    return one.place.size, KINDS[one.place.kind]


def _times(one: Measurements) -> Iterator[list[str]]:
    for who in CONTESTANTS:
        for state, sort in ((state, sort) for state in (State.ANY, State.ENABLED) for sort in ORDERS):
            if found := one.of(who, state, sort):
                whom = "enabled" if state == State.ENABLED else "everybody"
                yield [*_names(one), who, f"{whom} by {sort.replace('_', ' ')}, {len(found)} cells", summary(found)]


def _paged(one: Measurements) -> Iterator[list[str]]:
    for p in one.paged:
        times = (p.first, p.last, p.middle_by_number, p.last_by_number)
        yield [*_names(one), p.sort.replace("_", " "), *map(shown, times)]


def _painted(one: Measurements) -> Iterator[list[str]]:
    for who in one.painted:
        sizes = f"{shown(p95(who.answer_bytes))} B a key (p95)" if who.answer_bytes else ""
        ticks = f", {max(who.tick_bytes)} B a tick" if who.tick_bytes else ""
        name = "key → painted" if who.who == OURS or who.answer_bytes else "Enter → painted"
        yield [*_names(one), f"{who.who}: {name}, {len(who.ms)} times", summary(who.ms), sizes + ticks]


def _crowd(one: Measurements) -> Iterator[list[str]]:
    if one.crowd and one.crowd.round_trips:
        crowd = one.crowd
        name = f"{crowd.people} people typing, {len(crowd.round_trips)} keys, {crowd.overtaken} overtaken by the next"
        cost = f"{len(crowd.errors)} errors, {shown(crowd.kilobytes_each)} kB a person"
        cost += f", {shown(crowd.computing_each)} ms of computing a key"
        yield [*_names(one), name, summary(crowd.round_trips), cost]
