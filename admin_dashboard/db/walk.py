"""Going along the index of an order: pages after a place, and places by their number."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, select
from sqlmodel import Session

from .criteria import USERS
from .order import Place, Window

Conditions = Sequence[ColumnElement[bool]]
_id = USERS.c.id


def place_of(session: Session, user_id: int, window: Window) -> Place | None:
    """Where a user stands in the window's order; None when there is no such user."""
    row = session.execute(select(window.order.value).where(_id == user_id)).first()
    return Place(row[0], user_id) if row else None


def walk(session: Session, conditions: Conditions, window: Window, until: Place | None = None) -> list[int]:
    """Go along the index of the order from the window's start, at most to a place; one id more than the window."""
    order = window.order
    query = select(_id).where(*conditions).order_by(*order.by(order.key, _id))
    if window.after:
        query = query.where(order.after(window.after, order.key, _id))
    if until:
        query = query.where(order.reversed().after(until, order.key, _id))
    return list(session.execute(query.limit(window.limit + 1).offset(window.offset)).scalars())


def end_of_walk(session: Session, window: Window, rows: int) -> Place | None:
    """The place so many rows after the window's start; None when the order ends before."""
    end = walk(session, [], replace(window, offset=rows, limit=0))
    return place_of(session, end[0], window) if end else None
