"""API tokens: by them programs act in a person's name."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from .types import plain_text, utc


class ApiToken(SQLModel, table=True):
    """What a program shows to act in somebody's name. Only its hash is kept; ended early, its row is deleted."""

    __tablename__ = "api_tokens"
    # The trail and open pages name a token by its id: an ended one's must never come back as somebody else's.
    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = plain_text(unique=True)
    user_id: int = Field(foreign_key="users.id", ondelete="CASCADE", index=True)
    name: str
    created_at: datetime = utc(nullable=False)
    used_at: datetime | None = utc()
    ends_at: datetime = utc(nullable=False)
