"""Going along the index of an order: pages after a place, and places by their number."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session

from . import deep, disabled
from .criteria import USERS
from .order import Place, Window
from .parts import Conditions, Part, parts

_id = USERS.c.id


def place_of(session: Session, user_id: int, window: Window) -> Place | None:
    """Where a user stands in the window's order; None when there is no such user."""
    row = session.execute(select(window.order.value).where(_id == user_id)).first()
    return Place(row[0], user_id) if row else None


def walk(session: Session, conditions: Conditions, window: Window, until: Place | None = None) -> list[int]:
    """Go along the indexes of the order from the window's start, at most to a place; one id more than the window.

    When the disabled users alone are asked for, and no place is given, those known beside are sorted instead.
    """
    ids: list[int] = []
    beside = disabled.beside(session) if until is None and disabled.are_all(conditions) else None
    wanted, offset = window.limit + 1, window.offset
    for part in parts(session, window, until):
        rest: Part | None = part
        if offset > deep.NEAR and deep.can_skip(part, conditions):
            rest, offset = deep.skip(session, part, offset, conditions)
        if rest is None:
            continue
        query = rest.select(conditions)
        if beside is not None and rest.is_counted_by_index:
            query = disabled.said_of(beside, rest.select([]))
        found = session.execute(query.limit(wanted - len(ids)).offset(offset)).scalars().all()
        ids += found
        if len(ids) == wanted:
            break
        if offset:
            offset = 0 if found else offset - _count_up_to(session, query, offset)
    return ids


def _count_up_to(session: Session, query: Select[Any], most: int) -> int:
    return session.execute(select(func.count()).select_from(query.limit(most).subquery())).scalar_one()


def end_of_walk(session: Session, window: Window, rows: int) -> Place | None:
    """The place so many rows after the window's start; None when the order ends before."""
    end = walk(session, [], replace(window, offset=rows, limit=0))
    return place_of(session, end[0], window) if end else None
