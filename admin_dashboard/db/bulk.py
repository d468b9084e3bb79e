"""Writing very many rows at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert
from sqlmodel import SQLModel


def insert_all(connection: Connection, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows, each with the same columns in the same order: all that the database has no default for."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(insert(table), rows)
        return
    # Ten times as fast as one statement a row, of which the driver makes them.
    cursor: Any = connection.connection.cursor()
    with cursor.copy(f"COPY {table.__tablename__} ({', '.join(rows[0])}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(tuple(row.values()))
