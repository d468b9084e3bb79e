"""Counted attempts, for throttling."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from .types import plain_text, utc


class Attempt(SQLModel, table=True):
    """How often something was tried under one key since a window began."""

    __tablename__ = "attempts"

    id: int | None = Field(default=None, primary_key=True)
    key: str = plain_text(unique=True)
    count: int = 0
    window_ends_at: datetime = utc(nullable=False)
