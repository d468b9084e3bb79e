"""Column types that behave the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, DateTime, Text
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field

from ..core.text import fold


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite keeps no zone, so it is taken off on the way in and put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive datetime; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a zone cannot be stored")
        at = value.astimezone(UTC)
        return at.replace(tzinfo=None) if dialect.name == "sqlite" else at

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give back an aware UTC datetime."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


PLAIN_TEXT = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
"""Text compared and sorted byte by byte on both databases, so that an index serves both."""


def utc(*, nullable: bool = True, index: bool = False) -> Any:
    """A field holding an aware UTC datetime."""
    default: dict[str, Any] = {"default": None} if nullable else {}
    return Field(sa_column=Column(UtcDateTime(), nullable=nullable, index=index), **default)


def plain_text(*, unique: bool = False, nullable: bool = False) -> Any:
    """A text field compared byte by byte."""
    default: dict[str, Any] = {"default": None} if nullable else {}
    return Field(sa_column=Column(PLAIN_TEXT, unique=unique, nullable=nullable), **default)


def name_key() -> Any:
    """A field computed from `name` when the row is inserted, for sorting; whoever renames writes it anew."""
    return Field(default=None, sa_column=Column(PLAIN_TEXT, nullable=False, default=_folded_name))


def _folded_name(context: Any) -> str:
    name: str = context.get_current_parameters()["name"]
    return fold(name) or name
