"""Every table, and the search index."""

import sqlalchemy as sa
from alembic import op

from admin_dashboard.db.search_ddl import STATEMENTS
from admin_dashboard.models.types import PLAIN_TEXT, UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    _users()
    _roles()
    _sessions_and_links()
    _messages_and_jobs()
    _audit()
    _search()


def _id() -> sa.Column:
    return sa.Column("id", sa.Integer, primary_key=True)


def _at(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, UtcDateTime(), nullable=nullable)


def _text(name: str, *, nullable: bool = False, unique: bool = False) -> sa.Column:
    return sa.Column(name, sa.String, nullable=nullable, unique=unique)


def _plain(name: str, *, unique: bool = False) -> sa.Column:
    return sa.Column(name, PLAIN_TEXT, nullable=False, unique=unique)


def _number(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer, nullable=nullable)


def _flag(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean, nullable=False)


def _reference(name: str, target: str, ondelete: str | None, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer, sa.ForeignKey(f"{target}.id", ondelete=ondelete), nullable=nullable)


def _users() -> None:
    last_login_key = sa.Computed(
        "CASE WHEN first_login_at IS NULL THEN '0001-01-01 00:00:00+00'"
        " ELSE coalesce(last_login_at, first_login_at) END",
        persisted=True,
    )
    op.create_table(
        "users",
        _id(),
        _plain("username", unique=True),
        _text("first_name"),
        _text("last_name"),
        _plain("email", unique=True),
        _text("password_hash", nullable=True),
        _flag("password_is_temporary"),
        _flag("is_enabled"),
        _flag("is_external"),
        _text("source"),
        _at("first_login_at", nullable=True),
        _at("last_login_at", nullable=True),
        _at("enrolled_at", nullable=True),
        _at("created_at"),
        _at("updated_at"),
        _at("disabled_at", nullable=True),
        _text("language", nullable=True),
        _text("theme", nullable=True),
        _number("version"),
        _plain("name_key"),
        _plain("search"),
        sa.Column("last_login_key", UtcDateTime(), last_login_key, nullable=False),
        postgresql_with={"fillfactor": 85},
        sqlite_autoincrement=True,
    )
    op.create_index("ix_users_name", "users", ["name_key", "id"])
    op.create_index("ix_users_created", "users", ["created_at", "id"])
    op.create_index("ix_users_last_login", "users", ["last_login_key", "id"])
    op.create_index(
        "ix_users_disabled",
        "users",
        ["name_key", "id"],
        sqlite_where=sa.text("is_enabled = 0"),
        postgresql_where=sa.text("NOT is_enabled"),
    )


def _roles() -> None:
    op.create_table("spaces", _id(), _text("name", unique=True), _at("created_at"))
    op.create_table("roles", _id(), _text("key", unique=True), _text("name"), _flag("is_built_in"))
    op.create_table(
        "role_permissions",
        sa.Column("role_id", sa.Integer, sa.ForeignKey("roles.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("permission", sa.String, primary_key=True),
    )
    op.create_table(
        "grants",
        _id(),
        _reference("user_id", "users", "CASCADE"),
        _reference("role_id", "roles", "RESTRICT"),
        _reference("space_id", "spaces", "CASCADE", nullable=True),
        _at("granted_at"),
        _number("granted_by_id", nullable=True),
        sa.UniqueConstraint("user_id", "role_id", "space_id"),
    )
    op.create_index("ix_grants_user_id", "grants", ["user_id"])
    op.create_index("ix_grants_role_id", "grants", ["role_id"])
    platform_wide = sa.text("space_id IS NULL")
    op.create_index(
        "uq_grants_platform",
        "grants",
        ["user_id", "role_id"],
        unique=True,
        sqlite_where=platform_wide,
        postgresql_where=platform_wide,
    )


def _sessions_and_links() -> None:
    op.create_table(
        "sessions",
        _id(),
        _plain("token_hash", unique=True),
        _reference("user_id", "users", "CASCADE"),
        _at("created_at"),
        _at("seen_at"),
        _at("idle_until"),
        _at("ends_at"),
        _text("address"),
        _text("user_agent"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"])
    op.create_table(
        "links",
        _id(),
        _text("purpose"),
        _plain("token_hash", unique=True),
        _reference("user_id", "users", "CASCADE", nullable=True),
        _text("email"),
        _at("created_at"),
        _number("created_by_id", nullable=True),
        _at("expires_at"),
        _at("opened_at", nullable=True),
        _at("used_at", nullable=True),
        _at("revoked_at", nullable=True),
    )
    op.create_index("ix_links_user_id", "links", ["user_id"])


def _messages_and_jobs() -> None:
    op.create_table(
        "messages",
        _id(),
        _plain("message_id", unique=True),
        _text("kind"),
        _reference("user_id", "users", "CASCADE", nullable=True),
        _reference("link_id", "links", "SET NULL", nullable=True),
        _text("to_address"),
        _text("subject"),
        _text("body_text", nullable=True),
        _text("body_html", nullable=True),
        _text("state"),
        _number("tries"),
        _at("created_at"),
        _at("due_at"),
        _at("sent_at", nullable=True),
        _text("error", nullable=True),
    )
    op.create_index("ix_messages_due", "messages", ["state", "due_at", "id"])
    op.create_index("ix_messages_user_id", "messages", ["user_id"])
    op.create_index("ix_messages_link_id", "messages", ["link_id"])
    op.create_table(
        "jobs",
        _id(),
        _text("kind"),
        sa.Column("args", sa.Text, nullable=False),
        _text("state"),
        _text("unique_key", nullable=True, unique=True),
        _number("position"),
        _number("total", nullable=True),
        _number("tries"),
        _text("owner", nullable=True),
        _at("lease_until", nullable=True),
        _at("due_at"),
        _at("created_at"),
        _number("created_by_id", nullable=True),
        _at("finished_at", nullable=True),
        _text("error", nullable=True),
    )
    op.create_index("ix_jobs_due", "jobs", ["state", "due_at"])
    op.create_table("attempts", _id(), _plain("key", unique=True), _number("count"), _at("window_ends_at"))


def _audit() -> None:
    op.create_table(
        "audit_batches",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        _at("at"),
        _number("entry_count"),
        _text("seal"),
    )
    op.create_table(
        "audit_entries",
        _id(),
        _reference("batch_id", "audit_batches", None),
        _number("number"),
        _at("at"),
        _number("actor_id", nullable=True),
        _text("door"),
        _text("action"),
        _number("user_id", nullable=True),
        sa.Column("detail", sa.Text),
        _text("detail_digest"),
    )
    for column in ("batch_id", "actor_id", "user_id"):
        op.create_index(f"ix_audit_entries_{column}", "audit_entries", [column])
    head = op.create_table("audit_head", _id(), _number("batch_id"), _text("seal"))
    op.bulk_insert(head, [{"id": 1, "batch_id": 0, "seal": ""}])


def _search() -> None:
    for statement in STATEMENTS[op.get_context().dialect.name]:
        op.get_bind().exec_driver_sql(statement)
