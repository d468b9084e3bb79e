"""People for imports, and a server without a socket for the pages."""

from collections.abc import Iterator

import pytest
from sqlmodel import select

from admin_dashboard.core.permissions import Actor
from admin_dashboard.models import User
from tests.conftest import WorkAs
from tests.factories import actor_of, make_administrator, make_user
from tests.pipeline import Site, pages

from .importing import Stored


@pytest.fixture
def site(sqlite_database: str) -> Iterator[Site]:
    """The server's half of the pages."""
    with pages() as site:
        yield site


@pytest.fixture
def anna(database: str, work_as: WorkAs) -> User:
    """Somebody who is there."""
    with work_as() as work:
        return make_user(
            work.session, username="anna.long", first_name="Anna", last_name="Long", email="anna@example.org"
        )


@pytest.fixture
def administrator(database: str, work_as: WorkAs) -> Actor:
    """Who imports."""
    with work_as() as work:
        return actor_of(work.session, make_administrator(work.session))


@pytest.fixture
def stored(database: str, work_as: WorkAs) -> Stored:
    """Gives the user with a username, as stored now."""

    def of(username: str) -> User:
        with work_as() as work:
            return work.session.exec(select(User).where(User.username == username)).one()

    return of
