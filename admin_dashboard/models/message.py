"""The outbox: mails written in the transaction that caused them, sent by the worker."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Index, Integer
from sqlmodel import Field, SQLModel

from .types import plain_text, utc


class Delivery(StrEnum):
    """Where a message is on its way."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Message(SQLModel, table=True):
    """One mail. The bodies carry a link: wiped once handed over, unless the catcher shows them, or when that ends."""

    __tablename__ = "messages"
    __table_args__ = (Index("ix_messages_due", "state", "due_at", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    message_id: str = plain_text(unique=True)
    kind: str
    user_id: int | None = Field(
        default=None, sa_column=Column(Integer, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    )
    link_id: int | None = Field(
        default=None, sa_column=Column(Integer, ForeignKey("links.id", ondelete="SET NULL"), index=True)
    )
    to_address: str
    subject: str
    body_text: str | None = None
    body_html: str | None = None
    state: str = Delivery.QUEUED
    tries: int = 0
    created_at: datetime = utc(nullable=False)
    due_at: datetime = utc(nullable=False)
    sent_at: datetime | None = utc()
    error: str | None = None
