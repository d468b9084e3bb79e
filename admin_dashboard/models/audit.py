"""The audit trail: append-only entries, sealed in a chain of batches, one batch a transaction."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, Text
from sqlmodel import Field, SQLModel

from .types import utc


class AuditBatch(SQLModel, table=True):
    """All entries of one transaction. `seal` = SHA-256 over the previous seal and the entries' content."""

    __tablename__ = "audit_batches"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = utc(nullable=False)
    entry_count: int
    seal: str


class AuditEntry(SQLModel, table=True):
    """Who did what to whom. `detail` (JSON) may be erased with a person; its digest stays and keeps the chain whole."""

    __tablename__ = "audit_entries"

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(sa_column=Column(Integer, ForeignKey("audit_batches.id"), nullable=False, index=True))
    number: int
    at: datetime = utc(nullable=False)
    actor_id: int | None = Field(default=None, index=True)
    door: str
    action: str
    user_id: int | None = Field(default=None, index=True)
    detail: str | None = Field(default=None, sa_column=Column(Text))
    detail_digest: str


class AuditHead(SQLModel, table=True):
    """The newest batch. One row: locking it puts transactions in a line, and a cut-off end of the chain shows."""

    __tablename__ = "audit_head"

    id: int = Field(default=1, primary_key=True)
    batch_id: int = 0
    seal: str = ""
