"""How many users the choices of the panel and the chips would give, and what those are called."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from ..attributes.queries import find_values
from ..core.permissions import Permission
from ..core.text import fold
from ..core.work import Work
from ..db.shared import shared
from ..models import AttributeType
from .facets import ATTRIBUTE as FACET_ATTRIBUTE
from .facets import facets
from .filter_address import ATTRIBUTE
from .filter_groups import SHORT, Counted, Known, known
from .filtering import ROLE, SPACE, chosen, in_use, ticked
from .list_view import seen_as
from .listing import ListUsers, criteria_of
from .looks import Looks
from .status_facets import FacetChoice, status_facets


def beside_list(work: Work, query: ListUsers) -> tuple[Counted, Known]:
    """What stands beside the list: the statuses, and what a chip shows besides."""
    work.actor.require(Permission.USERS_VIEW)
    asked = ("beside the list", query.text, query.filters, *seen_as(work.actor))
    return shared(work.session, asked, partial(_beside_list, work, query))


def _beside_list(work: Work, query: ListUsers) -> tuple[Counted, Known]:
    if any(group.startswith((ROLE, SPACE, ATTRIBUTE)) for group in in_use(query.filters)):
        return in_panel(work, query, {})
    return status_facets(Looks(work.session), criteria_of(work, query)), known(work)


def in_panel(work: Work, query: ListUsers, find: Mapping[str, str]) -> tuple[Counted, Known]:
    """Every group; of one that is searched, what was found too, however few users it would give.

    Args:
        work: as whom.
        query: the list.
        find: group → what is looked for among its choices.
    """
    there_is = known(work)
    counted = _facets(work, query)
    for group, text in find.items():
        found = _matching(work, there_is, group, fold(text)) if fold(text).strip() else []
        if found:
            # What is chosen of a group changes no count of its own, and is always counted.
            asked = query.filters
            for value in set(found) - chosen(asked, group):
                asked = ticked(asked, group, value, is_on=True)
            counted[group] = _facets(work, replace(query, filters=asked)).get(group, ())
    return counted, there_is.told(counted)


def _facets(work: Work, query: ListUsers) -> dict[str, tuple[FacetChoice, ...]]:
    return {group.replace(FACET_ATTRIBUTE, ATTRIBUTE): choices for group, choices in facets(work, query).items()}


def _matching(work: Work, there_is: Known, group: str, text: str) -> list[str]:
    """The first values of a group that hold the text."""
    row = there_is.attribute(group)
    if row and row.type is AttributeType.TEXT:
        return find_values(work, row.id, text, SHORT)
    names = there_is.names.get(group, {})
    return [value for value, name in names.items() if text in fold(name)][:SHORT]
