"""People for actions on many."""

import pytest

from admin_dashboard.core.permissions import Actor
from admin_dashboard.models import User
from tests.conftest import WorkAs
from tests.factories import actor_of, make_administrator, make_user


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
