"""The filters as conditions, and as sets of ids where an index tells who is in one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, literal_column, or_, select
from sqlmodel import SQLModel

from ..models import Attribute, AttributeValue, Grant, Role, SpaceMember
from ..models.user import LONG_AGO
from . import disabled
from .criteria import CONDITIONS, USERS, AttributeFilter, Filters, Span, State

GRANTS, _ROLES, MEMBERS, _ATTRIBUTES, VALUES = (
    SQLModel.metadata.tables[str(model.__tablename__)]
    for model in (Grant, Role, SpaceMember, Attribute, AttributeValue)
)
_created, _last_login = USERS.c.created_at, USERS.c.last_login_key


@dataclass(frozen=True)
class Group:
    """A filter: who is in it, as an index tells (somebody may come twice), and the same as a condition on a row."""

    ids: Select[tuple[int]]
    condition: ColumnElement[bool]


def conditions_of(filters: Filters) -> list[ColumnElement[bool]]:
    """The filters as plain conditions on a row."""
    facets = [or_(*(CONDITIONS[facet] for facet in group)) for group in filters.facets()]
    return [*facets, *state_condition(filters), *(group.condition for group in groups(filters))]


def state_condition(filters: Filters) -> list[ColumnElement[bool]]:
    """The condition on `is_enabled`, if there is one."""
    return {State.ENABLED: [disabled.IS_ENABLED], State.DISABLED: [disabled.IS_DISABLED], State.ANY: []}[filters.state]


def groups(filters: Filters) -> list[Group]:
    """The filters on what a row does not say, and on dates."""
    found = [_elsewhere(VALUES, attribute_conditions(attribute)) for attribute in filters.attributes]
    if filters.roles:
        found.append(_elsewhere(GRANTS, [GRANTS.c.role_id.in_(role_ids(filters.roles))]))
    if filters.spaces:
        found.append(_elsewhere(MEMBERS, [MEMBERS.c.space_id.in_(sorted(filters.spaces))]))
    if filters.created != Span():
        found.append(_on_row(_within(filters.created, _created)))
    if filters.last_login != Span():
        found.append(_on_row(_connected_within(filters.last_login)))
    return found


def role_ids(keys: frozenset[str]) -> Select[tuple[int]]:
    """The ids of the roles with these keys."""
    return select(_ROLES.c.id).where(_ROLES.c.key.in_(sorted(keys)))


def attribute_conditions(attribute: AttributeFilter) -> list[ColumnElement[bool]]:
    """The filter on a row of values."""
    key, values = VALUES.c.sort_key, sorted(attribute.values)
    ids = select(_ATTRIBUTES.c.id).where(_ATTRIBUTES.c.key == attribute.key).scalar_subquery()
    return [
        VALUES.c.attribute_id == ids,
        *([key.in_(values)] if values else []),
        *([key >= attribute.since] if attribute.since else []),
        *([key <= attribute.until] if attribute.until else []),
    ]


def _elsewhere(table: Any, fits: Sequence[ColumnElement[bool]]) -> Group:
    # The offset keeps PostgreSQL from joining: a row that is reached is asked, and no plan is made around it.
    row = select(literal_column("1")).where(table.c.user_id == USERS.c.id, *fits).offset(literal_column("0"))
    return Group(select(table.c.user_id).where(*fits), exists(row.correlate(USERS)))


def _on_row(fits: Sequence[ColumnElement[bool]]) -> Group:
    return Group(select(USERS.c.id).where(*fits), and_(*fits))


def _connected_within(span: Span) -> list[ColumnElement[bool]]:
    """In words of the index alone: nothing is looked up to count them."""
    if span.since and span.since.year > 1:
        return _within(span, _last_login)
    return [_last_login > literal_column(LONG_AGO), *_within(replace(span, since=None), _last_login)]


def _within(span: Span, at: Any) -> list[ColumnElement[bool]]:
    since, until = span.since, span.until
    return [*([at >= since] if since else []), *([at < until] if until else [])]
