"""What each column of a file is for. A person sees it, may change it, and it is remembered for files like this one."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from ...core.errors import InvalidInput
from ...core.i18n import _
from .kinds import ATTRIBUTE, ERROR, READINGS, TARGETS, Dialect, Note, Reading
from .names import bare
from .words import is_secret


@dataclass(frozen=True)
class Column:
    """A column of the file and what it is for. `known` is False where nobody can tell: a person has to choose."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    header: str
    target: str = ""
    reading: Reading = Reading.PLAIN
    note: Note = Note.NONE
    known: bool = True

    @property
    def claims(self) -> tuple[str, ...]:
        """The targets it fills: a full name fills both names."""
        if self.reading is Reading.FULL_NAME:
            return ("first_name", "last_name")
        return (self.target,) if self.target else ()

    @property
    def is_secret(self) -> bool:
        """Whether its cells are for nobody's eyes and are not kept, whatever it is for."""
        return self.target == "password" or is_secret(self.header)


@dataclass(frozen=True)
class Mapping:
    """What the columns are for, in their order in the file; no two are for the same.

    `groups` gives groups of the file a role, or none for certain (empty); a group that is not in it is undecided, gives
    none either, and earns its row a warning. Passwords are read only when somebody has said so.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    dialect: Dialect
    columns: tuple[Column, ...]
    groups: dict[str, str] = field(default_factory=dict)
    passwords: Literal["ignore", "use"] = "ignore"

    @property
    def key(self) -> str:
        """The target that tells who a row is about: `username`, else `email`, else nothing does."""
        targets = {column.target for column in self.columns}
        return next((target for target in ("username", "email") if target in targets), "")


class UnusableMapping(InvalidInput):
    """What columns are for was not said in a way that can be followed; nothing was taken from it."""

    def __init__(self) -> None:
        super().__init__(_("The columns are not described in a way that can be used. Choose them anew."))


def header_key(headers: Iterable[str]) -> str:
    """What a mapping is remembered under: the same for the same headers in whatever order, case and spelling."""
    names = sorted(filter(None, map(bare, headers)))
    known_by = [name for name in names if name != ERROR]
    return hashlib.sha256("\n".join(known_by).encode()).hexdigest()


def chosen(mapping: Mapping, position: int, column: Column) -> Mapping:
    """With that column at the position (from 0); what else was for the same is ignored from now on."""
    columns = [
        replace(other, target="", reading=Reading.PLAIN, note=Note.TWICE) if _same(other, column) else other
        for other in mapping.columns
    ]
    columns[position] = column
    return replace(mapping, columns=tuple(columns))


def fitted(mapping: Mapping, headers: Sequence[str]) -> Mapping:
    """The mapping for a file of the same headers in another order. A header it does not know is ignored."""
    known: dict[str, list[Column]] = defaultdict(list)
    for column in reversed(mapping.columns):
        known[bare(column.header)].append(column)
    columns = (
        replace(known[bare(header)].pop(), header=header)
        if known[bare(header)]
        else Column(header, known=bare(header) == ERROR)
        for header in headers
    )
    return replace(mapping, columns=tuple(columns))


def to_json(mapping: Mapping) -> str:
    """The mapping as text, to be remembered."""
    return _JSON.dump_json(mapping).decode()


def from_json(text: str, attributes: Collection[str]) -> Mapping:
    """The mapping that `to_json` wrote, or a person sent; `attributes` are the keys there are today.

    Raises:
        UnusableMapping: it is none, a target or attribute does not exist, or two columns are for the same.
    """
    try:
        mapping = _JSON.validate_json(text)
    except ValidationError:
        raise UnusableMapping from None
    return checked(mapping, attributes)


def checked(mapping: Mapping, attributes: Collection[str]) -> Mapping:
    """The same mapping, once it is certain that it can be followed. Raises like `from_json`."""
    targets = {"", *TARGETS, *(f"{ATTRIBUTE}{key}" for key in attributes)}
    claims = [target for column in mapping.columns for target in column.claims]
    fits = all(
        column.target in targets and column.reading in READINGS.get(column.target, (Reading.PLAIN,))
        for column in mapping.columns
    )
    if not fits or len(claims) != len(set(claims)):
        raise UnusableMapping
    return mapping


def _same(column: Column, other: Column) -> bool:
    return not set(column.claims).isdisjoint(other.claims)


_JSON = TypeAdapter(Mapping)
