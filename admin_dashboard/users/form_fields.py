"""What the Add user and Edit forms ask beside the fields everybody has: each attribute, in order."""

from collections.abc import Mapping
from typing import Any, TypedDict

from ..attributes.queries import AttributeRow, all_attributes, label
from ..attributes.storing import check
from ..attributes.values import shown
from ..core.errors import InvalidInput
from ..core.work import Work
from .record_more import LANGUAGES, in_words

PREFIX = "attribute_"
"""Stands before an attribute's key in a form, so that it is never taken for another field."""
NOTHING = "–"


class FormField(TypedDict):
    """One attribute of a form. `number` changes when we put a value into it: a new control takes the old one's place.

    `key` is what its error stands under, `name` what it is sent as.
    """

    key: str
    name: str
    label: str
    kind: str
    is_required: bool
    choices: list[str]
    value: str
    number: int


def form_fields(work: Work, values: Mapping[str, str]) -> list[FormField]:
    """Every attribute as a field, holding the user's value."""
    return [_field(row, values.get(row.key, ""), work.actor.language) for row in all_attributes(work)]


def _field(row: AttributeRow, value: str, language: str) -> FormField:
    return FormField(
        key=row.key,
        name=f"{PREFIX}{row.key}",
        label=label(row, language),
        kind=str(row.type),
        is_required=row.is_required,
        choices=list(row.choices),
        value=value,
        number=0,
    )


def parted(form: object) -> tuple[dict[str, Any], dict[str, Any]]:
    """(the other fields, attribute key → what was typed) of what a form sent."""
    sent: dict[str, Any] = form if isinstance(form, dict) else {}
    attributes = {name.removeprefix(PREFIX): value for name, value in sent.items() if name.startswith(PREFIX)}
    return {name: value for name, value in sent.items() if not name.startswith(PREFIX)}, attributes


def told_together(work: Work, error: InvalidInput, attributes: Mapping[str, Any]) -> InvalidInput:
    """The refusal of a form's other fields, with what is wrong with its attributes too."""
    typed = {key: value for key, value in attributes.items() if isinstance(value, str)}
    try:
        check(work, typed, {})
    except InvalidInput as wrong:
        if error.fields:
            return InvalidInput(error.message, {**wrong.fields, **error.fields})
    return error


def with_value(fields: list[FormField], name: str, value: str) -> list[FormField]:
    """The fields, one of them holding another value."""
    return [
        FormField(**{**one, "value": value, "number": one["number"] + 1}) if one["name"] == name else one
        for one in fields
    ]


def theirs_by_name(theirs: Mapping[str, str], fields: list[FormField]) -> dict[str, str]:
    """What somebody else has stored, by the names of the form's fields."""
    names = {one["key"]: one["name"] for one in fields}
    return {names.get(key, key): value for key, value in theirs.items()}


def theirs_in_words(work: Work, theirs: Mapping[str, str]) -> dict[str, str]:
    """What somebody else has stored, by the names of the form's fields, as it is read; never empty."""
    kinds = {f"{PREFIX}{row.key}": row.type for row in all_attributes(work)}
    words: dict[str, str] = {}
    for name, value in theirs.items():
        if name == "language":
            words[name] = in_words(LANGUAGES[value], work.actor.language)
        else:
            words[name] = (shown(kinds[name], value, work.actor.language) if name in kinds else value) or NOTHING
    return words
