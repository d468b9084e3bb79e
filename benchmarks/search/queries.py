"""Server times of the list's query, the numbers of its filters, the floor and the naive query."""

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import Work, begin
from admin_dashboard.db.engine import engine
from admin_dashboard.users.listing import ListUsers, State, list_users

from . import naive
from .floor import CAP, Floor
from .grid import PEERS_EVERY, Cell, cells, peers_cells
from .timing import once_if_slow, side_by_side

OURS, FACETS, FLOOR, NAIVE, DJANGO = "ours", "facets", "floor", "naive", "Django admin"
BESIDE_DJANGO = "ours, beside Django"
Measured = Iterator[tuple[str, Cell, float]]
"""Who, asked what, how many milliseconds."""


@dataclass(frozen=True)
class Difference:
    """A cell in which the floor gives another answer than the product: one of them is wrong."""

    cell: Cell
    ours: tuple[list[int], int]
    floor: tuple[list[int], int]


def facets() -> Callable[[Work, ListUsers], Any] | None:
    """The product's counting of filters, when there is one."""
    try:
        return importlib.import_module("admin_dashboard.users.facets").facets
    except ModuleNotFoundError:
        return None


def measured() -> Measured:
    """Ours and the floor in turns, each in a transaction of its own, as the page asks."""
    with Session(engine()) as session:
        floor = Floor(session)
    for cell in cells(State.ANY, State.ENABLED):
        times = side_by_side({OURS: ours(cell), FLOOR: _floor(floor, cell)})
        yield from ((who, cell, ms) for who, ms in times.items())


def measured_facets() -> Measured:
    """The numbers beside the filters, every third question. The order makes no difference to them."""
    count = facets()
    if count is None:
        return
    by_name = [cell for cell in cells(State.ANY, State.ENABLED) if not cell.is_descending]
    for cell in by_name[::PEERS_EVERY]:
        yield FACETS, cell, once_if_slow(_ours(count, cell))


def measured_naive() -> Measured:
    """The naive query."""
    for cell in peers_cells():
        yield NAIVE, cell, once_if_slow(_naive(cell))


def differences() -> Iterator[Difference]:
    """Where the floor does not answer what the product answers."""
    with Session(engine()) as session:
        floor = Floor(session)
        for cell in cells(State.ANY, State.ENABLED):
            with begin(SYSTEM) as work:
                page = list_users(work, cell.query())
            answer = floor.ask(session, cell)
            ours = [row.id for row in page.rows], min(page.total, CAP)
            bare = [row[0] for row in answer.rows], min(answer.total, CAP)
            if ours != bare:
                yield Difference(cell, ours, bare)


def ours(cell: Cell) -> Callable[[], object]:
    """Asks the product for a page."""
    return _ours(list_users, cell)


def _ours(ask: Callable[[Work, ListUsers], Any], cell: Cell) -> Callable[[], object]:
    query = cell.query()

    def answer() -> object:
        with begin(SYSTEM) as work:
            return ask(work, query)

    return answer


def _floor(floor: Floor, cell: Cell) -> Callable[[], object]:
    def answer() -> object:
        with Session(engine()) as session:
            return floor.ask(session, cell)

    return answer


def _naive(cell: Cell) -> Callable[[], object]:
    def answer() -> object:
        with Session(engine()) as session:
            return naive.ask(session, cell)

    return answer
