"""What each choice of connection, enrollment, type, state and source would give."""

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlmodel import Session

from ..db import search, tallies
from ..db.criteria import Criteria
from ..db.shared import shared
from ..db.tallies import Seen
from .looks import Looks, is_everybody
from .status_groups import STATUS_GROUPS, StatusGroup, admitted, whatever_status, without_each


@dataclass(frozen=True)
class FacetChoice:
    """A choice as the address names it, what it is called, and how many it would give: at least, or exactly."""

    value: str
    label: str
    count: int
    is_exact: bool


def status_facets(looks: Looks, criteria: Criteria) -> dict[str, tuple[FacetChoice, ...]]:
    """Group → its choices in the order they are declared; their names are for who shows them."""
    counted = _everybody(looks.session) if is_everybody(whatever_status(criteria)) else None
    found: dict[str, tuple[FacetChoice, ...]] = {}
    for name, group, filters in without_each(criteria.filters):
        others = replace(criteria, filters=filters)
        seen = counted.only(admitted(filters)) if counted else looks.at(others)
        tallied = _by_choice(looks, others, group, seen)
        found[name] = tuple(FacetChoice(str(c), "", *capped(n, is_exact=exact)) for c, (n, exact) in tallied.items())
    return {name: found[name] for name in STATUS_GROUPS}


def capped(count: int, *, is_exact: bool) -> tuple[int, bool]:
    """A number that is no more than "at least" says no more than the list's total does."""
    return (count if is_exact else min(count, search.CAP)), is_exact


def _everybody(session: Session) -> Seen:
    counted = shared(session, "statuses of everybody", partial(tallies.everybodys_statuses, session))
    return Seen({status: (number, "") for status, number in counted.items()})


def _by_choice(looks: Looks, others: Criteria, group: StatusGroup, seen: Seen) -> dict[Any, tuple[int, bool]]:
    """How many each choice gives; of those who may be few by themselves, when not all who match were seen."""
    counts: Counter[Any] = Counter()
    for status, number in seen.statuses.items():
        counts.update(dict.fromkeys(group.of(status), number))
    found = {choice: (counts[choice], seen.is_all) for choice in group.choices}
    for choice, (count, is_exact) in found.items():
        if not is_exact and count <= search.CAP * seen.share:
            alone = looks.at(replace(others, filters=group.choosing(others.filters, choice)))
            found[choice] = max(count, alone.statuses.total()), alone.is_all
    return found
