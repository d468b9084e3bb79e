"""Bringing the database to the present schema. Any number of processes may try at once: one does it, others wait."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from .engine import engine, make_engine

SCRIPTS = Path(__file__).parents[2] / "migrations"
_POSTGRESQL_LOCK = 7_221_964_002


def upgrade(url: str | None = None) -> None:
    """Run every missing migration, all of them or none."""
    with _engine(url) as used, _alone(used) as connection:
        command.upgrade(_config(connection), "head")


def current_revision(url: str | None = None) -> str | None:
    """The revision the database is at; None when it is empty."""
    with _engine(url) as used, used.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_current(url: str | None = None) -> bool:
    """Whether the database has the present schema."""
    return current_revision(url) == ScriptDirectory(str(SCRIPTS)).get_current_head()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _engine(url: str | None) -> Iterator[Engine]:
    if url is None:
        yield engine()
        return
    made = make_engine(url)
    try:
        yield made
    finally:
        made.dispose()


@contextmanager
def _alone(used: Engine) -> Iterator[Connection]:
    """One transaction on a connection nobody else can migrate beside."""
    if used.dialect.name == "postgresql":
        with used.begin() as connection:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_POSTGRESQL_LOCK})")
            yield connection
        return
    # The driver would begin too late, at the first row written; DDL before that would be committed at once.
    with used.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("COMMIT")
