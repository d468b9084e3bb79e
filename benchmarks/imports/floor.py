"""The least that importing a file can cost: hand-written SQL on the same tables, by set and by chunk.

Read, validate, stage, look for conflicts, preview, write with audit entries and search index: the same users and the
same sums as ours, and no report that stays.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from admin_dashboard.core import clock
from admin_dashboard.users.writing import derived_columns

from ..bulk.floor import BATCH, CHUNK, LAST_BATCH, timed

_USERNAME = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_NAME = re.compile(r"[^\W\d_]+(?:[ '’.-][^\W\d_]+)*")
_EMAIL = re.compile(r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_DERIVED = tuple(derived_columns("", "", "", ""))
_SAID = ("username", "first_name", "last_name", "email")
_STAGED = ("number", *_SAID, *_DERIVED, "problem")
_WRITTEN = (*_SAID, *_DERIVED)
_RENAMED = _WRITTEN[1:]

_STAGE = "CREATE TEMPORARY TABLE staged (number integer PRIMARY KEY, {texts}, outcome text, user_id integer)"
_TEXTS = (*_STAGED[1:], "old_first_name", "old_last_name", "old_email")
_IS_THERE = " AND ".join(f"u.{name} = staged.{name}" for name in _SAID)
_CONFLICTS = (
    *(
        f"UPDATE staged SET problem = 'twice' WHERE number IN (SELECT number FROM (SELECT number, row_number() OVER"
        f" (PARTITION BY {key} ORDER BY number) AS place FROM staged) AS found WHERE place > 1)"
        for key in ("username", "email")
    ),
    "UPDATE staged SET user_id = u.id, old_first_name = u.first_name, old_last_name = u.last_name, old_email = u.email,"
    " outcome = CASE WHEN u.is_external OR u.source IN ('scim', 'ldap') THEN 'refused'"
    f" WHEN {_IS_THERE} THEN 'unchanged' ELSE 'updated' END"
    " FROM users u WHERE u.username = staged.username AND problem IS NULL",
    "UPDATE staged SET problem = 'email' FROM users u"
    " WHERE u.email = staged.email AND (user_id IS NULL OR u.id <> user_id) AND problem IS NULL",
    "UPDATE staged SET outcome = CASE WHEN problem IS NULL THEN 'created' ELSE 'refused' END"
    " WHERE outcome IS NULL OR problem IS NOT NULL",
)
_COUNTS = text("SELECT outcome, count(*) FROM staged GROUP BY outcome")
_CHUNK = "s.number BETWEEN :first AND :last"
_CREATE = timed(
    f"INSERT INTO users ({', '.join(_WRITTEN)}, password_is_temporary, is_enabled, is_external, source, created_at,"
    f" updated_at, version) SELECT {', '.join(_WRITTEN)}, FALSE, TRUE, FALSE, 'csv', :at, :at, 1 FROM staged s"
    f" WHERE {_CHUNK} AND outcome = 'created' ORDER BY number",
    "at",
)
_UPDATE = timed(
    f"UPDATE users SET {', '.join(f'{name} = s.{name}' for name in _RENAMED)}, updated_at = :at,"
    f" version = users.version + 1 FROM staged s WHERE users.id = s.user_id AND {_CHUNK} AND s.outcome = 'updated'",
    "at",
)
_RECORD = timed(
    "INSERT INTO audit_entries (batch_id, number, at, actor_id, door, action, user_id, detail, detail_digest)"
    " SELECT :batch, row_number() OVER (ORDER BY s.number), :at, NULL, 'job',"
    " CASE outcome WHEN 'created' THEN 'user.created' ELSE 'user.edited' END, u.id, '{}', :digest"
    f" FROM staged s JOIN users u ON u.username = s.username WHERE {_CHUNK} AND outcome IN ('created', 'updated')",
    "at",
)


def bring_in(connection: Connection, path: Path) -> dict[str, int]:
    """Import the file, a transaction a chunk; how many rows have each outcome."""
    dialect = connection.dialect.name
    if dialect == "sqlite":
        connection.exec_driver_sql("PRAGMA temp_store = FILE")
    kind = "text" if dialect == "sqlite" else 'text COLLATE "C"'
    connection.exec_driver_sql(_STAGE.format(texts=", ".join(f"{name} {kind}" for name in _TEXTS)))
    rows = 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        for chunk in _chunks(file):
            (_fill if dialect == "sqlite" else _copy)(connection, chunk)
            rows += len(chunk)
    if dialect == "postgresql":
        connection.exec_driver_sql("ANALYZE staged")
    for statement in _CONFLICTS:
        connection.exec_driver_sql(statement)
    counts = {outcome: count for outcome, count in connection.execute(_COUNTS)}  # noqa: C416 - rows, not pairs
    connection.commit()
    _write(connection, rows)
    return counts


def _chunks(file: Any) -> Iterator[list[tuple[Any, ...]]]:
    reader = csv.reader(file)
    next(reader)
    numbered = enumerate(reader, 1)
    while chunk := [_staged(number, cells) for number, cells in islice(numbered, CHUNK)]:
        yield chunk


def _staged(number: int, cells: Sequence[str]) -> tuple[Any, ...]:
    username, first, last, email = cells
    username, email = username.lower(), email.lower()
    is_named = _NAME.fullmatch(first) and _NAME.fullmatch(last) and min(len(first), len(last)) >= 3
    is_good = is_named and _USERNAME.fullmatch(username) and _EMAIL.fullmatch(email)
    derived = derived_columns(username, first, last, email)
    return number, username, first, last, email, *derived.values(), None if is_good else "wrong"


def _fill(connection: Connection, chunk: Sequence[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" * len(_STAGED))
    connection.exec_driver_sql(f"INSERT INTO staged ({', '.join(_STAGED)}) VALUES ({marks})", list(chunk))


def _copy(connection: Connection, chunk: Sequence[tuple[Any, ...]]) -> None:
    """No cell holds a tab, a line break or a backslash: the rules allow none, or it is wrong and not looked at."""
    lines = ("\t".join("\\N" if value is None else str(value) for value in row) for row in chunk)
    cursor: Any = connection.connection.cursor()
    with cursor.copy(f"COPY staged ({', '.join(_STAGED)}) FROM STDIN") as copy:
        copy.write("\n".join(lines) + "\n")


def _write(connection: Connection, rows: int) -> None:
    at, batch = clock.now(), connection.execute(LAST_BATCH).scalar_one()
    for first in range(1, rows + 1, CHUNK):
        batch += 1
        given = {"first": first, "last": first + CHUNK - 1, "at": at, "batch": batch, "digest": "0" * 64}
        connection.execute(BATCH, {**given, "count": CHUNK})
        connection.execute(_CREATE, given)
        connection.execute(_UPDATE, given)
        connection.execute(_RECORD, given)
        connection.commit()
