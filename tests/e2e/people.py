"""A site full of people for tests in a browser, and who looks at it."""

import json
from collections.abc import Iterator
from functools import cache

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from admin_dashboard.users.address import USUAL_SIZE
from tests.browser import wait_for_page
from tests.e2e.users_page import rows
from tests.live_server import LiveServer

PASSWORD = "walnut harbour 41 kites"
PEOPLE = 300
DESK = ViewportSize(width=1440, height=900)


@pytest.fixture(scope="module")
def people(site: LiveServer) -> LiveServer:
    """A site with an administrator, an auditor and many users."""
    populate(site)
    return site


@pytest.fixture(scope="module")
def administrator(browser: Browser, people: LiveServer) -> Iterator[BrowserContext]:
    """A browser in which Ada is signed in."""
    context = sign_in(browser, people, "ada.lovelace", viewport=DESK)
    yield context
    context.close()


def populate(site: LiveServer) -> None:
    """An administrator called Ada, an auditor called Zoë, somebody of the help desk called Noé, and many users."""
    for first, last in (("Ada", "Lovelace"), ("Zoë", "Aalto"), ("Noé", "Aabel")):
        names = ("--first-name", first, "--last-name", last, "--email", f"{last.lower()}@example.org")
        site.cli("admin", "create", *names, "--password", PASSWORD)
    for role, username in (("auditor", "zoe.aalto"), ("help_desk", "noe.aabel")):
        site.cli("roles", "grant", role, username)
        site.cli("roles", "revoke", "administrator", username)
    site.cli("seed", "--users", str(PEOPLE))


def sign_in(browser: Browser, site: LiveServer, username: str, **options: object) -> BrowserContext:
    """A browser in which this person is signed in."""
    context = browser.new_context(**options)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{site.url}/sign-in")
    page.get_by_label("Email or username").fill(username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(rows(page).first).to_be_visible()
    page.close()
    return context


def open_list(context: BrowserContext, site: LiveServer, query: str = "") -> Page:
    """The users page at this address, ready to be used."""
    page = context.new_page()
    page.goto(f"{site.url}/users{query}")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    wait_for_page(page)
    return page


@cache
def everybody(site: LiveServer, *options: str) -> tuple[str, ...]:
    """Whom the command line finds, asked once: another way to the same people. For a site nobody changes."""
    listed = json.loads(site.cli("users", "list", "--json", "--limit", "0", *options).stdout)
    return tuple(user["username"] for user in listed)


def found(site: LiveServer, *options: str) -> list[str]:
    """Those of them on the first page."""
    return list(everybody(site, *options)[:USUAL_SIZE])
