"""How people look at the list of users: saved views, and each person's columns."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, UniqueConstraint
from sqlmodel import Field, SQLModel

from .types import utc


class SavedView(SQLModel, table=True):
    """A list under a name. `query` is the list as its address has it, `columns` those shown with it."""

    __tablename__ = "saved_views"
    __table_args__ = (UniqueConstraint("owner_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    owner_id: int = Field(foreign_key="users.id", ondelete="CASCADE")
    name: str
    query: str
    columns: str = ""
    is_shared: bool = False
    created_at: datetime = utc(nullable=False)
    updated_at: datetime = utc(nullable=False)


class ListPreference(SQLModel, table=True):
    """The columns one person has chosen, in their order, and the view their list opens with."""

    __tablename__ = "list_preferences"

    user_id: int = Field(sa_column=Column(Integer, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True))
    columns: str = ""
    view_id: int | None = Field(default=None, foreign_key="saved_views.id", ondelete="SET NULL")
