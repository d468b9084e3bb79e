"""What can be asked of the user list: words, filters, order, and which part of the answer is wanted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, literal_column, not_, or_, tuple_
from sqlmodel import SQLModel

from ..models.user import LONG_AGO, User
from .search_ddl import Facet

USERS = SQLModel.metadata.tables[str(User.__tablename__)]


class Connection(StrEnum):
    """Whether a user has signed in at least once."""

    CONNECTED = "connected"
    NEVER = "never_connected"


class Enrollment(StrEnum):
    """Whether a user was invited, or why that cannot be."""

    ENROLLED = "enrolled"
    NEVER = "never_enrolled"
    NOT_POSSIBLE = "not_possible"


class UserType(StrEnum):
    """External users registered through an invitation from a space."""

    INTERNAL = "internal"
    EXTERNAL = "external"


class State(StrEnum):
    """Enabled users, disabled ones, or both."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    ANY = "any"


_GROUPS: tuple[dict[str, Facet], ...] = (
    {Connection.CONNECTED: Facet.CONNECTED, Connection.NEVER: Facet.NEVER_CONNECTED},
    {
        Enrollment.ENROLLED: Facet.ENROLLED,
        Enrollment.NEVER: Facet.NEVER_ENROLLED,
        Enrollment.NOT_POSSIBLE: Facet.NOT_ENROLLABLE,
    },
    {UserType.INTERNAL: Facet.INTERNAL, UserType.EXTERNAL: Facet.EXTERNAL},
)

_external, _connected, _invited = (
    USERS.c.is_external,
    USERS.c.first_login_at.is_not(None),
    USERS.c.enrolled_at.is_not(None),
)
CONDITIONS: dict[Facet, ColumnElement[bool]] = {
    Facet.EXTERNAL: _external,
    Facet.INTERNAL: not_(_external),
    Facet.CONNECTED: _connected,
    Facet.NEVER_CONNECTED: not_(_connected),
    Facet.ENROLLED: and_(not_(_external), _invited),
    Facet.NEVER_ENROLLED: and_(not_(_external), not_(_connected), not_(_invited)),
    Facet.NOT_ENROLLABLE: or_(_external, and_(_connected, not_(_invited))),
}
"""Each facet as the columns have it."""


@dataclass(frozen=True)
class Filters:
    """Choices of one group are alternatives; the groups and the text must all fit. Nothing chosen admits everybody."""

    connection: frozenset[Connection] = frozenset()
    enrollment: frozenset[Enrollment] = frozenset()
    type: frozenset[UserType] = frozenset()
    state: State = State.ENABLED

    @classmethod
    def named(cls, names: Iterable[str], state: str = State.ENABLED) -> "Filters":
        """The filters of these names, whatever their groups.

        Raises:
            ValueError: a name means nothing.
        """
        chosen = set(names)
        if unknown := chosen.difference(*_GROUPS):
            raise ValueError(f"no such filter: {', '.join(sorted(unknown))}")
        return cls(
            frozenset(map(Connection, chosen & _GROUPS[0].keys())),
            frozenset(map(Enrollment, chosen & _GROUPS[1].keys())),
            frozenset(map(UserType, chosen & _GROUPS[2].keys())),
            State(state),
        )

    def facets(self) -> list[list[Facet]]:
        """The alternatives of every group that leaves somebody out."""
        groups = [
            [facets[choice] for choice in facets if choice in chosen]
            for facets, chosen in zip(_GROUPS, (self.connection, self.enrollment, self.type), strict=True)
        ]
        return [chosen for chosen, all_facets in zip(groups, _GROUPS, strict=True) if 0 < len(chosen) < len(all_facets)]

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filters as plain conditions on columns."""
        return [*(or_(*(CONDITIONS[facet] for facet in group)) for group in self.facets()), *self.state_condition()]

    def state_condition(self) -> list[ColumnElement[bool]]:
        """The condition on `is_enabled`, if there is one."""
        is_enabled = USERS.c.is_enabled
        return {State.ENABLED: [is_enabled], State.DISABLED: [not_(is_enabled)], State.ANY: []}[self.state]


@dataclass(frozen=True)
class Criteria:
    """Whom is looked for: folded words that must all match, and filters."""

    words: tuple[str, ...] = ()
    filters: Filters = Filters()


class SortColumn(StrEnum):
    """What the list can be sorted by."""

    NAME = "name"
    USERNAME = "username"
    EMAIL = "email"
    LAST_LOGIN = "last_login"
    CREATED = "created"
    ID = "id"


_COLUMNS: dict[SortColumn, ColumnElement[Any]] = {
    SortColumn.NAME: USERS.c.name_key,
    SortColumn.USERNAME: USERS.c.username,
    SortColumn.EMAIL: USERS.c.email,
    SortColumn.LAST_LOGIN: USERS.c.last_login_key,
    SortColumn.CREATED: USERS.c.created_at,
    SortColumn.ID: USERS.c.id,
}
_UNIQUE = {SortColumn.USERNAME, SortColumn.EMAIL, SortColumn.ID}


@dataclass(frozen=True)
class Place:
    """Where a row stands in an order."""

    value: str | int | datetime | None
    id: int


@dataclass(frozen=True)
class Order:
    """A direction through the list. The id decides between equals; who never connected comes before who did."""

    column: SortColumn = SortColumn.NAME
    descending: bool = False

    @property
    def key(self) -> ColumnElement[Any]:
        """What the index of this order holds: never NULL, so that places can be compared."""
        return _COLUMNS[self.column]

    @property
    def value(self) -> ColumnElement[Any]:
        """The key as a place keeps it: None for who never connected."""
        if self.column != SortColumn.LAST_LOGIN:
            return self.key
        return case((_connected, func.coalesce(USERS.c.last_login_at, USERS.c.first_login_at)))

    def reversed(self) -> "Order":
        """The other way."""
        return Order(self.column, not self.descending)

    def by(self, key: ColumnElement[Any], id: ColumnElement[int]) -> list[ColumnElement[Any]]:
        """What to order by, when the key and the id are called so."""
        terms = [key] if self.column in _UNIQUE else [key, id]
        return [term.desc() if self.descending else term.asc() for term in terms]

    def after(self, place: Place, key: ColumnElement[Any], id: ColumnElement[int]) -> ColumnElement[bool]:
        """Whether a row comes after the place."""
        if self.column == SortColumn.ID:
            return id < place.id if self.descending else id > place.id
        value = literal_column(LONG_AGO) if place.value is None else literal(place.value, self.key.type)
        if self.column in _UNIQUE:
            return key < value if self.descending else key > value
        row, there = tuple_(key, id), tuple_(value, literal(place.id))
        return row < there if self.descending else row > there


@dataclass(frozen=True)
class Window:
    """Which rows of the answer: `limit` of them after a place, or after the first `offset`."""

    order: Order
    limit: int
    after: Place | None = None
    offset: int = 0
