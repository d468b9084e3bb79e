"""Links in mails: invitations, password resets, the set-up of an empty site."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Integer
from sqlmodel import Field, SQLModel

from .types import plain_text, utc


class Purpose(StrEnum):
    """What a link is good for, and nothing else."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of a purpose
    SETUP = "setup"


class Link(SQLModel, table=True):
    """A single-use link, bound to one purpose, one person and one address. Only the hash of its token is kept."""

    __tablename__ = "links"

    id: int | None = Field(default=None, primary_key=True)
    purpose: str
    token_hash: str = plain_text(unique=True)
    user_id: int | None = Field(
        default=None, sa_column=Column(Integer, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    )
    email: str = ""
    created_at: datetime = utc(nullable=False)
    created_by_id: int | None = None
    expires_at: datetime = utc(nullable=False)
    opened_at: datetime | None = utc()
    used_at: datetime | None = utc()
    revoked_at: datetime | None = utc()
