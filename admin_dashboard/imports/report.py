"""The report of an import as files: refused rows, to be corrected and imported again, and every row for programs."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..core.permissions import Actor
from ..core.spreadsheet import neutral, original
from ..core.work import OpenWork
from . import queries
from .columns import CLEAR
from .columns.cells import is_left
from .columns.kinds import ERROR
from .columns.names import bare
from .files import Format
from .problems import Problem
from .rows import LARGEST_PAGE, RowsAsked, RowView, Which, rows


def refused_rows(open_work: OpenWork, import_id: int, caller: Actor) -> Iterator[str]:
    """The lines of a CSV file, part by part: the refused rows in their own columns, and why, in the caller's language.

    It is imported as it is once it has been corrected. Passwords are not in it. Never more than a page is in memory.

    Raises:
        NotFound: there is no such import for this caller.
    """
    with open_work(caller) as work:
        view = queries.find(work, import_id)
    headers = [column.header for column in view.mapping.columns]
    # A file that was corrected already has the reasons of the last time.
    kept = [at for at, header in enumerate(headers) if bare(header) != ERROR]
    delimiter = view.shape.delimiter if view.shape.format is Format.CSV else ","
    yield _lines([[*(neutral(headers[at]) for at in kept), ERROR]], delimiter)
    for page in _pages(open_work, import_id, caller, Which.REFUSED):
        yield _lines(([*(_safe(row.cells[at]) for at in kept), _said(row, caller.language)] for row in page), delimiter)


def entries(open_work: OpenWork, import_id: int, caller: Actor) -> Iterator[dict[str, Any]]:
    """What became of every row, for programs: an entry for each problem and each warning of a row, or one for the row.

    `line` as in the file; `outcome` is created, updated, unchanged, refused, or not_done; `kind` tells a warning from a
    problem; `column`, `value` and `reason` are empty where there is nothing to say.

    Raises:
        NotFound: there is no such import for this caller.
    """
    for page in _pages(open_work, import_id, caller, Which.ALL):
        for row in page:
            yield from _entries(row, caller.language)


def _entries(row: RowView, language: str) -> Iterator[dict[str, Any]]:
    of_row = {"line": row.line, "outcome": str(row.outcome or Which.NOT_DONE), "username": row.username}
    told: list[tuple[str, Problem]] = [("problem", one) for one in row.problems]
    told += [("warning", one) for one in row.warnings]
    for kind, one in told:
        said = {"column": one.column, "value": one.value, "reason": one.reason.in_language(language)}
        yield {**of_row, "kind": kind, **said}
    if not told:
        yield {**of_row, "kind": "", "column": "", "value": "", "reason": ""}


def _pages(open_work: OpenWork, import_id: int, caller: Actor, which: Which) -> Iterator[list[RowView]]:
    after = 0
    while True:
        with open_work(caller) as work:
            page = rows(work, import_id, RowsAsked(which, after=after, limit=LARGEST_PAGE))
        if page:
            yield page
            after = page[-1].number
        if len(page) < LARGEST_PAGE:
            return


def _safe(cell: str) -> str:
    """The cell as it is read, made harmless where it is not yet; what says that a value stays, or goes, is harmless."""
    return cell if is_left(cell) or cell.strip() == CLEAR else neutral(original(cell))


def _said(row: RowView, language: str) -> str:
    told = (f"{one.column}: {one.reason.in_language(language)}" for one in row.problems)
    return neutral(" ".join(text.removeprefix(": ") for text in told))


def _lines(lines: Iterable[Sequence[str]], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(lines)
    return text.getvalue()
