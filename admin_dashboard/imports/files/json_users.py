"""Users in JSON as rows: in a list, in a list under `users`, or one after another.

What is nested gets the names of all its levels (`attributes.department`). Lists become one text, parted by `;`; a list
of objects does so under each of their names. Envelopes as in Mattermost's bulk export (`{"type": "user", "user": …}`)
are opened, those of another type passed over.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from ...core.i18n import _
from .json_text import JsonText
from .shape import Format, Limits, UnreadableFile, too_many_columns
from .unicode import whole

LISTS = {"users", "resources", "value"}
"""Names, in lower case, under which documents keep their users: Keycloak and Google, SCIM, Microsoft Graph."""
_MOST_LEVELS = 20
SEPARATOR = ";"

Fields = dict[str, list[str]]
"""Name → the texts found under it."""


def format_of(file: TextIO) -> Format:
    """Whether the document is a list of users, or holds one under a known name; else users one after another."""
    text = JsonText(file)
    return Format.JSON if text.peek() == "[" or _enter_list(text) else Format.JSONL


def fields(file: TextIO, form: Format) -> Iterator[tuple[int, Fields]]:
    """The users, each with its number in the list or, if there is none, its line: both from 1.

    Raises:
        UnreadableFile: it is no JSON, or something in it is no user.
    """
    text = JsonText(file)
    for place, value in _listed(text) if form is Format.JSON else _in_a_row(text):
        user = _user(value, place)
        if user is not None:
            found: Fields = {}
            _flatten(user, "", found, _MOST_LEVELS)
            yield place, found


def columns(users: Iterable[tuple[int, Fields]], limits: Limits) -> list[str]:
    """Every name that some user has, in the order of their first appearance.

    Raises:
        UnreadableFile: there are more than the limit.
    """
    known: dict[str, None] = {}
    for place, found in users:
        if not found.keys() <= known.keys():
            known.update(dict.fromkeys(found))
            if len(known) > limits.columns:
                raise too_many_columns(place, limits)
    return list(known)


def aligned(users: Iterable[tuple[int, Fields]], known: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The users as rows under these names; what has none of them comes behind."""
    for place, found in users:
        cells = [SEPARATOR.join(found.pop(name, ())) for name in known]
        yield place, cells + [SEPARATOR.join(texts) for texts in found.values()]


def _enter_list(text: JsonText) -> bool:
    """Read up to the list of users of a document; False when it is an object that has none."""
    text.require("{")
    while not text.passes("}"):
        name = text.value()
        text.require(":")
        if isinstance(name, str) and name.lower() in LISTS and text.peek() == "[":
            return True
        text.skip()
        if not text.passes(",") and text.peek() != "}":
            text.require(",")
    return False


def _listed(text: JsonText) -> Iterator[tuple[int, object]]:
    if text.peek() != "[" and not _enter_list(text):
        raise UnreadableFile(_("No list of users is in this file."))
    text.require("[")
    number = 0
    while not text.passes("]"):
        if number:
            text.require(",")
        number += 1
        yield number, text.value()


def _in_a_row(text: JsonText) -> Iterator[tuple[int, object]]:
    while text.peek():
        yield text.line, text.value()


def _user(value: object, place: int) -> dict[str, object] | None:
    """The user, out of its envelope; None: something else is in the envelope."""
    if not isinstance(value, dict):
        raise UnreadableFile(_("Entry {place} is not a user.", place=place))
    kind = value.get("type")
    if not isinstance(kind, str) or kind not in value or kind == "type":
        return value
    inner = value[kind]
    return inner if kind == "user" and isinstance(inner, dict) else None


def _flatten(value: object, name: str, found: Fields, levels: int) -> None:
    if not levels:
        raise UnreadableFile(_("A user in this file has too many levels."))
    if isinstance(value, dict):
        for key, inner in value.items():
            _flatten(inner, f"{name}.{key}" if name else key, found, levels - 1)
        return
    inners = value if isinstance(value, list) else [value]
    texts = [_text(inner) for inner in inners if not isinstance(inner, dict | list | None)]
    if texts or not any(inners):
        found.setdefault(whole(name), []).extend(texts)
    for inner in inners:
        if isinstance(inner, dict | list):
            _flatten(inner, name, found, levels - 1)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return whole(str(value))
