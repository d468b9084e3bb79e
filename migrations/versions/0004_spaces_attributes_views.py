"""Members of spaces, attributes and their values, saved views, each person's columns."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from admin_dashboard.models.types import PLAIN_TEXT, UtcDateTime

revision = "0004"
down_revision = "0003"

BUILT_IN = {
    "function": ("Function", "Fonction"),
    "organization": ("Organization", "Organisation"),
    "location": ("Location", "Lieu"),
    "phone": ("Phone", "Téléphone"),
    "time_zone": ("Time zone", "Fuseau horaire"),
}


def upgrade() -> None:
    _spaces()
    _attributes()
    _views()


def _of(name: str, target: str, ondelete: str = "CASCADE", **options) -> sa.Column:
    return sa.Column(name, sa.Integer, sa.ForeignKey(f"{target}.id", ondelete=ondelete), **options)


def _at(name: str) -> sa.Column:
    return sa.Column(name, UtcDateTime(), nullable=False)


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.String, nullable=False)


def _flag(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean, nullable=False)


def _spaces() -> None:
    op.create_table(
        "space_members",
        _of("space_id", "spaces", primary_key=True),
        _of("user_id", "users", primary_key=True),
        _flag("is_manager"),
        _at("joined_at"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_space_members_user_id", "space_members", ["user_id"])


def _attributes() -> None:
    attributes = op.create_table(
        "attributes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", PLAIN_TEXT, nullable=False, unique=True),
        *map(_text, ("label_en", "label_fr", "type", "choices")),
        *map(_flag, ("is_required", "is_built_in")),
        sa.Column("position", sa.Integer, nullable=False),
        _at("created_at"),
    )
    op.create_table(
        "attribute_values",
        _of("user_id", "users", primary_key=True),
        _of("attribute_id", "attributes", primary_key=True),
        _text("value"),
        sa.Column("sort_key", PLAIN_TEXT, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_attribute_values_sort", "attribute_values", ["attribute_id", "sort_key", "user_id"])
    usual = {"type": "text", "choices": "", "is_required": False, "is_built_in": True, "created_at": datetime.now(UTC)}
    op.bulk_insert(
        attributes,
        [
            {"key": key, "label_en": english, "label_fr": french, "position": position, **usual}
            for position, (key, (english, french)) in enumerate(BUILT_IN.items(), 1)
        ],
    )


def _views() -> None:
    op.create_table(
        "saved_views",
        sa.Column("id", sa.Integer, primary_key=True),
        _of("owner_id", "users", nullable=False),
        *map(_text, ("name", "query", "columns")),
        _flag("is_shared"),
        _at("created_at"),
        _at("updated_at"),
        sa.UniqueConstraint("owner_id", "name"),
    )
    op.create_table(
        "list_preferences",
        _of("user_id", "users", primary_key=True),
        _text("columns"),
        _of("view_id", "saved_views", "SET NULL", nullable=True),
    )
