"""Writing very many rows at once."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from .engine import HIDE_VALUES

AT_ONCE = 500
"""Rows of one statement on SQLite, which takes 32,766 values."""


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
    names, shared = ", ".join((*columns, *same)), tuple(_bound(connection, _table(table), same))
    for values, given in _listed(rows, shared):
        connection.exec_driver_sql(f"INSERT INTO {table.__tablename__} ({names}) VALUES {values}", given)  # noqa: S608 - our columns


def update_tuples(
    connection: Connection,
    table: type[SQLModel],
    columns: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    *,
    same: Mapping[str, Any] | None = None,
    **where: Any,
) -> None:
    """New texts and numbers for rows; `same` is new for all of them, and may be moments.

    The last of the columns tells which row, among those that are as `where` says.
    """
    if not rows:
        return
    if connection.dialect.name != "sqlite":
        given = [dict(zip(columns, row, strict=True)) for row in rows]
        _update_from_json(connection, _table(table), given, (same or {}, where))
        return
    name, key = table.__tablename__, columns[-1]
    changes = [f"{column} = given.{column}" for column in columns[:-1]] + [f"{column} = ?" for column in same or {}]
    # The plus keeps SQLite from looking through the table for each of the rows.
    conditions = " AND ".join((f"{name}.{key} = +given.{key}", *(f"{name}.{column} = ?" for column in where)))
    others = (*_bound(connection, _table(table), same or {}), *where.values())
    for values, listed in _listed(rows):
        statement = (
            f"WITH given ({', '.join(columns)}) AS (VALUES {values})"  # noqa: S608 - our columns
            f" UPDATE {name} SET {', '.join(changes)} FROM given WHERE {conditions}"
        )
        connection.exec_driver_sql(statement, (*listed, *others))


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
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    others: tuple[Mapping[str, Any], Mapping[str, Any]],
) -> None:
    """One statement for all: the driver would make one of each row. The others: what is new for all, and where."""
    *changed, key = rows[0]
    same, where = others
    types = ", ".join(f"{name} {table.c[name].type.compile(connection.dialect)}" for name in (*changed, key))
    changes = [f"{name} = given.{name}" for name in changed] + [f"{name} = :{name}" for name in same]
    conditions = [f"{table.name}.{key} = given.{key}", *(f"{table.name}.{name} = :{name}" for name in where)]
    statement = (
        f"UPDATE {table.name} SET {', '.join(changes)}"  # noqa: S608 - our columns
        f" FROM json_to_recordset(CAST(:given AS json)) AS given({types}) WHERE {' AND '.join(conditions)}"
    )
    typed = (bindparam(name, type_=table.c[name].type) for name in same)
    connection.execute(text(statement).bindparams(*typed), {"given": json.dumps(rows), **same, **where})


def _listed(rows: Sequence[tuple[Any, ...]], shared: tuple[Any, ...] = ()) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Rows for one statement on SQLite after the other, which writes its search index once for each statement."""
    marks = f"({', '.join('?' * (len(rows[0]) + len(shared)))})"
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        yield ", ".join([marks] * len(some)), tuple(chain.from_iterable((*row, *shared) for row in some))


def _bound(connection: Connection, table: Table, values: Mapping[str, Any]) -> list[Any]:
    """The values as SQLite keeps them: it has no moments, which are texts to it."""
    processors = (
        (table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect), value)
        for name, value in values.items()
    )
    return [processor(value) if processor else value for processor, value in processors]


def _table(table: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(table.__tablename__)]
