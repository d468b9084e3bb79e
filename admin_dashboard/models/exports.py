"""Exports of users: what somebody may fetch as a file, for a while."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel

from .types import utc


class ExportFormat(StrEnum):
    """The kinds of file."""

    CSV = "csv"
    XLSX = "xlsx"


class Export(SQLModel, table=True):
    """One export, for whoever asked for it alone. No file is kept: it is written while it is fetched.

    `selection` is whom it holds, as `exports.frozen` writes it; `users` how many they were then.
    """

    __tablename__ = "exports"

    id: str = Field(primary_key=True)
    created_by_id: int = Field(foreign_key="users.id", ondelete="CASCADE", index=True)
    format: str
    selection: str = Field(sa_column=Column(Text, nullable=False))
    users: int
    created_at: datetime = utc(nullable=False)
    expires_at: datetime = utc(nullable=False)
