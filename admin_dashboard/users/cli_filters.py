"""The filters of `users list` by their words: options, and what the list is asked by them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..core.work import Work
    from .listing import AttributeFilter, Filters, Span


class FilterName(StrEnum):
    """The advanced filters, by the names they have everywhere."""

    CONNECTED = "Connected"
    NEVER_CONNECTED = "Never connected"
    ENROLLED = "Enrolled"
    NEVER_ENROLLED = "Never enrolled"
    NOT_POSSIBLE = "No enrollment possible"
    INTERNAL = "Internal"
    EXTERNAL = "External"


class SourceName(StrEnum):
    """Where users' records are mastered, as `models.Source` has it."""

    INTERNAL = "internal"
    CSV = "csv"
    SCIM = "scim"
    LDAP = "ldap"


Named = Annotated[list[FilterName] | None, typer.Option("--filter", help="May be given several times.")]
State = Annotated[Literal["enabled", "disabled", "any"], typer.Option()]
Sources = Annotated[
    list[SourceName] | None,
    typer.Option("--source", help="Where the record is mastered. May be given several times."),
]
Roles = Annotated[
    list[str] | None, typer.Option("--role", metavar="KEY", help="Held anywhere. May be given several times.")
]
Spaces = Annotated[
    list[str] | None, typer.Option("--space", metavar="NAME", help="Worked in. May be given several times.")
]
Values = Annotated[
    list[str] | None,
    typer.Option("--attribute", metavar="KEY=VALUE", help="Values of one key are alternatives."),
]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="2026-03-31, in UTC.")]


@dataclass(frozen=True)
class Asked:
    """What was said by options."""

    named: list[FilterName] | None
    state: str
    sources: list[SourceName] | None
    roles: list[str] | None
    spaces: list[str] | None
    attributes: list[str] | None
    seen: tuple[datetime | None, datetime | None]
    created: tuple[datetime | None, datetime | None]


def filters_of(work: Work, asked: Asked) -> Filters:
    """The filters that are meant.

    Raises:
        NotFound: there is no such role, space or attribute.
        NotAllowed: the actor may not see roles.
        InvalidInput: a value is none of its attribute's.
    """
    from ..models import Source
    from ..spaces.queries import find_id
    from .listing import Filters

    return replace(
        Filters.named((name.name.lower() for name in asked.named or ()), asked.state),
        sources=frozenset(map(Source, asked.sources or ())),
        roles=_roles(work, frozenset(asked.roles or ())),
        spaces=frozenset(find_id(work, name) for name in asked.spaces or ()),
        last_login=_span(asked.seen),
        created=_span(asked.created),
        attributes=_attributes(work, asked.attributes or ()),
    )


def _roles(work: Work, keys: frozenset[str]) -> frozenset[str]:
    from sqlmodel import select

    from ..core.errors import NotFound
    from ..core.i18n import _
    from ..core.permissions import Permission
    from ..models import Role

    if keys:
        work.actor.require(Permission.ROLES_VIEW)
    if keys - set(work.session.exec(select(Role.key))):
        raise NotFound(_("There is no such role."))
    return keys


def _span(days: tuple[datetime | None, datetime | None]) -> Span:
    from .filter_address import span

    return span(*(day and day.date().isoformat() for day in days))


def _attributes(work: Work, pairs: Iterable[str]) -> tuple[AttributeFilter, ...]:
    from ..attributes.queries import find
    from ..attributes.values import parse_value, sort_key
    from .listing import AttributeFilter

    values: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        key, _sign, typed = pair.partition("=")
        row = find(work, key.strip())
        values[row.key].add(sort_key(row.type, parse_value(row, typed)))
    return tuple(AttributeFilter(key, frozenset(values[key])) for key in sorted(values))
