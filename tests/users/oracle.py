"""The rules of the list, said once more in plain Python over plain rows."""

import re
from datetime import UTC, datetime

from admin_dashboard.core.text import fold, search_words
from admin_dashboard.models import User
from admin_dashboard.users.listing import Connection, Enrollment, Filters, ListUsers, SortColumn, State, UserType

NEVER = datetime.min.replace(tzinfo=UTC)


def expected(users: list[User], query: ListUsers) -> list[int | None]:
    """The ids of everybody the query finds, in order."""
    found = [u for u in users if fits(u, query.filters) and all(has(u, word) for word in search_words(query.text))]
    return [u.id for u in sorted(found, key=lambda u: sort_key(u, query.sort), reverse=query.descending)]


def has(user: User, word: str) -> bool:
    """Three letters or more at any position, one or two at the start of a part."""
    names = fold(f"{user.first_name} {user.last_name}").split()
    whole = [*names, fold(user.email), fold(user.username)]
    if len(word) >= 3:
        return any(word in text for text in whole)
    parts = [part for text in whole for part in re.split(r"[-.'_+]+", text.split("@")[0])]
    return any(part.startswith(word) for part in (*whole, *parts))


def fits(user: User, filters: Filters) -> bool:
    """OR inside a group, AND between groups."""
    state = State.ENABLED if user.is_enabled else State.DISABLED
    return (
        (not filters.connection or connection(user) in filters.connection)
        and (not filters.enrollment or enrollment(user) in filters.enrollment)
        and (not filters.type or (UserType.EXTERNAL if user.is_external else UserType.INTERNAL) in filters.type)
        and filters.state in (State.ANY, state)
    )


def connection(user: User) -> Connection:
    return Connection.CONNECTED if user.first_login_at else Connection.NEVER


def enrollment(user: User) -> Enrollment:
    if user.is_external or (user.first_login_at and not user.enrolled_at):
        return Enrollment.NOT_POSSIBLE
    return Enrollment.ENROLLED if user.enrolled_at else Enrollment.NEVER


def sort_key(user: User, column: SortColumn) -> tuple[object, int]:
    values = {
        SortColumn.NAME: f"{fold(user.last_name)} {fold(user.first_name)}",
        SortColumn.USERNAME: user.username,
        SortColumn.EMAIL: user.email,
        SortColumn.LAST_LOGIN: (user.last_login_at or user.first_login_at) if user.first_login_at else NEVER,
        SortColumn.CREATED: user.created_at,
        SortColumn.ID: user.id,
    }
    return values[column], user.id or 0
