"""Sets of ids as queries: which is the smallest, who is in one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlmodel import Session

from .criteria import USERS

Ids = Select[Any]


def count_up_to(session: Session, query: Ids, most: int) -> int:
    """How many rows the query gives, but no more than so many."""
    return session.execute(select(func.count()).select_from(query.limit(most).subquery())).scalar_one()


def is_one_of(session: Session, ids: Ids) -> ColumnElement[bool]:
    """Whether a user is in the set, which is read first."""
    if session.get_bind().dialect.name == "sqlite":
        return USERS.c.id.in_(ids)
    # Looked up one by one: a join would be planned by how many there might be.
    return USERS.c.id == func.any(func.array(ids.scalar_subquery()))


def by_id(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The query, which looks users up by their ids: SQLite else takes a date's index, however many fit it."""
    return query.with_hint(USERS, "NOT INDEXED", "sqlite")


def rarest(session: Session, sets: Sequence[Ids], most: int) -> Ids | None:
    """The smallest set, if it has no more ids than that."""
    counts = [count_up_to(session, ids, most + 1) for ids in sets]
    least = min(counts, default=most + 1)
    return sets[counts.index(least)] if least <= most else None


def smallest(session: Session, sets: Sequence[Ids], most: int) -> Ids:
    """The smallest set; those with more ids than that count as equal."""
    if len(sets) == 1:
        return sets[0]
    return min(sets, key=lambda ids: count_up_to(session, ids, most))
