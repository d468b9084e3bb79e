"""Groups of another system, and the roles they give here."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import islice

from ...core.spreadsheet import SEPARATOR
from .cells import said
from .kinds import Reading
from .mapping import Mapping

USUAL_ROLES = {
    "/platform/administrators": "administrator",
    "/platform/delegated": "user_manager",
    "system_admin": "administrator",
    "system_user_manager": "user_manager",
    "system_read_only_admin": "auditor",
}
"""What groups of Meeds and Mattermost give where nobody has said anything, as far as the site has the role."""
EVERYBODYS = frozenset({"/platform/users", "system_user", "offline_access", "uma_authorization"})
"""Groups that say no more than that somebody is there: they give no role, and need no word."""

MOST_GROUPS = 10_000
"""Whatever has more is no list of groups, and would not stay within the memory that an import may take."""

# `manager:/platform/users`: how somebody belongs to the group, which is told by its path.
_MEMBERSHIP = re.compile(r"[^:/]*:(?=/)")


def groups_of(cell: str, reading: Reading) -> list[str]:
    """The groups that a cell names, each once."""
    parts = cell.split() if reading is Reading.GROUP_WORDS else cell.split(SEPARATOR)
    names = (_MEMBERSHIP.sub("", part.strip(), count=1).strip() for part in parts)
    return list(dict.fromkeys(filter(None, names)))


def groups_in(mapping: Mapping, rows: Iterable[Sequence[str]]) -> list[str]:
    """Every group that the rows' cells name, in the order they come in; nothing where no column holds groups.

    No more than MOST_GROUPS: the rows behind those are not read.
    """
    at, reading = place_of_groups(mapping)
    if at < 0:
        return []
    found: dict[str, None] = {}
    # Many say the same; of long ones only the hash is kept.
    looked_at: set[int] = set()
    for row in rows:
        cell = said(row[at])
        if hash(cell) in looked_at:
            continue
        if len(looked_at) < MOST_GROUPS:
            looked_at.add(hash(cell))
        found.update(dict.fromkeys(groups_of(cell, reading)))
        if len(found) >= MOST_GROUPS:
            break
    return [*islice(found, MOST_GROUPS)]


def with_groups(mapping: Mapping, groups: Iterable[str], roles: Collection[str]) -> Mapping:
    """With the usual role of each of these groups that nobody has decided yet; `roles` are the keys the site has."""
    usual = {group: role for group in groups if (role := _usual(group)) is not None and role in {"", *roles}}
    return replace(mapping, groups={**usual, **mapping.groups})


def _usual(group: str) -> str | None:
    name = group.casefold()
    return "" if name in EVERYBODYS or name.startswith("default-roles-") else USUAL_ROLES.get(name)


def place_of_groups(mapping: Mapping) -> tuple[int, Reading]:
    """Where the groups stand, and how they are written; -1: nowhere."""
    places = ((at, column.reading) for at, column in enumerate(mapping.columns) if column.target == "roles")
    at, reading = next(places, (-1, Reading.PLAIN))
    return (at, reading) if reading is not Reading.PLAIN else (-1, reading)
