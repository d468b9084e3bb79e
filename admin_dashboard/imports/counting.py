"""The sums of an import."""

from collections import Counter
from collections.abc import Iterable

from ..models import Import

_COUNTERS = ("rows", "position", "created", "updated", "unchanged", "refused", "warned", "busy_ms")


def forget(row: Import) -> None:
    """Nothing has been decided."""
    for name in _COUNTERS:
        setattr(row, name, 0)


def count(row: Import, outcomes: Iterable[str], warned: int) -> None:
    """Add rows that have been decided about, so many of them with a warning."""
    for outcome, many in Counter(outcomes).items():
        setattr(row, outcome, getattr(row, outcome) + many)
    row.warned += warned
