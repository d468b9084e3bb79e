"""`import`: users from a file, as the page does it, with the same report."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ..cli_tools import FAILED, Json, begin, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..core.permissions import Actor
    from ..core.work import Work
    from .columns import Mapping
    from .files import Shape
    from .queries import ImportView

LOOK_EVERY_SECONDS = 0.2
IGNORE = "ignore"
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}

Mode = Annotated[Literal["create_and_update", "create", "update"], typer.Option(help="What rows may do.")]
Maps = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="COLUMN=FIELD",
        help="What a column is for: a field, attribute:KEY, or ignore. May be given several times.",
    ),
]
Passwords = Annotated[Literal["ignore", "use"], typer.Option(help="Of new users, where a column has them.")]
Delimiter = Annotated[Literal["comma", "semicolon", "tab", "pipe"] | None, typer.Option(help="When it is not found.")]
Text = Annotated[str, typer.Option(help="When it is not found.")]


@dataclass(frozen=True)
class Said:
    """What was said about how the file is read."""

    maps: Sequence[str]
    passwords: Literal["ignore", "use"]
    encoding: str
    delimiter: str
    header_line: int | None
    sheet: str


def import_(  # noqa: PLR0913 - one option a choice
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    *,
    check: Annotated[bool, typer.Option("--check", help="Say what would happen, and touch nobody.")] = False,
    mode: Mode = "create_and_update",
    map: Maps = None,
    passwords: Passwords = "ignore",
    invite: Annotated[bool, typer.Option("--invite", help="Invite everybody who is created.")] = False,
    encoding: Text = "",
    delimiter: Delimiter = None,
    header_line: Annotated[int | None, typer.Option(min=0, help="0 when there is none.")] = None,
    sheet: Text = "",
    json: Json = False,
) -> None:
    """Create and update users from a file: CSV, Excel or JSON, of this product or of another."""
    said = Said(map or (), passwords, encoding, DELIMITERS.get(delimiter or "", ""), header_line, sheet)
    import_id = _prepare(file, said, mode, is_inviting=invite)
    view = _done(import_id, is_check=check)
    try:
        _report(view, is_json=json, is_check=check)
    finally:
        if check:
            _forget(import_id)
    if view.error or view.refused:
        raise typer.Exit(FAILED)


def _prepare(file: Path, said: Said, mode: str, *, is_inviting: bool) -> int:
    """A draft of the import, read as was said; its id. Nothing of it is left when that cannot be."""
    from ..core.forms import parse
    from . import queries, service, storage
    from .commands import Choices

    with begin() as work:
        import_id = service.create_import(work, storage.keep(file))
    try:
        with begin() as work:
            shape = _shape(file, said)
            if shape is not None:
                service.set_shape(work, import_id, shape)
            mapping = queries.find(work, import_id).mapping
            service.set_mapping(work, import_id, _mapped(replace(mapping, passwords=said.passwords), said.maps))
            service.set_choices(work, import_id, parse(Choices, {"mode": mode, "invite": is_inviting}))
    except BaseException:
        _forget(import_id)
        raise
    return import_id


def _shape(file: Path, said: Said) -> Shape | None:
    """How the file is to be read, where anything was said about it."""
    from .files import detect
    from .limits import limits

    if said.header_line is None and not (said.encoding or said.delimiter or said.sheet):
        return None
    shape = detect(file, limits(), sheet=said.sheet, encoding=said.encoding, delimiter=said.delimiter)
    return shape if said.header_line is None else replace(shape, header_line=said.header_line)


def _mapped(mapping: Mapping, maps: Sequence[str]) -> Mapping:
    """With the columns that were named, for what was named."""
    from ..core.errors import InvalidInput
    from ..core.i18n import _
    from .columns import Column, chosen
    from .columns.names import bare

    for said in maps:
        header, _sign, target = said.rpartition("=")
        places = [at for at, column in enumerate(mapping.columns) if bare(column.header) == bare(header)]
        if not header or not places:
            raise InvalidInput(_("The file has no column {name}.", name=header or said))
        column = Column(mapping.columns[places[0]].header, "" if target == IGNORE else target)
        mapping = chosen(mapping, places[0], column)
    return mapping


def _done(import_id: int, *, is_check: bool) -> ImportView:
    """The import once it has been checked and, unless that is all, carried out."""
    from . import service

    with begin() as work:
        service.start_check(work, import_id)
    view = _after_work(import_id)
    if is_check or view.error:
        return view
    with begin() as work:
        service.start_run(work, import_id)
    return _after_work(import_id)


def _after_work(import_id: int) -> ImportView:
    """As it is when nobody is at it any more. A worker of a running server may be the one who does it."""
    from ..jobs.worker import Worker
    from .jobs import KINDS
    from .queries import find

    worker = Worker(KINDS)
    while True:
        is_at_it = worker.run_once()
        with begin() as work:
            view = find(work, import_id)
        if not view.is_active:
            return view
        if not is_at_it:
            time.sleep(LOOK_EVERY_SECONDS)


def _forget(import_id: int) -> None:
    from .service import discard

    with begin() as work:
        discard(work, import_id)


def _report(view: ImportView, *, is_json: bool, is_check: bool) -> None:
    """What became of the rows, or would, as programs read it or as people do."""
    from ..core.permissions import SYSTEM
    from .report import entries

    counts = {name: getattr(view, name) for name in ("created", "updated", "unchanged", "refused", "warned")}
    reason = view.error.in_language("en") if view.error else ""
    rows = entries(_open_work, view.id, SYSTEM)
    if is_json:
        _print_json({"file": view.file_name, "state": str(view.state), "error": reason, **counts}, rows)
        return
    for row in rows:
        if row["reason"]:
            where = f"{row['column']} {row['value']!r}: " if row["column"] else ""
            typer.echo(f"line {row['line']}, {row['kind']}: {where}{row['reason']}")
    would = "Would be: " if is_check else ""
    typer.echo(would + ", ".join(f"{count} {name}" for name, count in counts.items()) + ".")
    if reason:
        say(reason)


def _print_json(head: dict[str, object], rows: Iterable[dict[str, object]]) -> None:
    """One object, its rows written as they come: a million of them are never in memory at once."""
    import json

    text = json.dumps(head, ensure_ascii=False)
    typer.echo(f'{text[:-1]}, "rows": [', nl=False)
    for number, row in enumerate(rows):
        typer.echo(f"{',' if number else ''}\n{json.dumps(row, ensure_ascii=False)}", nl=False)
    typer.echo("\n]}")


def _open_work(_actor: Actor) -> AbstractContextManager[Work]:
    return begin()
