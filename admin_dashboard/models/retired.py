"""Usernames of deleted people."""

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from .types import PLAIN_TEXT


class RetiredUsername(SQLModel, table=True):
    """A username nobody is given again. Only its SHA-256 is kept: who was deleted cannot be read from here."""

    __tablename__ = "retired_usernames"

    digest: str = Field(sa_column=Column(PLAIN_TEXT, primary_key=True))
