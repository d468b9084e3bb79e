"""Filters by the names the page gives their groups: what is chosen of one, and the list with something else chosen.

Groups are called as in the address: `connection`, `role`, `attr.location`; days and values from–to are groups too:
`seen`, `created`, `attr.joined`. Whatever means nothing changes nothing: it comes from a browser.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ..core.text import fold
from ..db.criteria import ALWAYS, AttributeFilter, Connection, Enrollment, Filters, Span, State, UserType
from ..models import Source
from .filter_address import ATTRIBUTE, MOST_CHOICES, days, number, span
from .listing import ListUsers

STATE, SEEN, CREATED = "state", "seen", "created"
ROLE, SPACE = "role", "space"
_LISTED: dict[str, tuple[str, Callable[[str], Any]]] = {
    "connection": ("connection", Connection),
    "enrollment": ("enrollment", Enrollment),
    "type": ("type", UserType),
    "source": ("sources", Source),
    ROLE: ("roles", str),
    SPACE: ("spaces", number),
}
_SPANS = {SEEN: "last_login", CREATED: "created"}
LONGEST_VALUE = 200


def first_page(query: ListUsers, filters: Filters) -> ListUsers:
    """The list with these filters, from its first page."""
    return replace(query.from_first_page(), filters=filters)


def in_use(filters: Filters) -> list[str]:
    """The groups something is chosen of, in the order of the panel. The state always is something: it is none."""
    listed = [group for group, (field, _made) in _LISTED.items() if getattr(filters, field)]
    spans = [group for group, field in _SPANS.items() if getattr(filters, field) != ALWAYS]
    return [*listed, *spans, *(f"{ATTRIBUTE}{one.key}" for one in filters.attributes)]


def chosen(filters: Filters, group: str) -> frozenset[str]:
    """The values that are ticked in a group."""
    if group == STATE:
        return frozenset() if filters.state == State.ANY else frozenset({str(filters.state)})
    if group in _LISTED:
        return frozenset(map(str, getattr(filters, _LISTED[group][0])))
    return _attribute(filters, group).values


def bounds(filters: Filters, group: str) -> tuple[str, str]:
    """From and to of a group, both included: days, or an attribute's sort keys; empty where it is open."""
    if group in _SPANS:
        return days(getattr(filters, _SPANS[group]))
    one = _attribute(filters, group)
    return one.since, one.until


def ticked(filters: Filters, group: str, value: str, *, is_on: bool) -> Filters:
    """With this choice ticked, or not."""
    if group == STATE:
        return replace(filters, state=_state(filters.state, value, is_on=is_on))
    if group in _LISTED:
        field, made = _LISTED[group]
        return replace(filters, **{field: _with(getattr(filters, field), _valid(made, value), is_on=is_on)})
    if not group.startswith(ATTRIBUTE):
        return filters
    one = _attribute(filters, group)
    values = _with(one.values, fold(value[:LONGEST_VALUE]) or None, is_on=is_on)
    return _replaced(filters, replace(one, values=values))


def between(filters: Filters, group: str, first: str, last: str) -> Filters:
    """From and to; an empty bound leaves that side open."""
    if group in _SPANS:
        found: Span = span(first, last)
        return replace(filters, **{_SPANS[group]: found})
    if not group.startswith(ATTRIBUTE):
        return filters
    one = replace(_attribute(filters, group), since=first[:LONGEST_VALUE], until=last[:LONGEST_VALUE])
    return _replaced(filters, one)


def without(filters: Filters, group: str) -> Filters:
    """With nothing chosen of a group."""
    if group in _LISTED:
        return replace(filters, **{_LISTED[group][0]: frozenset()})
    if group in _SPANS:
        return replace(filters, **{_SPANS[group]: ALWAYS})
    return _replaced(filters, AttributeFilter(group.removeprefix(ATTRIBUTE)))


def _state(present: State, value: str, *, is_on: bool) -> State:
    """Both ticked are the same as none: everybody."""
    others = {State.ENABLED: State.DISABLED, State.DISABLED: State.ENABLED}
    if value not in others:
        return present
    if present == State.ANY:
        return State(value) if is_on else others[State(value)]
    return State.ANY


def _with(values: frozenset[Any], value: Any, *, is_on: bool) -> frozenset[Any]:
    if value is None or (is_on and len(values) >= MOST_CHOICES):
        return values
    return values | {value} if is_on else values - {value}


def _valid(made: Callable[[str], Any], value: str) -> Any:
    try:
        return made(value) or None
    except ValueError:
        return None


def _attribute(filters: Filters, group: str) -> AttributeFilter:
    key = group.removeprefix(ATTRIBUTE)
    return next((one for one in filters.attributes if one.key == key), AttributeFilter(key))


def _replaced(filters: Filters, one: AttributeFilter) -> Filters:
    others = [other for other in filters.attributes if other.key != one.key]
    kept = [one] if one.key and (one.values or one.since or one.until) else []
    return replace(filters, attributes=tuple(sorted([*others, *kept], key=lambda attribute: attribute.key)))
