"""How long one page of the user list takes, for texts typed letter by letter and growing filters.

    DATABASE_URL=… python -m benchmarks.search [REPEATS]

The database is one filled by `python -m admin_dashboard seed --users N`. Times are of the whole query as the page
makes it: 50 rows with roles and invitations, and the total up to the cap.
"""

import statistics
import sys
import time
from collections.abc import Callable

from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import Work, begin
from admin_dashboard.users.listing import Filters, ListUsers, SortColumn, list_users

TEXTS = (
    *("", "m", "ma", "mar", "marti", "martinez", "q", "qu", "qux", "quxzw", "quxzwort"),
    *("a", "an", "ann", "lemar", "@example", "x", "xz", "xzw", "xzwor", "xzworthy"),
    *("z", "zi", "zim", "zimme", "zimmerma", "É", "Éri", "Łuk", "mar du", "an gar", "jean mart"),
)
FILTERS = ([], ["external"], ["external", "never_connected"], ["external", "never_connected", "not_possible"])
ORDERS = ((SortColumn.NAME, False), (SortColumn.LAST_LOGIN, True))


def cells(state: str, sort: SortColumn, *, descending: bool) -> list[ListUsers]:
    """Every text with every set of filters."""
    return [
        ListUsers(text, Filters.named(names, state), sort, descending=descending) for text in TEXTS for names in FILTERS
    ]


def measure(ask: Callable[[Work, ListUsers], object], query: ListUsers, repeats: int) -> float:
    """The median time of a query in milliseconds."""
    times = []
    for _ in range(repeats):
        with begin(SYSTEM) as work:
            start = time.perf_counter()
            ask(work, query)
            times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def summary(times: list[float]) -> str:
    """The median, the time 95 of 100 stay under, the longest."""
    ordered = sorted(times)
    median, most = statistics.median(ordered), ordered[int(len(ordered) * 0.95)]
    return f"p50 {median:6.1f}  p95 {most:6.1f}  max {ordered[-1]:6.1f}"


def main(repeats: int) -> None:
    """Print one line for each order and state."""
    for sort, descending in ORDERS:
        for state in ("any", "enabled", "disabled"):
            times = [measure(list_users, query, repeats) for query in cells(state, sort, descending=descending)]
            print(f"by {sort:10} {state:8} {summary(times)} ms ({len(times)} cells)", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
