"""Users for the tests of orders, on both databases."""

from collections.abc import Iterator

import pytest

from admin_dashboard.core.work import Work
from tests.conftest import WorkAs
from tests.db.orders import populate


@pytest.fixture
def people(database: str, work_as: WorkAs) -> Iterator[Work]:
    """Eighty users of every kind, and a transaction to look at them."""
    with work_as() as work:
        populate(work.session)
    with work_as() as work:
        yield work
