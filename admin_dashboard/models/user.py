"""People with an account."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, Computed, Index, SmallInteger
from sqlmodel import Field, SQLModel

from .types import UtcDateTime, plain_text, utc


class Source(StrEnum):
    """Where a user's record is mastered."""

    INTERNAL = "internal"
    CSV = "csv"
    SCIM = "scim"
    LDAP = "ldap"


READ_ONLY_SOURCES = frozenset({Source.SCIM, Source.LDAP})

LONG_AGO = "'0001-01-01 00:00:00+00'"
"""In SQL: the last connection of whoever never connected, who comes before everybody who did."""


class User(SQLModel, table=True):
    """One account. Statuses (connected, enrolled, joined) are derived from the dates, never stored."""

    __tablename__ = "users"
    __table_args__ = (
        Index("ix_users_name", "name_key", "id"),
        Index("ix_users_first_name", "first_name_key", "id"),
        Index("ix_users_created", "created_at", "id"),
        # Room in every page for new versions of some rows. They stay out of the indexes as long as none of these says
        # anything of what changed; so none does of what actions on many write (`db.search_ddl`, DISABLED_BESIDE).
        # An id is never given to a second person: old links, sessions and audit rows would point at them.
        {"postgresql_with": {"fillfactor": 85}, "sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    username: str = plain_text(unique=True)
    first_name: str
    last_name: str
    email: str = plain_text(unique=True)
    password_hash: str | None = None
    password_is_temporary: bool = False
    is_enabled: bool = True
    is_external: bool = False
    source: str = Source.INTERNAL
    first_login_at: datetime | None = utc()
    last_login_at: datetime | None = utc()
    enrolled_at: datetime | None = utc()
    created_at: datetime = utc(nullable=False)
    updated_at: datetime = utc(nullable=False)
    disabled_at: datetime | None = utc()
    language: str | None = None
    theme: str | None = None
    version: int = 1
    name_key: str = plain_text()
    first_name_key: str = plain_text()
    search: str = plain_text()


# Not an attribute: the database computes it, and only the list sorts by it. A column without NULL can be compared
# together with the id, so that the next page is sought in the index and not counted off.
_last_login_key = Computed(
    f"CASE WHEN first_login_at IS NULL THEN {LONG_AGO} ELSE coalesce(last_login_at, first_login_at) END", persisted=True
)
_table = SQLModel.metadata.tables["users"]
_table.append_column(Column("last_login_key", UtcDateTime(), _last_login_key, nullable=False))
Index("ix_users_last_login", _table.c.last_login_key, _table.c.id)

# Not attributes either: where each value of a column stands among them, so that the list can be sorted by it. Columns
# of their own, for no filter shall be tempted by their indexes: most users have the same value.
for _name, _rule in {
    "type": "CASE WHEN is_external THEN 1 ELSE 0 END",
    "source": "CASE source WHEN 'internal' THEN 0 WHEN 'csv' THEN 1 WHEN 'scim' THEN 2 ELSE 3 END",
    "enrollment": "CASE WHEN is_external OR (first_login_at IS NOT NULL AND enrolled_at IS NULL) THEN 2"
    " WHEN enrolled_at IS NULL THEN 1 ELSE 0 END",
    "language": "CASE language WHEN 'en' THEN 0 WHEN 'fr' THEN 1 ELSE 2 END",
}.items():
    _key = Column(f"{_name}_key", SmallInteger, Computed(_rule, persisted=True), nullable=False)
    _table.append_column(_key)
    Index(f"ix_users_{_name}", _key, _table.c.id)
