"""Filters in the address: each group a name with its choices behind commas, days as `2026-03-31`."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import unquote

from ..core.text import fold
from ..db.criteria import AttributeFilter, Connection, Enrollment, Filters, Span, State, UserType
from ..models import Source

LONGEST_NUMBER = 9
MOST_CHOICES = 100
"""Choices of one group, and attributes, that are looked at."""

ATTRIBUTE, SINCE, UNTIL = "attr.", "attr_from.", "attr_to."
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def read(said: Mapping[str, Any]) -> Filters:
    """The filters an address names. Whatever means nothing is taken as not said."""
    state = str(said.get("state", ""))
    return Filters(
        connection=frozenset(_chosen(Connection, said.get("connection"))),
        enrollment=frozenset(_chosen(Enrollment, said.get("enrollment"))),
        type=frozenset(_chosen(UserType, said.get("type"))),
        state=State(state) if state in set(State) else State.ENABLED,
        sources=frozenset(_chosen(Source, said.get("source"))),
        roles=frozenset(_listed(said.get("role"))),
        spaces=frozenset(filter(None, map(number, _listed(said.get("space"))))),
        last_login=span(said.get("seen_from"), said.get("seen_to")),
        created=span(said.get("created_from"), said.get("created_to")),
        attributes=_attributes(said),
    )


def write(filters: Filters) -> dict[str, str]:
    """What the address says of the filters; empty for a group nothing is chosen of."""
    return {
        "state": filters.state if filters.state != State.ENABLED else "",
        "connection": _list(filters.connection),
        "enrollment": _list(filters.enrollment),
        "type": _list(filters.type),
        "source": _list(filters.sources),
        "role": _list(filters.roles),
        "space": _list(map(str, sorted(filters.spaces)), key=int),
        **dict(zip(("seen_from", "seen_to"), days(filters.last_login), strict=True)),
        **dict(zip(("created_from", "created_to"), days(filters.created), strict=True)),
        **{name: value for attribute in filters.attributes for name, value in _attribute(attribute)},
    }


def span(first: Any, last: Any) -> Span:
    """The moments from the beginning of the first day to the end of the last one; no day leaves that side open."""
    since, until = _day(first), _day(last)
    return Span(_midnight(since), _midnight(until + timedelta(days=1)) if until else None)


def days(moments: Span) -> tuple[str, str]:
    """The first and the last day of a span, as `2026-03-31`; empty where it is open."""
    since, until = moments.since, moments.until
    last = until - timedelta(microseconds=1) if until else None
    return (since.date().isoformat() if since else "", last.date().isoformat() if last else "")


def number(value: Any) -> int:
    """A small whole number; 0 for anything else."""
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else 0


def _chosen(choices: type[StrEnum], value: Any) -> list[Any]:
    return [choices(name) for name in _listed(value) if name in set(choices)]


def _listed(value: Any) -> list[str]:
    """The entries of a list; a comma inside one is written `%2C`."""
    entries = map(unquote, str(value or "").split(",")[:MOST_CHOICES])
    return [entry for entry in entries if entry and entry.isprintable()]


def _list(values: Iterable[str], key: Callable[[str], Any] | None = None) -> str:
    return ",".join(value.replace("%", "%25").replace(",", "%2C") for value in sorted(values, key=key))


def _attributes(said: Mapping[str, Any]) -> tuple[AttributeFilter, ...]:
    named = {name.partition(".")[2] for name in said if name.startswith((ATTRIBUTE, SINCE, UNTIL))}
    filters = [
        AttributeFilter(
            key,
            frozenset(filter(None, map(fold, _listed(said.get(ATTRIBUTE + key))))),
            fold(str(said.get(SINCE + key, ""))),
            fold(str(said.get(UNTIL + key, ""))),
        )
        for key in sorted(filter(str.isprintable, named - {""}))[:MOST_CHOICES]
    ]
    return tuple(one for one in filters if one.values or one.since or one.until)


def _attribute(attribute: AttributeFilter) -> list[tuple[str, str]]:
    return [
        (ATTRIBUTE + attribute.key, _list(attribute.values)),
        (SINCE + attribute.key, attribute.since),
        (UNTIL + attribute.key, attribute.until),
    ]


def _day(value: Any) -> date | None:
    try:
        # A day has a day after it, which ends a span.
        return date.fromisoformat(value) if _DAY.fullmatch(str(value)) and value < str(date.max) else None
    except ValueError:
        return None


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None
