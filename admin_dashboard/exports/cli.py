"""`export`: users as a file, through the same filters as `users list`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ..cli_tools import begin, say
from ..users import cli_filters

if TYPE_CHECKING:
    from ..core.permissions import Actor
    from ..core.work import Work

ONLY_OWNER = 0o600


def export(  # noqa: PLR0913 - one option a choice
    *,
    search: Annotated[str, typer.Option(help="Words that must all match.")] = "",
    filter: cli_filters.Named = None,
    state: cli_filters.State = "enabled",
    source: cli_filters.Sources = None,
    role: cli_filters.Roles = None,
    space: cli_filters.Spaces = None,
    attribute: cli_filters.Values = None,
    seen_from: cli_filters.Day = None,
    seen_to: cli_filters.Day = None,
    created_from: cli_filters.Day = None,
    created_to: cli_filters.Day = None,
    format: Annotated[Literal["csv", "xlsx"], typer.Option(help="xlsx needs --output.")] = "csv",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Into this file.")] = None,
) -> None:
    """Users with roles, spaces and attributes, as a file that `import` reads: by default as CSV, to standard output."""
    if output is None and format == "xlsx":
        raise typer.BadParameter("Say where the workbook goes by --output.")
    days = (seen_from, seen_to), (created_from, created_to)
    asked = cli_filters.Asked(filter, state, source, role, space, attribute, *days)
    users, parts = _file(search, asked, format)
    if output is None:
        for part in parts:
            typer.echo(part, nl=False)
        return
    _write(output, parts)
    say(f"{users} users written to {output}.")


def _file(search: str, asked: cli_filters.Asked, name: str) -> tuple[int, Iterable[bytes]]:
    """How many users, and the parts of the file."""
    from ..core.permissions import SYSTEM
    from ..models import ExportFormat
    from ..selection.selection import Selection
    from ..users.listing import ListUsers
    from . import columns, files, people, service

    kind = ExportFormat(name)
    with begin() as work:
        selection = Selection.of_all(ListUsers(search, cli_filters.filters_of(work, asked)))
        users = service.count(work, selection, kind)
        service.record(work, selection, kind, users)
        head = columns.exported(work)
    return users, files.parts(kind, head, people.pages(_open_work, SYSTEM, selection, head), users)


def _open_work(_actor: Actor) -> AbstractContextManager[Work]:
    return begin()


def _write(path: Path, parts: Iterable[bytes]) -> None:
    """What is known of people is nobody else's on this machine."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, ONLY_OWNER), "wb") as file:
        file.writelines(parts)
