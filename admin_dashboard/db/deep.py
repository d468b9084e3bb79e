"""Going to a page by its number, far from where its order begins.

The index of an order is counted off without looking at a single user. When only enabled users count, the disabled ones
that were passed are counted by their own small index, and as many are made up for, until few are left to look at.
"""

from sqlalchemy import func, not_, select
from sqlalchemy.sql.util import ClauseAdapter
from sqlmodel import Session

from ..models.user import INDEXED_OF_DISABLED
from .criteria import USERS
from .order import Place
from .parts import Conditions, Part

NEAR = 5_000
"""Users that are cheaper to look at than to count off."""
FAR = 100_000
"""Rows from which it is worth to know whether the other end is nearer."""

_is_enabled = USERS.c.is_enabled
_IN_THE_SMALL_INDEX = [USERS.c[name] for name in INDEXED_OF_DISABLED]
_WITHOUT_END = 2**31 - 1


def can_skip(part: Part, conditions: Conditions) -> bool:
    """Whether the part stands in an index of users, and nobody is left out but disabled ones."""
    is_everybody = all(condition is _is_enabled for condition in conditions)
    return part.id is USERS.c.id and part.is_counted_by_index and is_everybody


def skip(session: Session, part: Part, number: int, conditions: Conditions) -> tuple[Part | None, int]:
    """What remains of a part without its first users, and how many of these remain to be skipped one by one.

    None when the part ends before; then so many are to be skipped in the next.
    """
    left = number
    while left > NEAR:
        size = count(session, part) if left > FAR else None
        place = _place_at(session, part, left - 1, size)
        if place is None:
            size = size or count(session, part)
            return None, left - (size - _disabled(session, part) if conditions else size)
        left = _disabled_up_to(session, part, place) if conditions else 0
        part = part.after(place)
    return part, left


def count(session: Session, part: Part) -> int:
    """How many users a part has."""
    return session.execute(select(func.count()).select_from(USERS).where(*part.conditions)).scalar_one()


def _place_at(session: Session, part: Part, offset: int, size: int | None) -> Place | None:
    """Where the user stands who comes after so many, from the nearer end if the size is known."""
    if size is not None and offset >= size:
        return None
    if size is not None and size - 1 - offset < offset:
        part, offset = part.backwards(), size - 1 - offset
    # A unique key stands in its index without the id.
    known = part.key if part.order.is_unique else part.id
    found = session.execute(part.select([]).with_only_columns(known).limit(1).offset(offset)).scalar()
    if found is None:
        return None
    return Place(*session.execute(select(part.order.value, part.id).where(known == found)).one())


def _disabled_up_to(session: Session, part: Part, place: Place) -> int:
    itself = select(_is_enabled).where(part.id == place.id)
    return _disabled(session, part.before(place)) + (not session.execute(itself).scalar_one())


def _disabled(session: Session, part: Part) -> int:
    # The limit, which is none, keeps the other indexes of users out of it.
    disabled = select(*_IN_THE_SMALL_INDEX).where(not_(_is_enabled)).limit(_WITHOUT_END).subquery()
    conditions = [ClauseAdapter(disabled).traverse(condition) for condition in part.conditions]
    return session.execute(select(func.count()).select_from(disabled).where(*conditions)).scalar_one()
