"""In which order the list stands, and which part of it is wanted."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, literal_column, tuple_

from ..models.user import LONG_AGO
from .criteria import USERS


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
        return case((USERS.c.first_login_at.is_not(None), func.coalesce(USERS.c.last_login_at, USERS.c.first_login_at)))

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
