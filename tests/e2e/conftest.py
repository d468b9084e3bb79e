"""The whole product, in a browser."""

import pytest

from tests.browser import axe, browser_type_launch_args, mail, site, start_server
from tests.e2e.crowd import crowd, postgresql_crowd, readers, sqlite_crowd
from tests.e2e.people import administrator, people

__all__ = [
    "administrator",
    "axe",
    "browser_type_launch_args",
    "crowd",
    "mail",
    "people",
    "postgresql_crowd",
    "readers",
    "site",
    "sqlite_crowd",
    "start_server",
]


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known by which a module has its site on one database, then on the other."""
    config.addinivalue_line("markers", "databases(*names): where the `site` of these tests stands; the nearest counts")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give `site` its databases."""
    mark = metafunc.definition.get_closest_marker("databases")
    if mark and "site" in metafunc.fixturenames:
        metafunc.parametrize("site", mark.args, indirect=True, scope="module")
