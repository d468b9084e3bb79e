"""Imports of users from files, with what became of each row, and what columns are for."""

import sqlalchemy as sa
from alembic import op

from admin_dashboard.models.types import PLAIN_TEXT, UtcDateTime

revision = "0009"
down_revision = "0008"

COUNTERS = (
    *("size", "lines", "rows", "position", "created", "updated", "unchanged", "refused", "warned"),
    *("restored", "left_alone", "busy_ms", "newest_user_id"),
)


def upgrade() -> None:
    _imports()
    _rows()
    op.create_table(
        "import_mappings",
        sa.Column("header_key", PLAIN_TEXT, primary_key=True),
        sa.Column("mapping", sa.Text, nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
    )


def _imports() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.String, nullable=False) for name in ("file_name", "stored", "sha256", "mode", "state")),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("shape", "mapping")),
        *(sa.Column(name, sa.Integer, nullable=False) for name in COUNTERS),
        *(sa.Column(name, sa.Integer) for name in ("created_by_id", "job_id", "invite_job_id")),
        sa.Column("corrects_id", sa.Integer, sa.ForeignKey("imports.id", ondelete="SET NULL")),
        sa.Column("invite", sa.Boolean, nullable=False),
        sa.Column("error", sa.Text),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        *(sa.Column(name, UtcDateTime()) for name in ("started_at", "finished_at")),
    )
    for name in ("created_by_id", "state"):
        op.create_index(f"ix_imports_{name}", "imports", [name])


def _rows() -> None:
    op.create_table(
        "import_rows",
        sa.Column("import_id", sa.Integer, sa.ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("user_id", sa.Integer),
        sa.Column("invite", sa.Boolean, nullable=False),
        *(sa.Column(name, PLAIN_TEXT) for name in ("username", "email")),
        sa.Column("cells", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text) for name in ("problems", "warnings", "changes", "taken_back")),
        sqlite_with_rowid=False,
        postgresql_with={"fillfactor": 85},
    )
    op.create_index("ix_import_rows_outcome", "import_rows", ["import_id", "outcome", "number"])
    is_known = sa.text("user_id IS NOT NULL")
    op.create_index(
        "ix_import_rows_user_id", "import_rows", ["user_id"], sqlite_where=is_known, postgresql_where=is_known
    )
