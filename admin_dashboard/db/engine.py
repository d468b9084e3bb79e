"""One engine per process: SQLite with its pragmas, or PostgreSQL with a pool."""

import sqlite3
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url

from ..settings import settings

PATIENCE_SECONDS = 10
"""How long somebody waits for who is writing."""
SQLITE_CONNECTIONS = 40
"""Kept open: as many as there are threads at most, since opening one costs as much as several questions."""
SQLITE_PRAGMAS = (
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={PATIENCE_SECONDS * 1000}",
    "PRAGMA cache_size=-32768",
    "PRAGMA mmap_size=2000000000",
    "PRAGMA temp_store=MEMORY",
    # 32 MB of log before it is written into the file, instead of 4: each time waits for the disk, which a job of many
    # steps did after every step. Nobody's writing waits for it.
    "PRAGMA wal_autocheckpoint=8000",
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
    connect = {"check_same_thread": False}
    made = create_engine(url, hide_parameters=HIDE_VALUES, connect_args=connect, pool_size=SQLITE_CONNECTIONS)

    @event.listens_for(made, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        _write_ahead(connection)
        for pragma in SQLITE_PRAGMAS:
            connection.execute(pragma)

    return made


def _write_ahead(connection: Any) -> None:
    """Have the file keep a write-ahead log. To turn that on nobody else may be in it, and SQLite does not wait."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            return
