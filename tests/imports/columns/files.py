"""Files of other systems, as their administrators have them, and what this product makes of them."""

import csv
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from admin_dashboard.imports.columns import Column, Mapping, groups_in, reader, recognise, with_groups

FOLDER = Path(__file__).parents[1] / "fixtures" / "dialects"
BUILT_IN = {
    "function": ("Function", "Fonction"),
    "organization": ("Organization", "Organisation"),
    "location": ("Location", "Lieu"),
    "phone": ("Phone", "Téléphone"),
    "time_zone": ("Time zone", "Fuseau horaire"),
}
"""The attributes every site begins with, and their labels."""
ROLES = ("administrator", "user_manager", "help_desk", "auditor", "space_manager")


@dataclass(frozen=True)
class Known:
    """A file after its columns were recognised."""

    mapping: Mapping
    rows: list[list[str]]

    @property
    def targets(self) -> dict[str, str]:
        """Header → what it is for, where it is for anything."""
        return {column.header: column.target for column in self.mapping.columns if column.target}

    def column(self, header: str) -> Column:
        """The column under that header."""
        return next(column for column in self.mapping.columns if column.header == header)

    def users(self) -> list[dict[str, str]]:
        """What each row says."""
        return list(map(reader(self.mapping), self.rows))


def known(headers: Sequence[str], *rows: Sequence[str], roles: Collection[str] = ROLES) -> Known:
    """These headers and rows on a site with the built-in attributes and roles."""
    cells = [list(row) for row in rows]
    mapping = recognise(headers, BUILT_IN, cells)
    return Known(with_groups(mapping, groups_in(mapping, cells), roles), cells)


def file(name: str) -> Known:
    """One of the files, its columns recognised; Entra's first line is none of its table."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        headers, *rows = [row for row in csv.reader(lines) if not row[0].startswith("version:")]
    return known(headers, *rows)
