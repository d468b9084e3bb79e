"""What one run has measured, and how it stands to what was promised."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from admin_dashboard.users.listing import State

from .browser import Painted
from .crowd import Crowd
from .data import SIZES
from .grid import Cell
from .paging import Paged
from .queries import BESIDE_DJANGO, DJANGO, FACETS, FLOOR, NAIVE, OURS, Difference
from .timing import median, p95

FASTER_P95 = {"sqlite": 20, "postgresql": 12}
CONTESTANTS = (OURS, FLOOR, FACETS, NAIVE, DJANGO, BESIDE_DJANGO)


@dataclass(frozen=True)
class Place:
    """A kind of database with so many users."""

    kind: str
    size: str


@dataclass
class Measurements:
    """All that was measured on one database."""

    place: Place
    version: str
    times: dict[str, dict[Cell, float]] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    paged: list[Paged] = field(default_factory=list)
    painted: list[Painted] = field(default_factory=list)
    crowd: Crowd | None = None
    failures: list[str] = field(default_factory=list)

    def of(self, who: str, state: State = State.ANY, sort: str = "") -> list[float]:
        """The times of a contestant, of one order when named."""
        found = self.times.get(who, {}).items()
        return [ms for cell, ms in found if cell.state == state and sort in {"", cell.sort}]

    def as_json(self) -> dict[str, Any]:
        """Everything, down to the single cell."""
        times = [
            {"who": who, **asdict(cell), "ms": ms} for who, cells in self.times.items() for cell, ms in cells.items()
        ]
        rest = {"paged": self.paged, "painted": self.painted, "differences": self.differences}
        found: dict[str, Any] = {name: [asdict(one) for one in list_] for name, list_ in rest.items()}
        found["failures"] = self.failures
        found["crowd"] = [asdict(self.crowd)] if self.crowd else []
        return {**asdict(self.place), "version": self.version, "times": times, **found}


@dataclass(frozen=True)
class Figure:
    """One promise and what became of it: `value` is to be at most `limit`, or at least when `is_least`."""

    what: str
    place: Place
    value: float
    limit: float
    unit: str = "×"
    is_least: bool = False

    @property
    def is_met(self) -> bool:
        """Whether it was kept."""
        return self.value >= self.limit if self.is_least else self.value <= self.limit


def figures(run: list[Measurements]) -> Iterator[Figure]:
    """Every promise that this run can tell about, where there are most users."""
    for kind in dict.fromkeys(one.place.kind for one in run):
        ours = sorted((one for one in run if one.place.kind == kind), key=lambda one: SIZES[one.place.size])
        yield from _against_others(ours[-1])
        yield from _growth(ours[0], ours[-1])
        yield from _pages(ours[-1])
        yield from _on_the_page(ours[-1])
        yield from _many_at_once(ours[-1])


def _against_others(one: Measurements) -> Iterator[Figure]:
    if one.of(OURS):
        yield Figure("p95, our query / floor", one.place, p95(one.of(OURS)) / p95(one.of(FLOOR)), 2)
    if one.of(DJANGO):
        django, ours = one.of(DJANGO), one.of(BESIDE_DJANGO)
        yield Figure("median, Django admin / our query", one.place, median(django) / median(ours), 40, is_least=True)
        least = FASTER_P95[one.place.kind]
        yield Figure("p95, Django admin / our query", one.place, p95(django) / p95(ours), least, is_least=True)


def _growth(small: Measurements, large: Measurements) -> Iterator[Figure]:
    if small is not large and small.of(OURS):
        what = f"p95, {large.place.size} / {small.place.size} users"
        yield Figure(what, large.place, p95(large.of(OURS)) / p95(small.of(OURS)), 8)


def _pages(one: Measurements) -> Iterator[Figure]:
    if one.paged:
        yield Figure("last page by key / first page", one.place, max(p.last / p.first for p in one.paged), 1.5)
        slowest = max(max(p.middle_by_number, p.last_by_number) for p in one.paged)
        yield Figure("a page by its number", one.place, slowest, 100, "ms")


def _on_the_page(one: Measurements) -> Iterator[Figure]:
    painted = {who.who: who for who in one.painted}
    if OURS in painted and FLOOR in painted:
        ratio = p95(painted[OURS].ms) / p95(painted[FLOOR].ms)
        yield Figure("p95, key → painted / the same page with static data", one.place, ratio, 2)
    if OURS in painted and DJANGO in painted:
        ratio = median(painted[DJANGO].ms) / median(painted[OURS].ms)
        yield Figure("median, Django's Enter → painted / our key → painted", one.place, ratio, 10, is_least=True)
    for name, limit in (("answer_bytes", 16_000), ("tick_bytes", 200)):
        if sizes := [size for who in one.painted for size in getattr(who, name) if who.who == OURS]:
            what = "largest answer to a key" if limit > 200 else "largest answer to a tick"
            yield Figure(what, one.place, max(sizes), limit, "B")


def _many_at_once(one: Measurements) -> Iterator[Figure]:
    if one.crowd and one.crowd.round_trips:
        yield Figure(f"p95, {one.crowd.people} people typing", one.place, p95(one.crowd.round_trips), 250, "ms")
        yield Figure("errors meanwhile", one.place, len(one.crowd.errors), 0, "")
        yield Figure("memory a person", one.place, one.crowd.kilobytes_each, 400, "kB")
