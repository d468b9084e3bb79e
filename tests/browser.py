"""What tests of the whole product stand on: a browser, a running server, a mail server, checks of a page.

The fixtures come into scope through `tests/e2e/conftest.py`.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright

from .conftest import postgresql_copy
from .live_server import LiveServer, live_server
from .smtp_sink import SmtpSink, smtp_sink

CHROMIUM = Path("/usr/bin/chromium")


def launch(playwright: Playwright) -> Browser:
    """A browser outside of a test: the system's Chromium where there is one, else the one Playwright brought."""
    path = CHROMIUM if CHROMIUM.exists() else None
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])


def wait_for_page(page: Page) -> None:
    """Wait until the page is drawn and connected, so that a click is not lost."""
    page.wait_for_selector("main")
    page.wait_for_load_state("networkidle")


def assert_accessible(page: Page) -> None:
    """No violation of WCAG 2.2 A and AA that axe can find, in the light and in the dark theme."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        result = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
        assert result.violations_count == 0, f"{theme} theme of {page.url}:\n{result.generate_report()}"


# ---- fixtures ----


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium where there is one, else the one Playwright brought."""
    own = {"executable_path": str(CHROMIUM)} if CHROMIUM.exists() else {}
    return {**browser_type_launch_args, **own, "args": ["--no-sandbox"]}


@pytest.fixture
def axe(page: Page) -> Callable[[], None]:
    """Call it to assert that the page, as it now is, is accessible in both themes."""
    return lambda: assert_accessible(page)


@pytest.fixture
def mail() -> Iterator[SmtpSink]:
    """A mail server of this test's own."""
    with smtp_sink() as sink:
        yield sink


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Callable[..., LiveServer]]:
    """`start_server(SMTP_URL=…)` gives a running server; all end with the test."""
    with ExitStack() as running:
        numbers = iter(range(100))

        def start(**overrides: str) -> LiveServer:
            return running.enter_context(live_server(tmp_path / str(next(numbers)), **overrides))

        yield start


@pytest.fixture(scope="module")
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server for a whole module of tests, with the mail catcher: on SQLite, or on the database it is asked for."""
    with ExitStack() as needed:
        address = ""
        if getattr(request, "param", "sqlite") == "postgresql":
            address = needed.enter_context(postgresql_copy(request.getfixturevalue("_postgresql_server")))
        yield needed.enter_context(live_server(tmp_path_factory.mktemp("site"), DATABASE_URL=address))
