"""Actions on many users in a browser: asked, done, reported, undone, cancelled."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import wait_for_page
from tests.e2e.users_page import bar, boxes
from tests.live_server import LiveServer

pytestmark = pytest.mark.databases("sqlite", "postgresql")
PASSWORD = "walnut harbour 41 kites"
ADA = ("--username", "ada.lovelace", "--first-name", "Ada", "--last-name", "Lovelace", "--email", "ada@example.org")


@pytest.fixture(scope="module")
def people(site: LiveServer) -> LiveServer:
    """A site with an administrator and people."""
    return with_people(site, 120)


@pytest.fixture(scope="module")
def signed_in(browser: Browser, people: LiveServer) -> list[Any]:
    """The administrator's cookies."""
    page = browser.new_page()
    sign_in(page, people)
    cookies = page.context.cookies()
    page.close()
    return cookies


@pytest.fixture
def users(page: Page, people: LiveServer, signed_in: list[Any]) -> Page:
    """The users page, with nobody ticked."""
    page.context.add_cookies(signed_in)
    page.goto(f"{people.url}/users")
    expect(page.locator("[data-row]").first).to_be_visible()
    wait_for_page(page)
    return page


def with_people(site: LiveServer, count: int) -> LiveServer:
    """The site with Ada, an administrator, and so many people."""
    site.cli("admin", "create", *ADA, "--password", PASSWORD)
    site.cli("seed", "--users", str(count))
    return site


def sign_in(page: Page, site: LiveServer) -> None:
    """Sign Ada in: her page is the list."""
    page.goto(f"{site.url}/sign-in")
    page.get_by_label("Email or username").fill("ada.lovelace")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("[data-row]").first).to_be_visible()


def question(page: Page) -> Locator:
    return page.get_by_role("alertdialog")


def total(page: Page) -> str:
    return page.locator("header .total").inner_text()


def ask(page: Page, verb: str) -> None:
    bar(page).get_by_role("button", name=re.compile(rf"^{verb} [1-9]")).click()
    expect(question(page).get_by_role("button", name=re.compile(rf"^{verb} \d+ user"))).to_be_enabled()


def confirm(page: Page, verb: str) -> None:
    question(page).get_by_role("button", name=re.compile(rf"^{verb} \d+ user")).click()
    expect(question(page)).to_have_count(0)


def open_report(page: Page) -> None:
    page.get_by_role("button", name="Report").first.click()
    page.wait_for_url(re.compile(r"/actions/\d+$"))


def test_all_but_one_are_disabled_and_the_undo_brings_them_back(users: Page, axe: Callable[[], None]) -> None:
    before = total(users)
    boxes(users).nth(0).click()
    bar(users).get_by_role("button", name=re.compile("^Select all")).click()
    boxes(users).nth(1).click()
    ask(users, "Disable")
    axe()
    confirm(users, "Disable")
    expect(users.get_by_text(re.compile(r"\d+ users disabled"))).to_be_visible()
    open_report(users)
    axe()
    users.get_by_role("button", name="Undo").click()
    confirm(users, "Enable")
    expect(users.get_by_role("heading", name=re.compile(r"\d+ users enabled"))).to_be_visible()
    users.get_by_role("link", name="Users", exact=True).click()
    expect(users.locator("header .total")).to_have_text(before)


def test_a_reason_names_whom_it_leaves_out(users: Page, axe: Callable[[], None]) -> None:
    boxes(users).nth(0).click()
    bar(users).get_by_role("button", name=re.compile("^Select all")).click()
    ask(users, "Disable")
    reason = question(users).get_by_role("button", name="You cannot do this to yourself")
    reason.click()
    expect(reason).to_have_attribute("aria-expanded", "true")
    expect(question(users)).to_contain_text("Ada Lovelace ada.lovelace")
    axe()
    reason.click()
    expect(question(users)).not_to_contain_text("Ada Lovelace")


def test_users_are_invited_together(users: Page) -> None:
    page_box = users.get_by_role("checkbox", name="Select this page")
    page_box.click()
    ask(users, "Invite")
    expect(question(users)).to_contain_text("mails go out")
    confirm(users, "Invite")
    expect(users.get_by_text(re.compile(r"\d+ users invited"))).to_be_visible()


def test_the_tray_is_there_after_a_reload(users: Page, axe: Callable[[], None]) -> None:
    users.reload()
    wait_for_page(users)
    users.get_by_role("button", name="Latest actions").click()
    tray = users.get_by_role("dialog", name="Actions on many users")
    expect(tray.get_by_role("link", name=re.compile("users invited"))).to_be_visible()
    axe()


def test_by_keyboard_alone_a_question_is_asked_and_left(users: Page) -> None:
    boxes(users).nth(0).focus()
    users.keyboard.press("Space")
    invite = bar(users).get_by_role("button", name=re.compile("^Invite"))
    invite.focus()
    users.keyboard.press("Enter")
    expect(question(users)).to_be_visible()
    users.keyboard.press("Escape")
    expect(question(users)).to_have_count(0)
    expect(invite).to_be_focused()


def test_what_waits_for_a_worker_shows_its_progress_and_can_be_cancelled(
    page: Page, start_server: Callable[..., LiveServer], axe: Callable[[], None]
) -> None:
    sign_in(page, with_people(start_server(EMBEDDED_WORKER="false"), 5))
    boxes(page).nth(0).click()
    boxes(page).nth(1).click()
    ask(page, "Invite")
    confirm(page, "Invite")
    page.get_by_role("button", name=re.compile("action goes on")).click()
    tray = page.get_by_role("dialog", name="Actions on many users")
    expect(tray.get_by_role("progressbar", name=re.compile("Inviting 2 users"))).to_have_attribute("aria-valuenow", "0")
    axe()
    tray.get_by_role("button", name=re.compile("^Cancel")).click()
    expect(tray).to_contain_text("Cancelled: 0 users invited")
