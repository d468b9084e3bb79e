"""The parts an order falls into, each of which an index has in order: a page is read from one after the other.

By name there is one part. By source there is one for each source, in which the id decides; by roles one for each
role's name: who has it and none that comes before it; by an attribute one for who has a value and one for who has not.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, literal_column, not_, select
from sqlmodel import Session, SQLModel

from ..models.user import LONG_AGO
from . import disabled
from .criteria import USERS
from .order import VALUES, Order, Place, SortColumn, Window, attribute_id

Conditions = Sequence[ColumnElement[bool]]
_id = USERS.c.id
_TABLES = SQLModel.metadata.tables


class Whose(Enum):
    """The users of a part who do not share one value."""

    ALL = "all"
    WITH_VALUE = "with a value"


Value = str | int | Whose | None
Names = dict[str, list[int]]
_HELD = {SortColumn.ROLES: ("grants", "roles", "role_id"), SortColumn.SPACES: ("space_members", "spaces", "space_id")}


def holds(value: Value, place: Place) -> bool:
    """Whether somebody at this place is in the part of the value."""
    if isinstance(value, Whose):
        return value == Whose.ALL or place.value is not None
    return value == place.value


@dataclass(frozen=True)
class Part:
    """Users who stand side by side: the ids where an index has them, which of them, and in which order they come.

    One condition at most says where they begin, and one where they end: of several SQLite seeks any one.
    """

    order: Order
    value: Value
    id: ColumnElement[int] = _id
    key: ColumnElement[Any] = _id
    members: tuple[ColumnElement[bool], ...] = ()
    start: tuple[ColumnElement[bool], ...] = ()
    end: tuple[ColumnElement[bool], ...] = ()
    is_counted_by_index: bool = False

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """What makes somebody one of them."""
        return [*self.members, *self.start, *self.end]

    def after(self, place: Place) -> "Part":
        """Those who come after this place, which is one of theirs."""
        return replace(self, start=(self.order.after(place, self.key, self.id),))

    def before(self, place: Place) -> "Part":
        """Those who come before this place, which is one of theirs."""
        return replace(self, end=(self.order.reversed().after(place, self.key, self.id),))

    def backwards(self) -> "Part":
        """The same users, the other way."""
        return replace(self, order=self.order.reversed(), start=self.end, end=self.start)

    def select(self, conditions: Conditions) -> Select[Any]:
        """The ids of those who fit the conditions on users, in order."""
        query = select(self.id).where(*self.conditions).order_by(*self.order.by(self.key, self.id))
        if self.id is _id:
            return query.where(*conditions)
        if conditions:
            query = query.where(exists(select(_id).where(_id == self.id, *conditions)))
        return query if self.value == Whose.WITH_VALUE else query.distinct()


def parts(session: Session, window: Window, until: Place | None = None) -> Iterator[Part]:
    """The parts of a window's order in the order they come, from the window's place and at most to another."""
    order, start = window.order, window.after
    names = _names(session, order)
    values = _values(order, names)
    if start:
        values = values[next((n for n, value in enumerate(values) if holds(value, start)), len(values)) :]
    for value in values:
        part = _part(session, order, value, names)
        if start and holds(value, start):
            part = part.after(start)
        if until and holds(value, until):
            yield part.before(until)
            return
        yield part


def _values(order: Order, names: Names) -> list[Value]:
    """What the parts have in common, in the order they come."""
    if order.column in VALUES:
        among = [n for n, value in enumerate(VALUES[order.column]) if order.among is None or value in order.among]
        return [*(reversed(among) if order.descending else among)]
    if order.column == SortColumn.LAST_LOGIN:
        return [Whose.WITH_VALUE, None] if order.descending else [None, Whose.WITH_VALUE]
    if order.column == SortColumn.ATTRIBUTE:
        valued: Sequence[Value] = [Whose.WITH_VALUE]
    elif order.column in _HELD:
        valued = sorted(names, reverse=order.descending)
    else:
        return [Whose.ALL]
    return [None, *valued] if order.is_empty_first else [*valued, None]


def _names(session: Session, order: Order) -> Names:
    """The ids of the roles or spaces by their folded names, which several may share."""
    names: Names = defaultdict(list)
    if order.column in _HELD:
        target = _TABLES[_HELD[order.column][1]]
        for name, target_id in session.execute(select(target.c.name_key, target.c.id)):
            names[name].append(target_id)
    return names


def _part(session: Session, order: Order, value: Value, names: Names) -> Part:
    by_id = Order(SortColumn.ID, order.descending)
    if order.column == SortColumn.STATE:
        return _by_state(session, by_id, value)
    if order.column in VALUES:
        return Part(by_id, value, members=(order.key == value,), is_counted_by_index=True)
    if order.column == SortColumn.LAST_LOGIN:
        return _by_last_login(order, value)
    if order.column == SortColumn.ATTRIBUTE:
        return _by_attribute(order, value)
    if order.column in _HELD:
        return _by_name(order, value, names)
    return Part(order, value, key=order.key, is_counted_by_index=True)


def _by_state(session: Session, by_id: Order, value: Value) -> Part:
    beside = disabled.beside(session) if value else None
    if beside is not None:
        return Part(by_id, value, beside.c.id, beside.c.id)
    return Part(by_id, value, members=(disabled.IS_DISABLED if value else disabled.IS_ENABLED,))


def _by_last_login(order: Order, value: Value) -> Part:
    """Who never connected is many who are equal: sought by the id alone, not among all who are equal."""
    long_ago = literal_column(LONG_AGO)
    if value is None:
        by_id = Order(SortColumn.ID, order.descending)
        return Part(by_id, value, members=(order.key == long_ago,), is_counted_by_index=True)
    ever = (order.key > long_ago,)
    start, end = ((), ever) if order.descending else (ever, ())
    return Part(order, value, key=order.key, start=start, end=end, is_counted_by_index=True)


def _by_attribute(order: Order, value: Value) -> Part:
    values = _TABLES["attribute_values"].alias("ordered")
    is_it = values.c.attribute_id == attribute_id(order.attribute_key)
    if value is None:
        has_none = not_(exists(select(1).where(values.c.user_id == _id, is_it)))
        return Part(Order(SortColumn.ID, order.descending), value, members=(has_none,))
    return Part(order, value, values.c.user_id, values.c.sort_key, (is_it,))


def _by_name(order: Order, value: Value, names: Names) -> Part:
    """Of who holds several, the first by name counts."""
    by_id = Order(SortColumn.ID, order.descending)
    held_name, target_name, target_id = _HELD[order.column]
    held, other, earlier = _TABLES[held_name].alias("held"), _TABLES[held_name].alias("other"), _TABLES[target_name]
    if value is None:
        return Part(by_id, value, members=(not_(exists(select(1).where(held.c.user_id == _id))),))
    ids = names[str(value)]
    conditions = [held.c[target_id] == ids[0] if len(ids) == 1 else held.c[target_id].in_(ids)]
    if value != min(names):
        holds_earlier = select(1).join_from(other, earlier, other.c[target_id] == earlier.c.id)
        holds_earlier = holds_earlier.where(other.c.user_id == held.c.user_id, earlier.c.name_key < value)
        conditions.append(not_(exists(holds_earlier)))
    return Part(by_id, value, held.c.user_id, held.c.user_id, tuple(conditions))
