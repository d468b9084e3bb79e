"""Actions on many users with what became of each, and the usernames of deleted people."""

import sqlalchemy as sa
from alembic import op

from admin_dashboard.models.types import PLAIN_TEXT, UtcDateTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "mass_actions",
        sa.Column("job_id", sa.Integer, sa.ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("args", sa.Text, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        *(
            sa.Column(name, sa.Integer, nullable=False)
            for name in ("asked", "done", "skipped", "failed", "last_id", "busy_ms")
        ),
        *(
            sa.Column(name, sa.Integer, sa.ForeignKey("mass_actions.job_id", ondelete="SET NULL"))
            for name in ("undo_of_id", "retry_of_id")
        ),
    )
    op.create_table(
        "mass_items",
        sa.Column("job_id", sa.Integer, sa.ForeignKey("mass_actions.job_id", ondelete="CASCADE"), primary_key=True),
        sa.Column("user_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("reason", sa.String),
        sa.Column("at", UtcDateTime()),
        sa.Column("before", sa.String),
        sa.Column("mail_id", sa.Integer),
        sqlite_with_rowid=False,
        postgresql_with={"fillfactor": 50},
    )
    op.create_table("retired_usernames", sa.Column("digest", PLAIN_TEXT, primary_key=True))
