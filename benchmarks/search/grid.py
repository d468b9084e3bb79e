"""What is asked: the fixed texts, filters and orders every contestant is measured with."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from admin_dashboard.users.listing import Filters, ListUsers, SortColumn, State

TEXTS = (
    *("", "m", "ma", "mar", "marti", "martinez", "q", "qu", "qux", "quxzw", "quxzwort"),
    *("a", "an", "ann", "lemar", "@example", "x", "xz", "xzw", "xzwor", "xzworthy"),
    *("z", "zi", "zim", "zimme", "zimmerma", "É", "Éri", "Łuk", "mar du", "an gar", "jean mart"),
)
FILTERS = ((), ("external",), ("external", "never_connected"), ("external", "never_connected", "not_possible"))
ORDERS = (SortColumn.NAME, SortColumn.LAST_LOGIN)
PAGE = 50
PEERS_EVERY = 3


@dataclass(frozen=True)
class Cell:
    """One question: by name upwards, by last connection downwards."""

    state: State
    sort: SortColumn
    text: str
    filters: tuple[str, ...]

    @property
    def is_descending(self) -> bool:
        """Who connected last comes first."""
        return self.sort == SortColumn.LAST_LOGIN

    def query(self) -> ListUsers:
        """The question as the list asks it."""
        filters = Filters.named(self.filters, self.state)
        return ListUsers(self.text, filters, self.sort, descending=self.is_descending, page_size=PAGE)


def cells(*states: State) -> Iterator[Cell]:
    """Every text with every set of filters, in both orders."""
    yield from (Cell(*chosen) for chosen in product(states, ORDERS, TEXTS, FILTERS))


def peers_cells() -> list[Cell]:
    """What the slow ones are asked: every third question, so every text and every set of filters."""
    return list(cells(State.ANY))[::PEERS_EVERY]
