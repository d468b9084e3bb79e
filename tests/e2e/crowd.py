"""Ten thousand users in a browser, on each database, and what plain Python says of them."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext
from sqlalchemy import Engine, make_url
from sqlmodel import Session, select

from admin_dashboard.core import clock
from admin_dashboard.core.passwords import hash_password
from admin_dashboard.db.engine import make_engine
from admin_dashboard.models import User
from admin_dashboard.users import address
from admin_dashboard.users.seed import seed
from tests.conftest import postgresql_copy
from tests.e2e.people import PASSWORD, sign_in
from tests.factories import grant, make_user
from tests.live_server import LiveServer, live_server
from tests.users import oracle

PEOPLE = 10_000
READERS = {
    "ada.lovelace": ("Ada", "Lovelace", "administrator"),
    "grace.hopper": ("Grace", "Hopper", "administrator"),
    "zoe.aalto": ("Zoë", "Aalto", "auditor"),
    "noe.aabel": ("Noé", "Aabel", "help_desk"),
}
"""Who looks at the ten thousand: username → first name, last name, role."""


@dataclass(frozen=True)
class Crowd:
    """A site of ten thousand users, and each of them as the database had them when it began."""

    site: LiveServer
    users: list[User]

    def who(self, asked: str = "") -> list[int]:
        """Whom the list at this address has to show, in order: its part after `?`."""
        return [user_id or 0 for user_id in oracle.expected(self.users, address.read(asked))]


Readers = Callable[[str], BrowserContext]
"""Username → the browser in which that person is signed in, the same one each time."""


def fill(engine: Engine) -> None:
    """The readers, then everybody else."""
    now = clock.now()
    been = {"first_login_at": now, "last_login_at": now, "enrolled_at": now, "created_at": now}
    with Session(engine) as session:
        for username, (first, last, role) in READERS.items():
            names = {"username": username, "first_name": first, "last_name": last}
            grant(session, make_user(session, **names, **been, password_hash=hash_password(PASSWORD)), role)
        session.commit()
    seed(engine, PEOPLE, now=now)


def everybody(url: str) -> list[User]:
    """Every user of the database."""
    engine = make_engine(of_engine(url))
    with Session(engine) as session:
        users = [*session.exec(select(User))]
        session.expunge_all()
    engine.dispose()
    return users


def of_engine(url: str) -> str:
    """The address as the engine takes it."""
    return url.replace("postgresql://", "postgresql+psycopg://")


# ---- fixtures ----


@pytest.fixture(scope="session")
def sqlite_crowd(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with ten thousand users, to be copied."""
    path = tmp_path_factory.mktemp("crowd") / "template.sqlite3"
    shutil.copyfile(_sqlite_template, path)
    engine = make_engine(f"sqlite:///{path}")
    fill(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_crowd(_postgresql_server: str) -> Iterator[str]:
    """The name of a database with ten thousand users, to be copied."""
    with postgresql_copy(_postgresql_server) as url:
        engine = make_engine(of_engine(url))
        fill(engine)
        engine.dispose()
        yield make_url(url).database or ""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def crowd(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    """The site for a whole module of tests, on one database, then on the other."""
    folder, template = tmp_path_factory.mktemp("site"), request.getfixturevalue(f"{request.param}_crowd")
    with ExitStack() as needed:
        if request.param == "sqlite":
            url = f"sqlite:///{shutil.copyfile(template, folder / 'crowd.sqlite3')}"
        else:
            server = request.getfixturevalue("_postgresql_server")
            url = needed.enter_context(postgresql_copy(server, template))
        yield Crowd(needed.enter_context(live_server(folder, DATABASE_URL=url)), everybody(url))


@pytest.fixture(scope="module")
def readers(browser: Browser, crowd: Crowd) -> Iterator[Readers]:
    """Call it for the browser in which somebody is signed in."""
    contexts: dict[str, BrowserContext] = {}

    def of(username: str) -> BrowserContext:
        if username not in contexts:
            desk = {"width": 1440, "height": 900}
            contexts[username] = sign_in(browser, crowd.site, username, viewport=desk)
        return contexts[username]

    yield of
    for context in contexts.values():
        context.close()
