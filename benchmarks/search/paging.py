"""Pages far down the list: by key from the last row shown, and by their number."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import Work, begin
from admin_dashboard.users.listing import Filters, ListUsers, SortColumn, State, count_exact, list_users

from .grid import PAGE
from .timing import side_by_side

COLUMNS = (SortColumn.NAME, SortColumn.USERNAME, SortColumn.EMAIL, SortColumn.LAST_LOGIN, SortColumn.CREATED)
REPEATS = 15


@dataclass(frozen=True)
class Paged:
    """Milliseconds for pages of one list."""

    sort: str
    first: float
    last: float
    middle_by_number: float
    last_by_number: float


def measured() -> Iterator[Paged]:
    """Everybody, by each column that has an index."""
    for column in COLUMNS:
        with begin(SYSTEM) as work:
            pages = _pages(work, ListUsers(filters=Filters(state=State.ANY), sort=column, page_size=PAGE))
        times = side_by_side({name: _ask(query) for name, query in pages.items()}, REPEATS)
        yield Paged(str(column), **times)


def _pages(work: Work, first: ListUsers) -> dict[str, ListUsers]:
    pages = -(-count_exact(work, first) // PAGE)
    backwards = list_users(work, replace(first, descending=not first.descending, page_size=PAGE + 1)).rows
    return {
        "first": first,
        "last": replace(first, after=backwards[-1].id, page_number=pages),
        "middle_by_number": replace(first, page_number=pages // 2),
        "last_by_number": replace(first, page_number=pages),
    }


def _ask(query: ListUsers):
    def answer() -> object:
        with begin(SYSTEM) as work:
            return list_users(work, query)

    return answer
