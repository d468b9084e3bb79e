"""Rows as they are stored: written by the check, read again by the run."""

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlmodel import Session

from ..core.work import Work
from ..db.bulk import insert_tuples, update_tuples
from ..models import Import, ImportRow, RowOutcome
from .cleaning import Cleaner, Row
from .problems import dump

UNIT = "\x1f"
"""Between the cells of a row. Nobody types it; in a cell it becomes the sign for what cannot be shown."""
_INSTEAD = "\ufffd"
SWITCHED_OFF = '"enabled": ["yes", "no"]'
"""In the changes of a row that disables its user."""
_DECIDED = ("outcome", "user_id", "invite", "username", "email", "problems", "changes")
_COLUMNS = ("import_id", "number", "line", *_DECIDED, "warnings", "cells")


class Staged(NamedTuple):
    """A row as it is stored."""

    number: int
    line: int
    outcome: str
    user_id: int | None
    invite: bool
    username: str | None
    email: str | None
    problems: str | None
    changes: str | None
    warnings: str | None
    cells: str


_staged = partial(tuple.__new__, Staged)
_ROWS = ImportRow.__table__  # type: ignore[attr-defined]
_SELECT: Any = select(*(_ROWS.c[name] for name in Staged._fields))


def store(work: Work, import_id: int, cleaner: Cleaner, rows: Sequence[Row]) -> None:
    """Keep new rows, and what was decided about them."""
    tuples = [
        (
            *(import_id, row.number, row.line, *decided(row)),
            dump(row.warnings) if row.warnings else None,
            cells_text(cleaner.without_secrets(row.cells)),
        )
        for row in rows
    ]
    insert_tuples(work.session.connection(), ImportRow, _COLUMNS, tuples)


def rewrite(work: Work, import_id: int, rows: Sequence[Row]) -> None:
    """Keep what has been decided anew about rows that are stored."""
    tuples = [(*decided(row), row.number) for row in rows]
    update_tuples(work.session.connection(), ImportRow, (*_DECIDED, "number"), tuples, import_id=import_id)


def rewrite_changed(work: Work, import_id: int, rows: Sequence[Row], kept: Mapping[int, Staged]) -> None:
    """As `rewrite`, what is another than before; whoever was created has an id by now."""
    changed = [row for row in rows if not _is_as_decided(row, kept[row.number])]
    created = [(row.user_id, row.number) for row in rows if row.outcome == RowOutcome.CREATED]
    update_tuples(work.session.connection(), ImportRow, ("user_id", "number"), created, import_id=import_id)
    rewrite(work, import_id, changed)


def read(session: Session, import_id: int, after: int, limit: int) -> list[Staged]:
    """The next rows after that number, in order."""
    rows = _SELECT.where(_ROWS.c.import_id == import_id, _ROWS.c.number > after)
    return _all(session, rows.order_by(_ROWS.c.number).limit(limit))


def read_touched(session: Session, row: Import, after: int, limit: int) -> list[Staged]:
    """The next rows after that number whose users the run has created or changed, and that are not taken back."""
    touched = (RowOutcome.CREATED, RowOutcome.UPDATED)
    is_it = (_ROWS.c.import_id == row.id, _ROWS.c.number > after, _ROWS.c.number <= row.position)
    is_left = (_ROWS.c.outcome.in_(touched), _ROWS.c.taken_back.is_(None))
    return _all(session, _SELECT.where(*is_it, *is_left).order_by(_ROWS.c.number).limit(limit))


def _all(session: Session, rows: Select[Any]) -> list[Staged]:
    return list(map(_staged, session.connection().execute(rows).all()))


def _is_as_decided(row: Row, staged: Staged) -> bool:
    """Whether what has been decided anew is what was decided before, but for the id of whoever was created."""
    if row.outcome != staged.outcome or row.problems or row.asks_invitation != staged.invite:
        return False
    is_same = row.username == staged.username if row.outcome == RowOutcome.CREATED else row.user_id == staged.user_id
    return is_same and _changes(row) == staged.changes


def decided(row: Row) -> tuple[Any, ...]:
    """What was decided about a row, as it is stored. One that is there twice is nobody's first: it keeps no keys."""
    username, email = (None, None) if row.is_twice else (row.username or None, row.wanted.get("email") or None)
    problems = dump(row.problems) if row.problems else None
    return str(row.outcome), row.user_id, row.asks_invitation, username, email, problems, _changes(row)


def _changes(row: Row) -> str | None:
    return json.dumps(row.changes) if row.changes else None


def cells_text(cells: Sequence[str]) -> str:
    """A row's cells as one text."""
    text = UNIT.join(cells)
    if text.count(UNIT) >= len(cells) > 0:
        return UNIT.join(cell.replace(UNIT, _INSTEAD) for cell in cells)
    return text


def cells_of(text: str, count: int) -> list[str]:
    """The cells `cells_text` was given, so many of them; empty ones when they went with their user."""
    cells = text.split(UNIT)
    return cells if len(cells) == count else [""] * count
