"""Writing very many rows at once."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from .engine import HIDE_VALUES


def insert_all(connection: Connection, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows, each with the same columns in the same order: all that the database has no default for."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(insert(table), rows)
        return
    # Ten times as fast as one statement a row, of which the driver makes them.
    _copy(connection, _table(table), list(rows[0]), [tuple(row.values()) for row in rows])


def insert_tuples(
    connection: Connection, table: type[SQLModel], columns: Sequence[str], rows: Sequence[tuple[Any, ...]], **same: Any
) -> None:
    """Insert rows of texts, numbers and truth values, a value for each of the columns; `same` is said of all of them.

    All columns without a default in the database must be named.
    """
    if not rows:
        return
    if connection.dialect.name != "sqlite":
        _copy(connection, _table(table), [*columns, *same], [(*row, *same.values()) for row in rows])
        return
    names, shared = [*columns, *same], tuple(_bound(connection, _table(table), same))
    marks = ", ".join("?" * len(names))
    statement = f"INSERT INTO {table.__tablename__} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - our columns
    connection.exec_driver_sql(statement, [(*row, *shared) for row in rows] if shared else list(rows))


def update_tuples(
    connection: Connection, table: type[SQLModel], columns: Sequence[str], rows: Sequence[tuple[Any, ...]], **where: Any
) -> None:
    """New texts and numbers for rows. The last of the columns tells which row, among those that are as `where` says."""
    if not rows:
        return
    if connection.dialect.name != "sqlite":
        _update_from_json(connection, _table(table), [dict(zip(columns, row, strict=True)) for row in rows], where)
        return
    changes, key = ", ".join(f"{name} = ?" for name in columns[:-1]), columns[-1]
    conditions = " AND ".join(f"{name} = ?" for name in (key, *where))
    statement = f"UPDATE {table.__tablename__} SET {changes} WHERE {conditions}"  # noqa: S608 - our columns
    connection.exec_driver_sql(statement, [(*row, *where.values()) for row in rows])


def new_ids(connection: Connection, table: type[SQLModel], count: int) -> range | list[int]:
    """Ids no row has or had, for so many about to be inserted. On SQLite the work must be writing already."""
    name = table.__tablename__
    if connection.dialect.name == "sqlite":
        last = connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": name}).scalar()
        return range((last or 0) + 1, (last or 0) + 1 + count)
    sequence = f"SELECT nextval(pg_get_serial_sequence('{name}', 'id')) FROM generate_series(1, {count})"  # noqa: S608 - our table
    return list(connection.execute(text(sequence)).scalars())


def _copy(connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Raises what every other statement raises."""
    cursor: Any = connection.connection.cursor()
    statement = f"COPY {table.name} ({', '.join(columns)}) FROM STDIN"
    failure = connection.dialect.loaded_dbapi.Error
    try:
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except failure as error:
        raise DBAPIError.instance(
            statement, None, error, failure, hide_parameters=HIDE_VALUES, dialect=connection.dialect
        ) from error


def _update_from_json(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], where: Mapping[str, Any]
) -> None:
    """One statement for all: the driver would make one of each row."""
    *changed, key = rows[0]
    types = ", ".join(f"{name} {table.c[name].type.compile(connection.dialect)}" for name in (*changed, key))
    changes = ", ".join(f"{name} = given.{name}" for name in changed)
    conditions = [f"{table.name}.{key} = given.{key}", *(f"{table.name}.{name} = :{name}" for name in where)]
    statement = (
        f"UPDATE {table.name} SET {changes} FROM json_to_recordset(CAST(:given AS json)) AS given({types})"  # noqa: S608 - our columns
        f" WHERE {' AND '.join(conditions)}"
    )
    connection.execute(text(statement), {"given": json.dumps(rows), **where})


def _bound(connection: Connection, table: Table, values: Mapping[str, Any]) -> list[Any]:
    """The values as SQLite keeps them: it has no moments, which are texts to it."""
    processors = (
        (table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect), value)
        for name, value in values.items()
    )
    return [processor(value) if processor else value for processor, value in processors]


def _table(table: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(table.__tablename__)]
