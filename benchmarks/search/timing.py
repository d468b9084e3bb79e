"""Taking times, and what is said of many of them. Every time is in milliseconds."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence

REPEATS = 5
LONG_ENOUGH = 500.0
"""A question is not repeated once its answers have taken so long altogether."""


def timed(ask: Callable[[], object]) -> float:
    """How long one answer takes."""
    start = time.perf_counter()
    ask()
    return (time.perf_counter() - start) * 1000


def side_by_side(contestants: Mapping[str, Callable[[], object]], repeats: int = REPEATS) -> dict[str, float]:
    """The median of each contestant's times. They take turns, so that what else the machine does hits them alike."""
    for ask in contestants.values():
        ask()
    times: dict[str, list[float]] = {who: [] for who in contestants}
    for _ in range(repeats):
        for who, ask in contestants.items():
            if sum(times[who]) < LONG_ENOUGH:
                times[who].append(timed(ask))
    return {who: statistics.median(taken) for who, taken in times.items()}


def once_if_slow(ask: Callable[[], object]) -> float:
    """One time when it is long, else the median of a few more."""
    first = timed(ask)
    return first if first > LONG_ENOUGH / 5 else side_by_side({"": ask}, repeats=3)[""]


def median(times: Sequence[float]) -> float:
    """The time half of them stay under."""
    return statistics.median(times)


def p95(times: Sequence[float]) -> float:
    """The time 95 of 100 stay under."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def summary(times: Sequence[float]) -> str:
    """Median, 95 of 100, longest."""
    return f"{shown(median(times))} / {shown(p95(times))} / {shown(max(times))}"


def shown(value: float) -> str:
    """Three significant digits."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
