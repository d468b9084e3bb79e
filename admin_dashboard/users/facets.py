"""What each choice of the filters would give."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlmodel import col

from ..attributes.queries import AttributeRow, all_attributes
from ..core.permissions import Permission
from ..core.text import fold
from ..core.work import Work
from ..db import tallies
from ..db.criteria import Criteria
from ..db.tallies import Kind, Tally
from ..models import AttributeType, Role
from ..spaces.queries import all_spaces
from .listing import ListUsers, criteria_of
from .looks import Looks
from .status_facets import FacetChoice, capped, status_facets

MOST_NAMED, MOST_VALUES = 50, 20
"""Roles or spaces, and values of an attribute, that are offered; those chosen always are."""
ROLE, SPACE, ATTRIBUTE = "role", "space", "attribute:"

Facets = Mapping[str, tuple[FacetChoice, ...]]
"""Group → its choices: connection, enrollment, type, state, source, role, space, attribute:KEY."""


def facets(work: Work, query: ListUsers) -> Facets:
    """What each choice would give if it alone were chosen of its group, under the text and the other groups' filters.

    Roles and spaces come for who may see them; values for attributes that are texts or choices.
    """
    work.actor.require(Permission.USERS_VIEW)
    criteria, looks = criteria_of(work, query), Looks(work.session)
    found = dict(status_facets(looks, criteria))
    if work.actor.may(Permission.ROLES_VIEW):
        found[ROLE] = _roles(looks, criteria)
    if spaces := all_spaces(work):
        names = {(space.id,): (str(space.id), space.name) for space in spaces}
        chosen = {(space_id,) for space_id in criteria.filters.spaces}
        others = replace(criteria, filters=replace(criteria.filters, spaces=frozenset()))
        found[SPACE] = _named(looks, tallies.SPACES, others, _Choices(names, chosen))
    return found | _attributes(work, looks, criteria)


@dataclass(frozen=True)
class _Choices:
    """What may be chosen, each with its value in the address and its name; and what is."""

    names: Mapping[Kind, tuple[str, str]]
    chosen: Collection[Kind]


def _roles(looks: Looks, criteria: Criteria) -> tuple[FacetChoice, ...]:
    rows = looks.session.execute(select(col(Role.id), col(Role.key), col(Role.name)))
    names = {(role_id,): (key, name) for role_id, key, name in rows}
    chosen = {kind for kind, (key, _name) in names.items() if key in criteria.filters.roles}
    others = replace(criteria, filters=replace(criteria.filters, roles=frozenset()))
    return _named(looks, tallies.ROLES, others, _Choices(names, chosen))


def _named(looks: Looks, of: tallies.Dimension, others: Criteria, choices: _Choices) -> tuple[FacetChoice, ...]:
    """The choices by name, the most frequent ones when there are too many."""
    names = choices.names
    counts, is_all = tallies.kinds(looks.session, of, looks.at(others))
    by_name = sorted(names, key=lambda kind: fold(names[kind][1]))
    kept = set(_most(by_name, counts, choices.chosen, MOST_NAMED))
    if not is_all:
        counts |= tallies.rare_kinds(looks.session, of, others, kept)
    nobody = Tally(is_exact=is_all)
    return tuple(_choice(*names[kind], counts.get(kind, nobody)) for kind in by_name if kind in kept)


def _most(kinds: Iterable[Kind], counts: Mapping[Kind, Tally], chosen: Collection[Kind], most: int) -> list[Kind]:
    """The most frequent kinds, those chosen before all others; equals in the order given."""
    ranked = sorted(kinds, key=lambda kind: (kind not in chosen, -counts[kind].count if kind in counts else 0))
    return ranked[: max(most, len(chosen))]


def _choice(value: str, label: str, tally: Tally) -> FacetChoice:
    return FacetChoice(value, label, *capped(tally.count, is_exact=tally.is_exact))


def _attributes(work: Work, looks: Looks, criteria: Criteria) -> dict[str, tuple[FacetChoice, ...]]:
    rows = [row for row in all_attributes(work) if row.type in (AttributeType.TEXT, AttributeType.CHOICE)]
    together: dict[Criteria, list[AttributeRow]] = defaultdict(list)
    for row in rows:
        attributes = tuple(one for one in criteria.filters.attributes if one.key != row.key)
        together[replace(criteria, filters=replace(criteria.filters, attributes=attributes))].append(row)
    chosen = {one.key: one.values for one in criteria.filters.attributes}
    found: dict[str, tuple[FacetChoice, ...]] = {}
    for others, alike in together.items():
        found |= _values(looks, others, alike, chosen)
    return {ATTRIBUTE + row.key: found[row.key] for row in rows}


def _values(
    looks: Looks, others: Criteria, rows: list[AttributeRow], chosen: Mapping[str, Collection[str]]
) -> dict[str, tuple[FacetChoice, ...]]:
    """The values of attributes that the same users are asked for, the most frequent first."""
    counts, is_all = tallies.kinds(looks.session, tallies.ATTRIBUTES, looks.at(others), [row.id for row in rows])
    kept = {row.key: _offered(row, counts, chosen.get(row.key, ())) for row in rows}
    every = [kind for kinds in kept.values() for kind in kinds]
    counts = dict.fromkeys(every, Tally(is_exact=is_all)) | counts
    if not is_all:
        counts |= tallies.rare_kinds(looks.session, tallies.ATTRIBUTES, others, every)
    names = _declared(rows)
    choices: dict[str, tuple[FacetChoice, ...]] = {}
    for key, kinds in kept.items():
        ranked = sorted(kinds, key=lambda kind: (-counts[kind].count, kind))
        choices[key] = tuple(_choice(k[1], names.get(k) or counts[k].name or k[1], counts[k]) for k in ranked)
    return choices


def _offered(row: AttributeRow, counts: Mapping[Kind, Tally], chosen: Collection[str]) -> list[Kind]:
    asked = {(row.id, value) for value in chosen}
    declared = {(row.id, fold(choice)) for choice in row.choices}
    found = [kind for kind in counts if kind[0] == row.id]
    return _most(sorted({*found, *asked, *declared}), counts, asked, MOST_VALUES)


def _declared(rows: Iterable[AttributeRow]) -> dict[Kind, str]:
    return {(row.id, fold(choice)): choice for row in rows for choice in row.choices}
