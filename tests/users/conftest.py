"""A server without a socket for the tests of the users pages' states."""

from collections.abc import Iterator

import pytest

from tests.pipeline import Site, pages


@pytest.fixture
def site(sqlite_database: str) -> Iterator[Site]:
    """The server's half of the pages."""
    with pages() as site:
        yield site
