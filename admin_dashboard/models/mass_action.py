"""Actions on many users: what was asked, and what became of each of them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Integer, Text
from sqlmodel import Field, SQLModel

from .types import utc


class Outcome(StrEnum):
    """What became of one user."""

    WAITING = "waiting"
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"


class MassAction(SQLModel, table=True):
    """One action on many users, beside the job that does it; whoever asked for the job has asked for the action.

    All users up to `last_id` have been looked at, and perhaps some beyond, in `busy_ms` milliseconds of work.
    """

    __tablename__ = "mass_actions"

    job_id: int = Field(sa_column=Column(Integer, ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True))
    action: str
    args: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    reason: str = ""
    asked: int = 0
    done: int = 0
    skipped: int = 0
    failed: int = 0
    last_id: int = 0
    busy_ms: int = 0
    undo_of_id: int | None = Field(default=None, foreign_key="mass_actions.job_id", ondelete="SET NULL")
    retry_of_id: int | None = Field(default=None, foreign_key="mass_actions.job_id", ondelete="SET NULL")


class MassItem(SQLModel, table=True):
    """One user of an action. `reason` says why not; `before` what undoing needs; `mail_id` the mail that was queued.

    No foreign key to the user: the report outlives them.
    """

    __tablename__ = "mass_items"
    # Written twice each, in order: room in every page for the second time, and no second tree on SQLite.
    __table_args__ = {"sqlite_with_rowid": False, "postgresql_with": {"fillfactor": 50}}

    job_id: int = Field(
        sa_column=Column(Integer, ForeignKey("mass_actions.job_id", ondelete="CASCADE"), primary_key=True)
    )
    user_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    outcome: str = Outcome.WAITING
    reason: str | None = None
    at: datetime | None = utc()
    before: str | None = None
    mail_id: int | None = None
