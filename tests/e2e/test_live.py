"""What happens elsewhere reaches an open page by itself."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import wait_for_page
from tests.live_server import LiveServer

pytestmark = pytest.mark.databases("sqlite", "postgresql")
PASSWORD = "walnut harbour 41 kites"
ADMIN = {"--username": "ada.lovelace", "--first-name": "Ada", "--last-name": "Lovelace", "--email": "ada@example.org"}
GRACE = {"--username": "grace.hopper", "--first-name": "Grace", "--last-name": "Hopper", "--email": "grace@example.org"}
WITHIN_TWO_SECONDS = 2_000


def options(values: dict[str, str]) -> list[str]:
    return [part for pair in values.items() for part in pair]


@pytest.fixture(scope="module")
def people(site: LiveServer) -> LiveServer:
    """A site with two administrators."""
    for person in (ADMIN, GRACE):
        site.cli("admin", "create", *options(person), "--password", PASSWORD)
    return site


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    """A second person's browser."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def sign_in(page: Page, site: LiveServer, login: str) -> None:
    page.goto(f"{site.url}/sign-in")
    page.get_by_label("Email or username").fill(login)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Users")).to_be_visible()
    wait_for_page(page)


def row(page: Page, text: str):
    return page.get_by_role("row").filter(has_text=text)


def test_a_disabled_persons_open_page_goes_to_sign_in(page: Page, people: LiveServer) -> None:
    sign_in(page, people, "grace.hopper")
    people.cli("users", "disable", "grace.hopper")
    expect(page).to_have_url(re.compile("/sign-in"), timeout=WITHIN_TWO_SECONDS)
    expect(page.get_by_text("Your session has ended")).to_be_visible()
    people.cli("users", "enable", "grace.hopper")


def test_a_disabled_person_is_out_within_two_seconds_of_the_click(page: Page, other: Page, people: LiveServer) -> None:
    sign_in(page, people, "ada@example.org")
    sign_in(other, people, "grace@example.org")
    row(page, "grace.hopper").get_by_role("button", name=re.compile("Actions")).click()
    page.get_by_role("menuitem", name="Disable").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Disable").click()
    expect(other).to_have_url(re.compile("/sign-in"), timeout=WITHIN_TWO_SECONDS)
    people.cli("users", "enable", "grace.hopper")


def test_somebody_added_elsewhere_appears_in_an_open_list(page: Page, people: LiveServer) -> None:
    sign_in(page, people, "ada.lovelace")
    new = {"--username": "alan.turing", "--first-name": "Alan", "--last-name": "Turing", "--email": "alan@example.org"}
    people.cli("users", "add", *options(new), "--password", PASSWORD)
    expect(row(page, "alan.turing")).to_be_visible()


def test_signing_out_leaves_nothing_for_the_next_person(page: Page, people: LiveServer) -> None:
    sign_in(page, people, "ada.lovelace")
    page.get_by_role("button", name="Ada Lovelace: your account").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    page.goto(f"{people.url}/users")
    expect(page).to_have_url(re.compile("/sign-in"))
    expect(page.get_by_text("lovelace")).to_have_count(0)


def test_a_full_load_starts_with_nothing_left_open(page: Page, people: LiveServer) -> None:
    sign_in(page, people, "ada.lovelace")
    page.get_by_role("button", name="Add user").click()
    expect(page.get_by_role("dialog", name="Add user")).to_be_visible()
    page.goto(f"{people.url}/users?q=grace")
    expect(row(page, "grace.hopper")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
