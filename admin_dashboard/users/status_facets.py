"""What each choice of connection, enrollment, type, state and source would give."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Any

from sqlmodel import Session

from ..db import search, tallies
from ..db.criteria import Connection, Criteria, Enrollment, Filters, State, UserType
from ..db.groups import groups
from ..db.shared import shared
from ..db.tallies import Status, Statuses
from ..models import Source


@dataclass(frozen=True)
class FacetChoice:
    """A choice as the address names it, what it is called, and how many it would give: at least, or exactly."""

    value: str
    label: str
    count: int
    is_exact: bool


_Seen = tuple[Counter[Any], float]
"""How many there are at least of each choice, and which share of all who match that may be."""


@dataclass(frozen=True)
class _Group:
    """A group: the field of `Filters` that has what is chosen, the choices, and those a status falls under."""

    field: str
    choices: type[StrEnum]
    of: Callable[[Status], set[Any]]

    def chosen(self, filters: Filters) -> frozenset[Any]:
        value = getattr(filters, self.field)
        return frozenset({value}) if isinstance(value, State) else value

    def choosing(self, filters: Filters, choice: Any = None) -> Filters:
        """With this one chosen alone, or none."""
        if self.choices is State:
            return replace(filters, state=choice or State.ANY)
        return replace(filters, **{self.field: frozenset({choice} if choice else ())})


def _enrollment(status: Status) -> Enrollment:
    if status.is_external or (status.is_connected and not status.is_invited):
        return Enrollment.NOT_POSSIBLE
    return Enrollment.ENROLLED if status.is_invited else Enrollment.NEVER


STATUS_GROUPS = {
    "connection": _Group(
        "connection", Connection, lambda s: {Connection.CONNECTED if s.is_connected else Connection.NEVER}
    ),
    "enrollment": _Group("enrollment", Enrollment, lambda s: {_enrollment(s)}),
    "type": _Group("type", UserType, lambda s: {UserType.EXTERNAL if s.is_external else UserType.INTERNAL}),
    "state": _Group("state", State, lambda s: {State.ENABLED if s.is_enabled else State.DISABLED, State.ANY}),
    "source": _Group("sources", Source, lambda s: {s.source}),
}


def status_facets(session: Session, criteria: Criteria) -> dict[str, tuple[FacetChoice, ...]]:
    """Group → its choices in the order they are declared; their names are for who shows them."""
    plain = _whatever_status(criteria)
    if not (plain.words or groups(plain.filters)):
        counted = shared(session, "statuses of everybody", partial(tallies.everybodys_statuses, session))
        share = 1.0
    else:
        reach = tallies.reach(session, plain)
        counted, share = tallies.statuses(session, reach.fits), reach.share
    found: dict[str, tuple[FacetChoice, ...]] = {}
    for name, group in STATUS_GROUPS.items():
        counts = _by_choice(counted, criteria.filters, group)
        tallied = {choice: (counts[choice], True) for choice in group.choices}
        if share < 1:
            tallied = _of_many(session, criteria, group, (counts, share))
        found[name] = tuple(FacetChoice(str(c), "", *capped(n, is_exact=exact)) for c, (n, exact) in tallied.items())
    return found


def capped(count: int, *, is_exact: bool) -> tuple[int, bool]:
    """A number that is no more than "at least" says no more than the list's total does."""
    return (count if is_exact else min(count, search.CAP)), is_exact


def _whatever_status(criteria: Criteria) -> Criteria:
    filters = criteria.filters
    for group in STATUS_GROUPS.values():
        filters = group.choosing(filters)
    return replace(criteria, filters=filters)


def _by_choice(counted: Statuses, filters: Filters, asked: _Group) -> Counter[Any]:
    """How many each choice of the group gives under the other groups."""
    others = [(group, group.chosen(filters)) for group in STATUS_GROUPS.values() if group is not asked]
    counts: Counter[Any] = Counter()
    for status, number in counted.items():
        if all(not chosen or group.of(status) & chosen for group, chosen in others):
            counts.update(dict.fromkeys(asked.of(status), number))
    return counts


def _of_many(session: Session, criteria: Criteria, group: _Group, seen: _Seen) -> dict[Any, tuple[int, bool]]:
    """The choices when too many match to look at all: those that may be few are counted by themselves."""
    counts, share = seen
    others = replace(criteria, filters=group.choosing(criteria.filters))
    if others.filters.facets():
        reach = tallies.reach(session, others)
        found = _by_choice(tallies.statuses(session, reach.fits), others.filters, group)
        if reach.is_all:
            return {choice: (found[choice], True) for choice in group.choices}
        counts, share = counts | found, max(share, reach.share)
    few = search.CAP * share
    return {
        choice: (counts[choice], False)
        if counts[choice] > few
        else _alone(session, replace(criteria, filters=group.choosing(criteria.filters, choice)), counts[choice])
        for choice in group.choices
    }


def _alone(session: Session, criteria: Criteria, least: int) -> tuple[int, bool]:
    reach = tallies.reach(session, criteria)
    return (tallies.statuses(session, reach.fits).total(), True) if reach.is_all else (least, False)
