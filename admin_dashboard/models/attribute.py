"""Additional information about users: which there is, and what each user has."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Index, Integer
from sqlmodel import Field, SQLModel

from .types import PLAIN_TEXT, plain_text, utc


class AttributeType(StrEnum):
    """What an attribute holds."""

    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    NUMBER = "number"


class Attribute(SQLModel, table=True):
    """One kind of additional information. `choices` holds one a line, for a choice only."""

    __tablename__ = "attributes"

    id: int | None = Field(default=None, primary_key=True)
    key: str = plain_text(unique=True)
    label_en: str
    label_fr: str
    type: str = AttributeType.TEXT
    choices: str = ""
    is_required: bool = False
    is_built_in: bool = False
    position: int
    created_at: datetime = utc(nullable=False)


class AttributeValue(SQLModel, table=True):
    """What one user has. `sort_key` is what it is compared, filtered and sorted by, as text."""

    __tablename__ = "attribute_values"
    # A user's values stand together, and are read in one go.
    __table_args__ = (
        Index("ix_attribute_values_sort", "attribute_id", "sort_key", "user_id"),
        {"sqlite_with_rowid": False},
    )

    user_id: int = Field(sa_column=Column(Integer, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True))
    attribute_id: int = Field(
        sa_column=Column(Integer, ForeignKey("attributes.id", ondelete="CASCADE"), primary_key=True)
    )
    value: str
    sort_key: str = Field(sa_column=Column(PLAIN_TEXT, nullable=False))
