"""A run as a person reads it, on the screen and in docs/performance.md."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..search.data import SIZES
from ..search.report import KINDS, table

OURS, FLOOR, DJANGO = "ours", "floor", "django-import-export"
FASTER = {"sqlite": 25, "postgresql": 10}
"""How many times as fast as django-import-export ours is to be."""
HEAD = ["users", "database", "action", "", "seconds", "rows a second", "others waited at most", "memory"]


@dataclass(frozen=True)
class Act:
    """What one contestant did with how many rows.

    `longest` is what the action says of it beside its `seconds`; `longest_ms` how long somebody else waited at most.
    """

    kind: str
    size: str
    who: str
    action: str
    seconds: float
    megabytes: float = 0.0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    longest: float = 0.0
    longest_ms: float = 0.0

    @property
    def sums(self) -> tuple[int, ...]:
        """How many rows have each outcome."""
        return self.created, self.updated, self.unchanged, self.refused

    @property
    def rows(self) -> int:
        """All of them."""
        return sum(self.sums)

    @property
    def rate(self) -> float:
        """Rows a second."""
        return self.rows / self.seconds


@dataclass(frozen=True)
class Figure:
    """What is wanted of one size on one database, and what it is."""

    what: str
    where: str
    value: float
    limit: float
    unit: str
    is_least: bool = False

    @property
    def is_met(self) -> bool:
        """Whether it is as wanted."""
        return self.value >= self.limit if self.is_least else self.value <= self.limit

    def cells(self) -> list[str]:
        """Its line."""
        wanted = f"{'≥' if self.is_least else '≤'} {self.limit:,.4g} {self.unit}"
        return [self.what, self.where, f"{self.value:,.3g} {self.unit}", wanted, "met" if self.is_met else "**missed**"]


def tables(acts: Sequence[Act], about: str) -> str:
    """What is wanted, then what each took."""
    wanted = table(["", "where", "is", "wanted", ""], (figure.cells() for figure in figures(acts)))
    return f"{about}\n\n{wanted}\n\n{table(HEAD, map(_line, acts))}\n"


def figures(acts: Sequence[Act]) -> Iterator[Figure]:
    """Of every size on every database."""
    for kind, size in dict.fromkeys((act.kind, act.size) for act in acts):
        yield from _Of(kind, size, acts).figures()


def strays(acts: Sequence[Act]) -> list[Act]:
    """Who has brought another sum out of the same file than whoever came first."""
    sums: dict[tuple[str, str], tuple[int, ...]] = {}
    same = [act for act in acts if act.action in {"check", "run", "import"}]
    return [act for act in same if sums.setdefault(_at(act), act.sums) != act.sums]


class _Of:
    def __init__(self, kind: str, size: str, acts: Sequence[Act]) -> None:
        self.kind, self.size = kind, size
        self.where = f"{size}, {KINDS[kind]}"
        self._all = acts
        self.acts = {(act.who, act.action): act for act in acts if (act.kind, act.size) == (kind, size)}

    def figures(self) -> Iterator[Figure]:
        """Whatever has been measured."""
        if (OURS, "run") in self.acts:
            yield from self._imported()
        if (OURS, "run, all changed") in self.acts:
            new, changed = self.acts[OURS, "run, all new"], self.acts[OURS, "run, all changed"]
            yield Figure("rows a second, all changed / all new", self.where, changed.rate / new.rate, 0.7, "×", True)  # noqa: FBT003
        if found := self.acts.get((OURS, "first results")):
            yield Figure("first results of a check", self.where, found.seconds, 1, "s")
        if found := self.acts.get((OURS, "export, csv")):
            yield Figure("first byte of an export", self.where, found.longest * 1000, 200, "ms")
        if found := self.acts.get((OURS, "passwords")):
            ratio = found.rate / self.acts[OURS, "hashes on one thread"].rate
            yield Figure("passwords imported / hashed on one thread", self.where, ratio, 1.5, "×", True)  # noqa: FBT003

    def _imported(self) -> Iterator[Figure]:
        check, run = self.acts[OURS, "check"], self.acts[OURS, "run"]
        rate = run.rows / (check.seconds + run.seconds)
        yield Figure("check / run", self.where, check.seconds / run.seconds, 1, "×")
        yield Figure("memory over idle", self.where, max(check.megabytes, run.megabytes), 300, "MB")
        if floor := self.acts.get((FLOOR, "import")):
            yield Figure("rows a second, check and run / floor", self.where, 100 * rate / floor.rate, 40, "%", True)  # noqa: FBT003
        if peer := self._peer():
            what = f"rows a second, check and run / {DJANGO}{'' if peer[1] == self.size else f' with {peer[1]}'}"
            yield Figure(what, self.where, rate / peer[0], FASTER[self.kind], "×", True)  # noqa: FBT003

    def _peer(self) -> tuple[float, str] | None:
        """Its rows a second, and with how many: the most it was given, up to as many as ours."""
        given = [act for act in self._all if act.kind == self.kind and act.who == DJANGO and act.action == "run"]
        for run in sorted(given, key=lambda act: -SIZES[act.size]):
            if SIZES[run.size] <= SIZES[self.size]:
                check = next(a for a in self._all if (a.who, a.kind, a.size, a.action) == (run.who, *_at(run), "check"))
                return run.rows / (check.seconds + run.seconds), run.size
        return None


def _at(act: Act) -> tuple[str, str]:
    return act.kind, act.size


def _line(act: Act) -> list[str]:
    rate = f"{act.rate:,.0f}" if act.rows else ""
    waited = f"{act.longest_ms:.0f} ms" if act.longest_ms else ""
    memory = f"{act.megabytes:.0f} MB" if act.megabytes else ""
    return [act.size, KINDS[act.kind], act.action, act.who, f"{act.seconds:.2f}", rate, waited, memory]
