"""Going to a page by its number, far from where its order begins.

The index of an order is counted off without looking at a single user. When only enabled users count, the disabled ones
that were passed are counted by what is known of them alone, and as many are made up for, until few are left to look at.
"""

from sqlalchemy import func, select
from sqlmodel import Session

from . import disabled
from .criteria import USERS
from .order import Place
from .parts import Conditions, Part

NEAR = 5_000
"""Users that are cheaper to look at than to count off."""
FAR = 100_000
"""Rows from which it is worth to know whether the other end is nearer."""


def can_skip(part: Part, conditions: Conditions) -> bool:
    """Whether the part stands in an index of users, and nobody is left out but disabled ones."""
    is_everybody = all(condition is disabled.IS_ENABLED for condition in conditions)
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
    itself = select(disabled.IS_ENABLED).where(part.id == place.id)
    return _disabled(session, part.before(place)) + (not session.execute(itself).scalar_one())


def _disabled(session: Session, part: Part) -> int:
    known = disabled.rows(session)
    conditions = [disabled.said_of(known, condition) for condition in part.conditions]
    return session.execute(select(func.count()).select_from(known).where(*conditions)).scalar_one()
