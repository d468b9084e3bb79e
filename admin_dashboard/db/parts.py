"""The parts an order falls into, each of which an index has in order: a page is read from one after the other.

By name there is one part. By source there is one for each source, in which the id decides; by roles one for each
role's name: who has it and none that comes before it; by an attribute one for who has a value and one for who has not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, not_, select
from sqlmodel import Session, SQLModel

from .criteria import USERS
from .order import VALUES, Order, Place, SortColumn, Window, attribute_id

Conditions = Sequence[ColumnElement[bool]]
_id = USERS.c.id
_TABLES = SQLModel.metadata.tables


class Whose(Enum):
    """The users of a part who do not share one value."""

    ALL = "all"
    WITH_VALUE = "with a value"


@dataclass(frozen=True)
class Part:
    """Users who stand side by side: the ids where an index has them, which of them, and in which order they come."""

    order: Order
    value: str | int | Whose | None
    id: ColumnElement[int] = _id
    key: ColumnElement[Any] = _id
    conditions: tuple[ColumnElement[bool], ...] = ()

    def holds(self, place: Place) -> bool:
        """Whether somebody at this place is one of them."""
        if isinstance(self.value, Whose):
            return self.value == Whose.ALL or place.value is not None
        return self.value == place.value

    def after(self, place: Place) -> "Part":
        """Those who come after this place, which is one of theirs."""
        return replace(self, conditions=(*self.conditions, self.order.after(place, self.key, self.id)))

    def before(self, place: Place) -> "Part":
        """Those who come before this place, which is one of theirs."""
        return replace(self, conditions=(*self.conditions, self.order.reversed().after(place, self.key, self.id)))

    def select(self, conditions: Conditions) -> Select[Any]:
        """The ids of those who fit the conditions on users, in order."""
        query = select(self.id).where(*self.conditions).order_by(*self.order.by(self.key, self.id))
        if self.id is _id:
            return query.where(*conditions)
        if conditions:
            query = query.where(exists(select(_id).where(_id == self.id, *conditions)))
        return query if self.value == Whose.WITH_VALUE else query.distinct()


def parts(session: Session, window: Window, until: Place | None = None) -> list[Part]:
    """The parts of a window's order in the order they come, from the window's place and at most to another."""
    order = window.order
    found = list(_ascending(session, order))
    empty = [part for part in found if part.value is None]
    found = [part for part in found if part.value is not None][:: -1 if order.descending else 1]
    found = [*empty, *found] if order.is_empty_first else [*found, *empty]
    if window.after:
        found = _from(found, window.after)
    if until:
        found = [part.before(until) if part.holds(until) else part for part in _up_to(found, until)]
    if order.among is None:
        return found
    wanted = {number for number, value in enumerate(VALUES[order.column]) if value in order.among}
    return [part for part in found if part.value in wanted]


def _from(found: list[Part], place: Place) -> list[Part]:
    start = next((number for number, part in enumerate(found) if part.holds(place)), len(found))
    return [part.after(place) if part.holds(place) else part for part in found[start:]]


def _up_to(found: list[Part], place: Place) -> list[Part]:
    return found[: next((number for number, part in enumerate(found, 1) if part.holds(place)), len(found))]


def _ascending(session: Session, order: Order) -> Iterator[Part]:
    by_id = Order(SortColumn.ID, order.descending)
    if order.column == SortColumn.STATE:
        yield Part(by_id, 0, conditions=(USERS.c.is_enabled,))
        yield Part(by_id, 1, conditions=(not_(USERS.c.is_enabled),))
    elif order.column in VALUES:
        for number in range(len(VALUES[order.column])):
            yield Part(by_id, number, conditions=(order.key == number,))
    elif order.column == SortColumn.ATTRIBUTE:
        yield from _by_attribute(order, by_id)
    elif order.column in _HELD:
        yield from _by_name(session, order, by_id)
    else:
        yield Part(order, Whose.ALL, key=order.key)


def _by_attribute(order: Order, by_id: Order) -> Iterator[Part]:
    values = _TABLES["attribute_values"].alias("ordered")
    is_it = values.c.attribute_id == attribute_id(order.attribute_key)
    yield Part(order, Whose.WITH_VALUE, values.c.user_id, values.c.sort_key, (is_it,))
    yield Part(by_id, None, conditions=(not_(exists(select(1).where(values.c.user_id == _id, is_it))),))


_HELD = {SortColumn.ROLES: ("grants", "roles", "role_id"), SortColumn.SPACES: ("space_members", "spaces", "space_id")}


def _by_name(session: Session, order: Order, by_id: Order) -> Iterator[Part]:
    """Of who holds several, the first by name counts; two may have the same folded name."""
    held_name, target_name, target_id = _HELD[order.column]
    held, other = _TABLES[held_name].alias("held"), _TABLES[held_name].alias("other")
    target = _TABLES[target_name].alias("earlier")
    named = session.execute(select(target.c.name_key, target.c.id)).all()
    for number, (name, of_name) in enumerate(groupby(sorted(named), key=lambda row: row[0])):
        ids = [row[1] for row in of_name]
        is_it = held.c[target_id] == ids[0] if len(ids) == 1 else held.c[target_id].in_(ids)
        holds_earlier = select(1).join(other, other.c[target_id] == target.c.id)
        holds_earlier = holds_earlier.where(other.c.user_id == held.c.user_id, target.c.name_key < name)
        conditions = (is_it, not_(exists(holds_earlier))) if number else (is_it,)
        yield Part(by_id, name, held.c.user_id, held.c.user_id, conditions)
    yield Part(by_id, None, conditions=(not_(exists(select(1).where(held.c.user_id == _id))),))
