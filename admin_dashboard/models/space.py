"""Spaces, and who works in them."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Integer
from sqlmodel import Field, SQLModel

from .types import name_key, utc


class Space(SQLModel, table=True):
    """A place people work in; a grant may be limited to one."""

    __tablename__ = "spaces"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    name_key: str = name_key()
    created_at: datetime = utc(nullable=False)


class SpaceMember(SQLModel, table=True):
    """A user works in a space; a manager of it admits others."""

    __tablename__ = "space_members"
    __table_args__ = (Index("ix_space_members_user_id", "user_id"), {"sqlite_with_rowid": False})

    space_id: int = Field(sa_column=Column(Integer, ForeignKey("spaces.id", ondelete="CASCADE"), primary_key=True))
    user_id: int = Field(sa_column=Column(Integer, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True))
    is_manager: bool = False
    joined_at: datetime = utc(nullable=False)
