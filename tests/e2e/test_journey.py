"""The main job, end to end: an administrator adds a user, invites them by mail, and they join."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import assert_accessible, wait_for_page
from tests.live_server import LiveServer
from tests.smtp_sink import SmtpSink

ADMIN_PASSWORD = "walnut harbour 41 kites"
OWN_PASSWORD = "seven quiet lanterns"
EMAIL = "eleonore.darc@example.org"


@contextmanager
def another_browser(browser: Browser) -> Iterator[Page]:
    """A browser that shares nothing with the first."""
    context: BrowserContext = browser.new_context()
    yield context.new_page()
    context.close()


def set_up(page: Page, site: LiveServer) -> None:
    """Create the first administrator by the link of the console."""
    page.goto(site.setup_link)
    page.get_by_label("First name").fill("Ada")
    page.get_by_label("Last name").fill("Lovelace")
    page.get_by_label("Email").fill("ada@example.org")
    page.get_by_label("Password", exact=True).fill(ADMIN_PASSWORD)
    expect(page.get_by_label("Username")).to_have_value("ada.lovelace")
    page.get_by_role("button", name="Create and sign in").click()
    expect(page.get_by_role("heading", name="Users")).to_be_visible()


def add_user(page: Page, *, invite: bool = False) -> None:
    """Add Éléonore D'Arc by the form."""
    page.get_by_role("button", name="Add user").click()
    form = page.get_by_role("dialog")
    form.get_by_label("First name").fill("Éléonore")
    form.get_by_label("Last name").fill("D'Arc")
    expect(form.get_by_label("Username")).to_have_value("eleonore.darc")
    form.get_by_role("textbox", name="Email").fill(EMAIL)
    form.get_by_role("button", name="Generate").click()
    expect(form.get_by_label("Temporary password")).not_to_have_value("")
    form.get_by_label("Send an invitation now").set_checked(invite)
    form.get_by_role("button", name="Add user").click()
    expect(form).to_be_hidden()
    expect(row(page)).to_be_visible()


def row(page: Page):
    """Éléonore's row of the list."""
    return page.get_by_role("row").filter(has_text="eleonore.darc")


def join(browser: Browser, link: str) -> None:
    """Open the link of the mail, choose a password, be signed in."""
    with another_browser(browser) as page:
        page.goto(link)
        expect(page.get_by_role("heading", name="Welcome, Éléonore")).to_be_visible()
        page.get_by_label("New password").fill(OWN_PASSWORD)
        expect(page.get_by_text("Hard to guess").first).to_be_visible()
        page.get_by_role("button", name="Set password and sign in").click()
        expect(page.get_by_role("heading", name="My account")).to_be_visible()


def link_in(mail: EmailMessage) -> str:
    """The invitation's link in the text of a mail."""
    body = mail.get_body(("plain",))
    assert body
    found = re.search(r"http://\S+/invitation/\S+", body.get_content())
    assert found
    return found.group()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The DATABASE_URL of a server, empty for its own SQLite."""
    if request.param == "sqlite":
        return ""
    address: str = request.getfixturevalue("postgresql_database")
    return address.replace("postgresql+psycopg://", "postgresql://")


def test_from_the_set_up_link_to_joined(
    page: Page,
    browser: Browser,
    start_server: Callable[..., LiveServer],
    mail: SmtpSink,
    database_url: str,
) -> None:
    site = start_server(SMTP_URL=mail.url, DATABASE_URL=database_url)
    set_up(page, site)
    add_user(page)
    row(page).get_by_role("button", name="Invite").click()
    message = mail.wait_for(EMAIL)
    expect(row(page).get_by_role("button", name="Invited")).to_be_visible()
    join(browser, link_in(message))
    expect(row(page).get_by_role("img", name="Joined on")).to_be_visible()
    expect(row(page).get_by_role("button", name="Joined")).to_have_count(0)


def test_with_the_built_in_catcher(page: Page, browser: Browser, site: LiveServer) -> None:
    set_up(page, site)
    add_user(page, invite=True)
    expect(row(page).get_by_role("button", name="Invited")).to_be_visible()
    page.get_by_role("link", name="Mail").click()
    expect(page.get_by_role("heading", name="Mail")).to_be_visible()
    page.get_by_role("row").filter(has_text=EMAIL).get_by_role("button").click()
    expect(page.get_by_role("dialog")).to_contain_text("/invitation/")
    assert_accessible(page)
    found = re.search(r"http://\S+/invitation/[\w-]+", page.get_by_role("dialog").inner_text())
    assert found
    join(browser, found.group())
    page.goto(f"{site.url}/users")
    wait_for_page(page)
    expect(row(page).get_by_role("img", name="Joined on")).to_be_visible()
