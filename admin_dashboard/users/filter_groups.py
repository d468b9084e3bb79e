"""The groups of the filter panel and the chips, as texts in the reader's language.

A choice's key is its group and value with a colon between: `type:external`, `attr.location:paris`. Its count comes
under this key, apart from the choice: counts change with every letter, choices do not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from sqlalchemy import select
from sqlmodel import col

from ..attributes.queries import AttributeRow, all_attributes
from ..attributes.queries import label as attribute_label
from ..attributes.values import sort_key
from ..core.i18n import _, n_
from ..core.permissions import BUILT_IN_ROLES, Permission
from ..core.text import fold
from ..core.work import Work
from ..db.criteria import Filters
from ..models import AttributeType, Role
from ..spaces.queries import all_spaces
from .bounds import in_field, in_words
from .filter_address import ATTRIBUTE
from .filter_words import LABELS, TITLES
from .filtering import CREATED, ROLE, SEEN, SPACE, bounds, chosen, in_use
from .status_facets import FacetChoice

SHORT = 8
"""Choices a group shows at once; a longer one has a field that finds the rest."""

CHOICES_IN_CHIP = 2
Names = Mapping[str, Mapping[str, str]]
"""Group → value → what it is called."""

Counted = Mapping[str, Sequence[FacetChoice]]
"""Group → its choices with their counts; empty while nothing is counted yet."""


class Choice(TypedDict):
    """One tick of the panel."""

    key: str
    value: str
    label: str
    is_on: bool


class Group(TypedDict):
    """One group: ticks, or two fields from–to of `input_type`. `more` says that there are other choices."""

    key: str
    title: str
    choices: list[Choice]
    is_long: bool
    more: str
    input_type: str
    first: str
    last: str


class Chip(TypedDict):
    """A group in use. `text` when it is no choices, or how many more there are."""

    group: str
    title: str
    choices: list[Choice]
    text: str


@dataclass(frozen=True)
class Known:
    """What can be filtered by besides the words of the product, as one reader may see it."""

    language: str
    attributes: tuple[AttributeRow, ...]
    names: Names

    def title(self, group: str) -> str:
        """What a group is called; empty for what is none."""
        if group in TITLES:
            return TITLES[group].in_language(self.language)
        row = self.attribute(group)
        return attribute_label(row, self.language) if row else ""

    def attribute(self, group: str) -> AttributeRow | None:
        """The attribute a group is about."""
        return next((row for row in self.attributes if f"{ATTRIBUTE}{row.key}" == group), None)

    def told(self, counted: Counted) -> "Known":
        """With what users have of the attributes that hold any text."""
        texts = (f"{ATTRIBUTE}{row.key}" for row in self.attributes if row.type is AttributeType.TEXT)
        found = {group: {choice.value: choice.label for choice in counted.get(group, ())} for group in texts}
        return replace(self, names={**self.names, **found})

    def remembering(self, shown: Sequence["Chip"]) -> "Known":
        """With what chips call their choices: an attribute's text is read out of the counts, which come later."""
        names = {group: dict(labels) for group, labels in self.names.items()}
        for chip in shown:
            known_here = names.setdefault(chip["group"], {})
            for choice in chip["choices"]:
                known_here.setdefault(choice["value"], choice["label"])
        return replace(self, names=names)

    def label(self, group: str, value: str) -> str:
        """What a choice is called; its value for one that is not known any more."""
        return self.names.get(group, {}).get(value, value)


def key_of(group: str, value: str) -> str:
    """The key of a choice."""
    return f"{group}:{value}"


def known(work: Work) -> Known:
    """Everything there is to filter by. Roles and spaces are named to who may see them."""
    language = work.actor.language
    names: dict[str, Mapping[str, str]] = {
        group: {str(value): label.in_language(language) for value, label in labels.items()}
        for group, labels in LABELS.items()
    }
    if work.actor.may(Permission.ROLES_VIEW):
        rows = work.session.execute(select(col(Role.key), col(Role.name)))
        names[ROLE] = {key: _role_name(key, name, language) for key, name in rows}
    if spaces := all_spaces(work):
        names[SPACE] = {str(space.id): space.name for space in spaces}
    attributes = all_attributes(work)
    for row in attributes:
        if row.type is AttributeType.CHOICE:
            names[f"{ATTRIBUTE}{row.key}"] = {sort_key(row.type, choice): choice for choice in row.choices}
    return Known(language, attributes, names)


