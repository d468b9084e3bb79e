"""Signed-in browsers."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from .types import plain_text, utc


class SignInSession(SQLModel, table=True):
    """One signed-in browser. Only the hash of the cookie's value is kept; an ended session's row is deleted."""

    __tablename__ = "sessions"
    # Open pages know their session by its id: an ended one's must never come back as somebody else's.
    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = plain_text(unique=True)
    user_id: int = Field(foreign_key="users.id", ondelete="CASCADE", index=True)
    created_at: datetime = utc(nullable=False)
    seen_at: datetime = utc(nullable=False)
    idle_until: datetime = utc(nullable=False)
    ends_at: datetime = utc(nullable=False)
    address: str = ""
    user_agent: str = ""
