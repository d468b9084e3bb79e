"""Thousands of ids or texts in one statement, as one value: neither database likes thousands of parameters."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ARRAY, JSON, ColumnElement, FromClause, Integer, Text, any_, cast, func, literal, select
from sqlmodel import Session


@dataclass(frozen=True)
class Listed:
    """Ids as a table to select from: each `id` with its `place`, from 1 on."""

    table: FromClause
    id: ColumnElement[int]
    place: ColumnElement[int]


def listed(session: Session, ids: Sequence[int]) -> Listed:
    """These ids as a table."""
    if session.get_bind().dialect.name == "sqlite":
        table: Any = func.json_each(json.dumps(list(ids))).table_valued("key", "value")
        return Listed(table, table.c.value, table.c.key + 1)
    table = func.unnest(_array(ids)).table_valued("id", with_ordinality="place").render_derived()
    return Listed(table, table.c.id, table.c.place)


def is_one_of(session: Session, column: Any, ids: Sequence[int]) -> ColumnElement[bool]:
    """Whether the column holds one of these ids."""
    if session.get_bind().dialect.name == "sqlite":
        return column.in_(select(listed(session, ids).id))
    return column == any_(_array(ids))


def _array(ids: Sequence[int]) -> ColumnElement[Any]:
    # As text: the driver takes ten times as long over a list.
    return cast(literal(f"{{{','.join(map(str, ids))}}}", Text), ARRAY(Integer))


def is_one_of_texts(session: Session, column: Any, texts: Sequence[str]) -> ColumnElement[bool]:
    """Whether the column holds one of these texts, looked up one by one in its index."""
    if session.get_bind().dialect.name == "sqlite":
        table: Any = func.json_each(json.dumps(list(texts))).table_valued("value")
    else:
        as_json = cast(literal(json.dumps(list(texts)), Text), JSON)
        table = func.json_array_elements_text(as_json).table_valued("value")
    return column.in_(select(table.c.value))
