"""One engine per process: SQLite with its pragmas, or PostgreSQL with a pool."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url

from ..settings import settings

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
    "PRAGMA cache_size=-65536",
    "PRAGMA mmap_size=2000000000",
    "PRAGMA temp_store=MEMORY",
)

# What a statement was to store, hashes and the text of mails among it, must not stand in an error, which is logged.
HIDE_VALUES = True


@lru_cache(maxsize=1)
def engine() -> Engine:
    """The engine of this process's database."""
    return make_engine(settings().resolved_database_url)


def make_engine(url: str) -> Engine:
    """An engine for `sqlite:///…` or `postgresql+psycopg://…`; SQLite's folder is made when missing."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url)
    return create_engine(url, hide_parameters=HIDE_VALUES, pool_size=10, max_overflow=20, pool_pre_ping=True)


def _sqlite(url: str) -> Engine:
    database = make_url(url).database
    if database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    made = create_engine(url, hide_parameters=HIDE_VALUES, connect_args={"check_same_thread": False})

    @event.listens_for(made, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        for pragma in SQLITE_PRAGMAS:
            connection.execute(pragma)

    return made
