"""From the cells of a row to what it says about a user."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial

from ...core.spreadsheet import SEPARATOR
from .cells import is_left, parse_enabled, said
from .groups import groups_of
from .kinds import Dialect, Reading
from .mapping import Column, Mapping

UNDECIDED_GROUPS = "groups"
"""Not a target: the row's groups of which nobody has said what role they give, separated by `;`. A warning."""

Values = dict[str, str]
_Put = Callable[[Values, str], None]
_EXAMPLE = re.compile(r"\s*ex[ae]mple\s*:", re.IGNORECASE)
_WITH_EXAMPLE = frozenset({Dialect.ENTRA_CREATE, Dialect.ENTRA_INVITE})


def reader(mapping: Mapping) -> Callable[[Sequence[str]], Values]:
    """A function from a row's cells, as many as the file has columns, to what they say: target → text.

    Only what is said is there: a value that is not named stays as it is. A text is as the file has it, trimmed, but:
    what an INVERTED column says is `yes` or `no` as `enabled` means it (left alone where it is neither); groups are the
    keys of their roles. A password is exactly what its cell holds, and only there when passwords are used. The line of
    examples in a template says nothing.
    """
    plain = [(at, column.target) for at, column in enumerate(mapping.columns) if _is_plain(column)]
    special = [(at, put) for at, column in enumerate(mapping.columns) if (put := _special(mapping, column))]

    def read(cells: Sequence[str]) -> Values:
        values: Values = {}
        for at, target in plain:
            text = said(cells[at])
            if text:
                values[target] = text
        for at, put in special:
            put(values, cells[at])
        return values

    return _without_example(read) if mapping.dialect in _WITH_EXAMPLE else read


def _is_plain(column: Column) -> bool:
    return column.target not in {"", "password"} and column.reading is Reading.PLAIN


def _special(mapping: Mapping, column: Column) -> _Put | None:
    if column.target == "password":
        return _put_password if mapping.passwords == "use" else None
    if column.reading is Reading.INVERTED:
        return _put_inverted
    if column.reading is Reading.FULL_NAME:
        return _put_names
    is_groups = column.reading in {Reading.GROUPS, Reading.GROUP_WORDS}
    return partial(_put_roles, _roles_of(mapping, column.reading)) if is_groups else None


def _put_password(values: Values, cell: str) -> None:
    if not is_left(cell):
        values["password"] = cell


def _put_inverted(values: Values, cell: str) -> None:
    text = said(cell)
    if text:
        is_so = parse_enabled(text)
        values["enabled"] = text if is_so is None else "no" if is_so else "yes"


def _put_names(values: Values, cell: str) -> None:
    text = said(cell)
    if text:
        first, _blank, last = text.rpartition(" ")
        names = {"first_name": first.rstrip() or last, "last_name": last if first else ""}
        values.update({target: name for target, name in names.items() if name})


def _put_roles(roles_of: Callable[[str], tuple[str, str]], values: Values, cell: str) -> None:
    roles, undecided = roles_of(said(cell))
    if roles:
        values["roles"] = roles
    if undecided:
        values[UNDECIDED_GROUPS] = undecided


def _roles_of(mapping: Mapping, reading: Reading) -> Callable[[str], tuple[str, str]]:
    """From a cell to its roles, and to its groups that nobody has decided about."""

    @lru_cache(maxsize=1024)
    def roles_of(cell: str) -> tuple[str, str]:
        groups = groups_of(cell, reading)
        roles = dict.fromkeys(mapping.groups[group] for group in groups if mapping.groups.get(group))
        return SEPARATOR.join(roles), SEPARATOR.join(group for group in groups if group not in mapping.groups)

    return roles_of


def _without_example(read: Callable[[Sequence[str]], Values]) -> Callable[[Sequence[str]], Values]:
    return lambda cells: {} if cells and _EXAMPLE.match(cells[0]) else read(cells)
