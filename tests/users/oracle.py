"""The rules of the list, said once more in plain Python over plain rows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from admin_dashboard.core.text import fold, search_words
from admin_dashboard.models import Source, User
from admin_dashboard.users.listing import (
    AttributeFilter,
    Connection,
    Enrollment,
    Filters,
    ListUsers,
    SortColumn,
    Span,
    State,
    UserType,
)

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass
class Facts:
    """What is known of a user beside their row: keys of roles, ids of spaces, attribute key → sort key."""

    roles: set[str] = field(default_factory=set)
    spaces: set[int] = field(default_factory=set)
    attributes: dict[str, str] = field(default_factory=dict)


Known = Mapping[int, Facts]


def expected(users: list[User], query: ListUsers, known: Known | None = None) -> list[int | None]:
    """The ids of everybody the query finds, in order."""
    found = [
        u
        for u in users
        if fits(u, query.filters, (known or {}).get(u.id or 0, Facts()))
        and all(has(u, word) for word in search_words(query.text))
    ]
    return [u.id for u in sorted(found, key=lambda u: sort_key(u, query.sort), reverse=query.descending)]


def has(user: User, word: str) -> bool:
    """Three letters or more at any position, one or two at the start of a part."""
    names = fold(f"{user.first_name} {user.last_name}").split()
    whole = [*names, fold(user.email), fold(user.username)]
    if len(word) >= 3:
        return any(word in text for text in whole)
    parts = [part for text in whole for part in re.split(r"[-.'_+]+", text.split("@")[0])]
    return any(part.startswith(word) for part in (*whole, *parts))


def fits(user: User, filters: Filters, facts: Facts) -> bool:
    """OR inside a group, AND between groups."""
    state = State.ENABLED if user.is_enabled else State.DISABLED
    return (
        (not filters.connection or connection(user) in filters.connection)
        and (not filters.enrollment or enrollment(user) in filters.enrollment)
        and (not filters.type or (UserType.EXTERNAL if user.is_external else UserType.INTERNAL) in filters.type)
        and filters.state in (State.ANY, state)
        and (not filters.sources or user.source in filters.sources)
        and (not filters.roles or not filters.roles.isdisjoint(facts.roles))
        and (not filters.spaces or not filters.spaces.isdisjoint(facts.spaces))
        and within(user.created_at, filters.created)
        and (filters.last_login == Span() or within(last_login(user), filters.last_login))
        and all(has_value(facts, attribute) for attribute in filters.attributes)
    )


def within(at: datetime | None, span: Span) -> bool:
    return at is not None and not (span.since and at < span.since) and not (span.until and at >= span.until)


def last_login(user: User) -> datetime | None:
    return (user.last_login_at or user.first_login_at) if user.first_login_at else None


def has_value(facts: Facts, wanted: AttributeFilter) -> bool:
    value = facts.attributes.get(wanted.key)
    return (
        value is not None
        and (not wanted.values or value in wanted.values)
        and value >= wanted.since
        and not (wanted.until and value > wanted.until)
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
        SortColumn.FIRST_NAME: f"{fold(user.first_name)} {fold(user.last_name)}",
        SortColumn.LAST_NAME: f"{fold(user.last_name)} {fold(user.first_name)}",
        SortColumn.USERNAME: user.username,
        SortColumn.EMAIL: user.email,
        SortColumn.LAST_LOGIN: last_login(user) or NEVER,
        SortColumn.CREATED: user.created_at,
        SortColumn.ID: user.id,
        SortColumn.TYPE: user.is_external,
        SortColumn.SOURCE: list(Source).index(Source(user.source)),
        SortColumn.ENROLLMENT: list(Enrollment).index(enrollment(user)),
        SortColumn.STATE: not user.is_enabled,
        SortColumn.LANGUAGE: ["en", "fr", ""].index(user.language or ""),
    }
    return values[column], user.id or 0


def choosing(filters: Filters, group: str, value: str) -> Filters:
    """The filters with one choice alone in its group, as the address names both."""
    if group.startswith("attribute:"):
        key = group.removeprefix("attribute:")
        others = tuple(one for one in filters.attributes if one.key != key)
        return replace(filters, attributes=(*others, AttributeFilter(key, frozenset({value}))))
    if group == "state":
        return replace(filters, state=State(value))
    field = {"source": "sources", "role": "roles", "space": "spaces"}.get(group, group)
    return replace(filters, **{field: frozenset({int(value) if group == "space" else value})})
