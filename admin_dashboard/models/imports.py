"""Imports of users from files: what was asked, and what becomes of each row."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Index, Integer, Text, text
from sqlmodel import Field, SQLModel

from .types import PLAIN_TEXT, plain_text, utc


class ImportState(StrEnum):
    """Where an import is in its life."""

    DRAFT = "draft"
    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"
    TAKING_BACK = "taking_back"
    TAKEN_BACK = "taken_back"
    DISCARDED = "discarded"
    """Nobody sees it any more; its rows are being removed."""


class RowOutcome(StrEnum):
    """What becomes of a row, or became of it once the import has come to it."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Import(SQLModel, table=True):
    """One file of users. `stored` is the name it is kept under, empty once it is no longer needed.

    `shape` and `mapping` (JSON) say how the file is read, `error` (JSON) why it was not, or why the import stopped.
    `lines` is how many the file has, 0 when nobody knows. The counters are those of the check until the run begins,
    from then on those of the rows up to `position`. Whoever is newer than `newest_user_id` came after that beginning.
    """

    __tablename__ = "imports"

    id: int | None = Field(default=None, primary_key=True)
    file_name: str
    stored: str
    size: int
    sha256: str
    created_at: datetime = utc(nullable=False)
    created_by_id: int | None = Field(default=None, index=True)
    shape: str = Field(sa_column=Column(Text, nullable=False))
    mapping: str = Field(sa_column=Column(Text, nullable=False))
    mode: str = "create_and_update"
    invite: bool = False
    state: str = Field(default=ImportState.DRAFT, index=True)
    error: str | None = Field(default=None, sa_column=Column(Text))
    lines: int = 0
    rows: int = 0
    position: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    warned: int = 0
    restored: int = 0
    left_alone: int = 0
    busy_ms: int = 0
    newest_user_id: int = 0
    started_at: datetime | None = utc()
    finished_at: datetime | None = utc()
    job_id: int | None = None
    invite_job_id: int | None = None
    corrects_id: int | None = Field(default=None, foreign_key="imports.id", ondelete="SET NULL")


class ImportRow(SQLModel, table=True):
    """One row of a file, and what becomes of it.

    `cells` are parted by U+001F, passwords left out. `username` and `email` are there when they are valid, and the
    first of the file; with `invite` the person is invited in the end. `problems` and `warnings` (JSON) are lists of
    column, value and sentence; `changes` (JSON) holds old and new by target. `taken_back` says what taking the import
    back did: empty for done, a sentence (JSON) for why not. No foreign key to the user: the report outlives them.
    """

    __tablename__ = "import_rows"
    __table_args__ = (
        Index("ix_import_rows_outcome", "import_id", "outcome", "number"),
        Index(
            "ix_import_rows_user_id",
            "user_id",
            sqlite_where=text("user_id IS NOT NULL"),
            postgresql_where=text("user_id IS NOT NULL"),
        ),
        # Read from one end to the other, in order, and no second tree on SQLite.
        {"sqlite_with_rowid": False, "postgresql_with": {"fillfactor": 85}},
    )

    import_id: int = Field(sa_column=Column(Integer, ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True))
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    line: int
    outcome: str
    user_id: int | None = None
    invite: bool = False
    username: str | None = plain_text(nullable=True)
    email: str | None = plain_text(nullable=True)
    cells: str = Field(sa_column=Column(Text, nullable=False))
    problems: str | None = Field(default=None, sa_column=Column(Text))
    warnings: str | None = Field(default=None, sa_column=Column(Text))
    changes: str | None = Field(default=None, sa_column=Column(Text))
    taken_back: str | None = Field(default=None, sa_column=Column(Text))


class ImportMapping(SQLModel, table=True):
    """What the columns of files with these headers were for the last time."""

    __tablename__ = "import_mappings"

    header_key: str = Field(sa_column=Column(PLAIN_TEXT, primary_key=True))
    mapping: str = Field(sa_column=Column(Text, nullable=False))
    saved_at: datetime = utc(nullable=False)