def panel(there_is: Known, filters: Filters, counted: Counted, find: Mapping[str, str]) -> list[Group]:
    """The groups in their order; one without any choice is left out.

    Args:
        there_is: what can be filtered by.
        filters: what is chosen.
        counted: the counts, for the order of long groups and for what users have of a text; empty at first.
        find: group → what its choices are narrowed down by.
    """
    attributes = [f"{ATTRIBUTE}{row.key}" for row in there_is.attributes]
    made = (_group(there_is, filters, group, (counted, find.get(group, ""))) for group in (*TITLES, *attributes))
    return [group for group in made if group["choices"] or group["input_type"] or group["is_long"]]


def chips(there_is: Known, filters: Filters) -> list[Chip]:
    """What is chosen, group by group, the state apart. A filter the reader may not use is none, here as in the list."""
    hidden = {ROLE, SPACE} - there_is.names.keys()
    return [_chip(there_is, filters, group) for group in in_use(filters) if group not in hidden]


def _group(there_is: Known, filters: Filters, group: str, narrowed: tuple[Counted, str]) -> Group:
    input_type = _input_type(there_is, group)
    row = there_is.attribute(group)
    first, last = (in_field(row, bound) for bound in bounds(filters, group)) if input_type else ("", "")
    values = [] if input_type else _values(there_is, group, narrowed)
    shown, more = _short(filters, group, values)
    return Group(
        key=group,
        title=there_is.title(group),
        choices=_choices(there_is, filters, group, shown),
        is_long=_is_long(there_is, group),
        more=_more(there_is, group, more) if shown or not narrowed[1] else _("No match").in_language(there_is.language),
        input_type=input_type,
        first=first,
        last=last,
    )


def _more(there_is: Known, group: str, count: int) -> str:
    """How many choices are not shown. Of a text only the usual values are known: there may be any number of others."""
    row = there_is.attribute(group)
    if row and row.type is AttributeType.TEXT and _is_long(there_is, group):
        return _("More: type to find them").in_language(there_is.language)
    more = n_("{count} more: type to find it", "{count} more: type to find them", count)
    return more.in_language(there_is.language) if count else ""


def _input_type(there_is: Known, group: str) -> str:
    row = there_is.attribute(group)
    if group in (SEEN, CREATED) or (row and row.type is AttributeType.DATE):
        return "date"
    return "text" if row and row.type is AttributeType.NUMBER else ""


def _values(there_is: Known, group: str, narrowed: tuple[Counted, str]) -> list[str]:
    """The choices that fit what is looked for: those of the product in their order, others most users first."""
    counted, find = narrowed
    names = there_is.names.get(group, {})
    if group in LABELS:
        return list(names)
    if not counted and _is_long(there_is, group):
        return []
    counts = {choice.value: choice.count for choice in counted.get(group, ())}
    fitting = (value for value, name in names.items() if fold(find) in fold(name))
    return sorted(fitting, key=lambda value: (-counts.get(value, 0), fold(names[value])))


def _is_long(there_is: Known, group: str) -> bool:
    return group not in LABELS and len(there_is.names.get(group, {})) > SHORT


def _short(filters: Filters, group: str, values: Sequence[str]) -> tuple[list[str], int]:
    """What is ticked, then the first that fit; and how many more do."""
    if group in LABELS:
        return list(values), 0
    ticked = sorted(chosen(filters, group))
    rest = [value for value in values if value not in ticked]
    return [*ticked, *rest[:SHORT]], max(0, len(rest) - SHORT)


def _choices(there_is: Known, filters: Filters, group: str, values: Sequence[str]) -> list[Choice]:
    on = chosen(filters, group)
    return [
        Choice(key=key_of(group, value), value=value, label=there_is.label(group, value), is_on=value in on)
        for value in values
    ]


def _chip(there_is: Known, filters: Filters, group: str) -> Chip:
    on = chosen(filters, group)
    values = [value for value in there_is.names.get(group, {}) if value in on]
    values += sorted(on.difference(values))
    more = f"+{len(values) - CHOICES_IN_CHIP}" if len(values) > CHOICES_IN_CHIP else ""
    words = in_words(there_is.attribute(group), bounds(filters, group), there_is.language)
    return Chip(
        group=group,
        title=there_is.title(group) or group.removeprefix(ATTRIBUTE),
        choices=_choices(there_is, filters, group, values[:CHOICES_IN_CHIP]),
        text=words or more,
    )


def _role_name(key: str, name: str, language: str) -> str:
    return BUILT_IN_ROLES[key][0].in_language(language) if key in BUILT_IN_ROLES else name
