"""In which order the list stands, and which part of it is wanted."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, literal_column, select, tuple_
from sqlmodel import SQLModel

from ..core.i18n import LANGUAGES
from ..models.user import LONG_AGO, Source
from .criteria import USERS, Enrollment, Filters, State, UserType


class SortColumn(StrEnum):
    """What the list can be sorted by."""

    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    USERNAME = "username"
    EMAIL = "email"
    LAST_LOGIN = "last_login"
    CREATED = "created"
    ID = "id"
    TYPE = "type"
    SOURCE = "source"
    ENROLLMENT = "enrollment"
    STATE = "state"
    LANGUAGE = "language"
    ROLES = "roles"
    SPACES = "spaces"
    ATTRIBUTE = "attribute"


ATTRIBUTE_PREFIX = "attr."
"""In an address: what the key of the attribute follows that the list is sorted by."""

VALUES: dict[SortColumn, tuple[str, ...]] = {
    SortColumn.TYPE: tuple(UserType),
    SortColumn.SOURCE: tuple(Source),
    SortColumn.ENROLLMENT: tuple(Enrollment),
    SortColumn.STATE: (State.ENABLED, State.DISABLED),
    SortColumn.LANGUAGE: (*LANGUAGES, ""),
}
"""Of the columns where everybody has one of a few values: which, in their order. The key is the number in it."""

_TABLES = SQLModel.metadata.tables
_ATTRIBUTES, _VALUES_OF_ATTRIBUTES = _TABLES["attributes"], _TABLES["attribute_values"]
_ABOVE_ALL, _BELOW_ALL = "\U0010ffff", ""
_UNIQUE = {SortColumn.USERNAME, SortColumn.EMAIL, SortColumn.ID}
_MAY_BE_EMPTY = {SortColumn.ROLES, SortColumn.SPACES, SortColumn.ATTRIBUTE}


def attribute_id(key: str) -> ColumnElement[int]:
    """The attribute of this key, as SQL."""
    return select(_ATTRIBUTES.c.id).where(_ATTRIBUTES.c.key == key).scalar_subquery()


def _first_name_key(held: str, target: str, target_id: str) -> ColumnElement[Any]:
    """The first by name of what a user holds."""
    mine, named = _TABLES[held].alias("mine"), _TABLES[target].alias("named")
    first = select(func.min(named.c.name_key)).join(mine, mine.c[target_id] == named.c.id)
    return first.where(mine.c.user_id == USERS.c.id).correlate(USERS).scalar_subquery()


_COLUMNS: dict[SortColumn, ColumnElement[Any]] = {
    SortColumn.NAME: USERS.c.name_key,
    SortColumn.FIRST_NAME: USERS.c.first_name_key,
    SortColumn.LAST_NAME: USERS.c.name_key,
    SortColumn.USERNAME: USERS.c.username,
    SortColumn.EMAIL: USERS.c.email,
    SortColumn.LAST_LOGIN: USERS.c.last_login_key,
    SortColumn.CREATED: USERS.c.created_at,
    SortColumn.ID: USERS.c.id,
    SortColumn.TYPE: USERS.c.type_key,
    SortColumn.SOURCE: USERS.c.source_key,
    SortColumn.ENROLLMENT: USERS.c.enrollment_key,
    SortColumn.STATE: case((USERS.c.is_enabled, 0), else_=1),
    SortColumn.LANGUAGE: USERS.c.language_key,
    SortColumn.ROLES: _first_name_key("grants", "roles", "role_id"),
    SortColumn.SPACES: _first_name_key("space_members", "spaces", "space_id"),
}


@dataclass(frozen=True)
class Place:
    """Where a row stands in an order: None for who never connected, and for who has no role, space or value."""

    value: str | int | datetime | None
    id: int


@dataclass(frozen=True)
class Order:
    """A direction through the list. The id decides between equals.

    Who never connected comes before who did. Roles and spaces count by the first of their names. Who has no role,
    space or value comes last in either direction, unless the order is walked backwards. `among` says which of a
    column's `VALUES` may occur at all; None: any.
    """

    column: SortColumn = SortColumn.NAME
    descending: bool = False
    attribute_key: str = ""
    is_empty_first: bool = False
    among: frozenset[str] | None = None

    @property
    def key(self) -> ColumnElement[Any]:
        """What is compared: never NULL, so that places can be."""
        return func.coalesce(self.value, self._of_empty) if self.column in _MAY_BE_EMPTY else _COLUMNS[self.column]

    @property
    def value(self) -> ColumnElement[Any]:
        """The key as a place keeps it: None for who never connected, or has no role, space or value."""
        if self.column == SortColumn.ATTRIBUTE:
            values = _VALUES_OF_ATTRIBUTES.alias("own")
            mine = (values.c.user_id == USERS.c.id, values.c.attribute_id == attribute_id(self.attribute_key))
            return select(values.c.sort_key).where(*mine).correlate(USERS).scalar_subquery()
        if self.column != SortColumn.LAST_LOGIN:
            return _COLUMNS[self.column]
        return case((USERS.c.first_login_at.is_not(None), func.coalesce(USERS.c.last_login_at, USERS.c.first_login_at)))

    @property
    def _of_empty(self) -> ColumnElement[Any]:
        if self.column == SortColumn.LAST_LOGIN:
            return literal_column(LONG_AGO)
        return literal(_ABOVE_ALL if self.descending == self.is_empty_first else _BELOW_ALL)

    @property
    def is_unique(self) -> bool:
        """Whether no two users have the same key."""
        return self.column in _UNIQUE

    def reversed(self) -> "Order":
        """The other way."""
        return replace(self, descending=not self.descending, is_empty_first=not self.is_empty_first)

    def within(self, filters: Filters) -> "Order":
        """The same order, knowing that only users come who pass the filters."""
        if self.column == SortColumn.STATE and filters.state != State.ANY:
            return Order(SortColumn.ID, self.descending)
        left = {
            SortColumn.TYPE: filters.type,
            SortColumn.SOURCE: filters.sources,
            SortColumn.ENROLLMENT: filters.enrollment,
        }.get(self.column)
        return replace(self, among=frozenset(map(str, left))) if left else self

    def by(self, key: ColumnElement[Any], id: ColumnElement[int]) -> list[ColumnElement[Any]]:
        """What to order by, when the key and the id are called so."""
        terms = [key] if self.is_unique else [key, id]
        return [term.desc() if self.descending else term.asc() for term in terms]

    def after(self, place: Place, key: ColumnElement[Any], id: ColumnElement[int]) -> ColumnElement[bool]:
        """Whether a row comes after the place."""
        if self.column == SortColumn.ID:
            return id < place.id if self.descending else id > place.id
        value = self._of_empty if place.value is None else literal(place.value, key.type)
        if self.is_unique:
            return key < value if self.descending else key > value
        row, there = tuple_(key, id), tuple_(value, literal(place.id))
        return row < there if self.descending else row > there


def parse_sort(text: str) -> Order | None:
    """The order of an address: a column's name or `attr.` and an attribute's key, after `-` when descending.

    None when it says none.
    """
    name = text.removeprefix("-")
    if key := name.removeprefix(ATTRIBUTE_PREFIX) if name.startswith(ATTRIBUTE_PREFIX) else "":
        return Order(SortColumn.ATTRIBUTE, text.startswith("-"), key)
    if name in set(SortColumn) - {SortColumn.ATTRIBUTE}:
        return Order(SortColumn(name), text.startswith("-"))
    return None


def sort_text(order: Order) -> str:
    """What `parse_sort` reads as this order."""
    name = f"{ATTRIBUTE_PREFIX}{order.attribute_key}" if order.column == SortColumn.ATTRIBUTE else order.column
    return f"{'-' if order.descending else ''}{name}"


@dataclass(frozen=True)
class Window:
    """Which rows of the answer: `limit` of them after a place, or after the first `offset`."""

    order: Order
    limit: int
    after: Place | None = None
    offset: int = 0
