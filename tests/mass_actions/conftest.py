"""People for actions on many."""

from collections.abc import Iterator

import pytest

from admin_dashboard.core.permissions import Actor
from admin_dashboard.models import User
from tests.conftest import WorkAs
from tests.factories import actor_of, make_administrator, make_user
from tests.pipeline import Site, pages


@pytest.fixture
def administrator(database: str, work_as: WorkAs) -> Actor:
    """Who asks."""
    with work_as() as work:
        return actor_of(work.session, make_administrator(work.session))


@pytest.fixture
def people(database: str, work_as: WorkAs) -> list[User]:
    """Five users who never connected."""
    with work_as() as work:
        return [make_user(work.session) for _ in range(5)]


@pytest.fixture
def site(sqlite_database: str) -> Iterator[Site]:
    """The server's half of the pages."""
    with pages() as site:
        yield site
