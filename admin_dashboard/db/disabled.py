"""Who is disabled, without a look at users: SQLite has a small index of them, PostgreSQL a table beside.

It holds whatever the list is sorted by (`KEYS_OF_DISABLED`). The database keeps the table, by triggers.
"""

from collections.abc import Sequence
from typing import Any, TypeVar, cast

from sqlalchemy import Column, ColumnElement, FromClause, Select, column, not_, select, table
from sqlalchemy.sql.visitors import ExternallyTraversible, replacement_traverse
from sqlmodel import Session

from .criteria import USERS
from .search_ddl import KEYS_OF_DISABLED

IS_ENABLED: ColumnElement[bool] = USERS.c.is_enabled
IS_DISABLED = not_(IS_ENABLED)

_KEYS = [USERS.c[name] for name in KEYS_OF_DISABLED]
_BESIDE = table("disabled_users", *(column(key.name, key.type) for key in _KEYS))
_WITHOUT_END = 2**31 - 1
Said = TypeVar("Said", bound=ExternallyTraversible)


def ids(session: Session) -> Select[tuple[int]]:
    """Everybody who is disabled."""
    if _is_sqlite(session):
        return select(USERS.c.id).where(IS_DISABLED)
    return select(_BESIDE.c.id)


def rows(session: Session) -> FromClause:
    """The disabled users with what the list is sorted by, as a table."""
    if _is_sqlite(session):
        # The limit, which is none, keeps the other indexes of users out of it.
        return select(*_KEYS).where(IS_DISABLED).limit(_WITHOUT_END).subquery()
    return _BESIDE


def beside(session: Session) -> FromClause | None:
    """The table of the disabled users, where there is one."""
    return None if _is_sqlite(session) else _BESIDE


def said_of(there: FromClause, said: Said) -> Said:
    """What is said of users by those keys alone, a query or a condition, of this table with the same columns."""

    def replace(element: Any, **_options: Any) -> Any:
        is_of_users = isinstance(element, Column) and element.table is USERS
        return there.c[element.name] if is_of_users else None

    return cast("Said", replacement_traverse(said, {}, replace))


def are_all(conditions: Sequence[ColumnElement[bool]]) -> bool:
    """Whether the conditions on users ask for the disabled ones, and for nothing else."""
    return all(condition is IS_DISABLED for condition in conditions) and bool(conditions)


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
