"""Exports: what somebody may fetch as a file, for a while."""

import sqlalchemy as sa
from alembic import op

from admin_dashboard.models.types import UtcDateTime

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "exports",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("created_by_id", sa.Integer, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
        sa.Column("format", sa.String, nullable=False),
        sa.Column("selection", sa.Text, nullable=False),
        sa.Column("users", sa.Integer, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_exports_created_by_id", "exports", ["created_by_id"])
