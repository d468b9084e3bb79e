"""Durable background work."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel

from .types import utc


class JobState(StrEnum):
    """Where a job is in its life."""

    PREPARING = "preparing"
    """What it is to do is still being written down: nobody may claim it."""
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(SQLModel, table=True):
    """One piece of background work: what it is, how far it got, and who holds it until when."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_due", "state", "due_at"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    args: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    state: str = JobState.QUEUED
    unique_key: str | None = Field(default=None, unique=True)
    position: int = 0
    total: int | None = None
    tries: int = 0
    owner: str | None = None
    lease_until: datetime | None = utc()
    due_at: datetime = utc(nullable=False)
    created_at: datetime = utc(nullable=False)
    created_by_id: int | None = None
    finished_at: datetime | None = utc()
    error: str | None = None
