"""Roles, the permissions they hold, and who was granted them."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from .types import name_key, utc


class Role(SQLModel, table=True):
    """A named set of permissions. `key` names the built-in ones for the code."""

    __tablename__ = "roles"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    name: str
    name_key: str = name_key()
    is_built_in: bool = False


class RolePermission(SQLModel, table=True):
    """One permission of a role."""

    __tablename__ = "role_permissions"

    role_id: int = Field(sa_column=Column(Integer, ForeignKey("roles.id", ondelete="CASCADE"), primary_key=True))
    permission: str = Field(primary_key=True)


class Grant(SQLModel, table=True):
    """Gives a role to a user: platform-wide, or in one space."""

    __tablename__ = "grants"
    __table_args__ = (
        UniqueConstraint("user_id", "role_id", "space_id"),
        Index("ix_grants_role_id", "role_id", "user_id"),
        # NULLs are distinct in a unique constraint: the platform-wide grant needs its own.
        Index(
            "uq_grants_platform",
            "user_id",
            "role_id",
            unique=True,
            sqlite_where=text("space_id IS NULL"),
            postgresql_where=text("space_id IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="users.id", ondelete="CASCADE", index=True)
    role_id: int = Field(foreign_key="roles.id", ondelete="RESTRICT")
    space_id: int | None = Field(default=None, foreign_key="spaces.id", ondelete="CASCADE")
    granted_at: datetime = utc(nullable=False)
    granted_by_id: int | None = None
