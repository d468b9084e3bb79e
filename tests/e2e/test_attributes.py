"""Attributes: defined in Settings, asked in the forms, shown in the record, deleted with their values."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.browser import wait_for_page
from tests.e2e.test_journey import set_up
from tests.live_server import LiveServer

pytestmark = pytest.mark.databases("sqlite", "postgresql")
PHONE = ViewportSize(width=390, height=844)


@pytest.fixture(scope="module")
def page(site: LiveServer, browser: Browser) -> Page:
    """An administrator's, who goes through the whole story."""
    page = browser.new_page()
    set_up(page, site)
    return page


@pytest.fixture
def settings(page: Page) -> Page:
    """The page, at Settings."""
    page.get_by_role("link", name="Settings").click()
    page.wait_for_url(re.compile("/settings/attributes"))
    expect(page.get_by_role("rowheader", name="Function")).to_be_visible()
    return page


def status(page: Page, text: str) -> None:
    expect(page.get_by_role("status").filter(has_text=text)).to_be_attached()


def generate_password(form: Locator) -> None:
    """Press the button, and wait for what it brings."""
    form.get_by_role("button", name="Generate").click()
    expect(form.get_by_label("Temporary password")).not_to_have_value("")


def test_one_is_added_by_keyboard(settings: Page, axe: Callable[[], None]) -> None:
    wait_for_page(settings)
    axe()
    settings.get_by_role("button", name="Add attribute").press("Enter")
    form = settings.get_by_role("dialog")
    expect(form.get_by_label("English label")).to_be_focused()
    settings.keyboard.type("Shirt size")
    settings.keyboard.press("Tab")
    settings.keyboard.type("Taille")
    settings.keyboard.press("Enter")
    expect(form.get_by_label("Key")).to_be_focused()
    axe()
    settings.keyboard.type("shirt")
    expect(form.get_by_label("Choices")).to_be_hidden()
    form.get_by_label("Type").select_option("Choice")
    form.get_by_label("Choices").fill("Small\nLarge")


def test_it_is_required_once_that_is_ticked(page: Page) -> None:
    form = page.get_by_role("dialog")
    form.get_by_label("Required").check()
    form.get_by_role("button", name="Add attribute").click()
    expect(form).to_be_hidden()
    expect(page.get_by_role("row", name=re.compile("Shirt size.*Taille.*Small, Large.*Required"))).to_be_visible()


def test_a_moved_one_keeps_the_focus_and_its_place_is_read_out(page: Page) -> None:
    up = page.get_by_role("button", name="Move Shirt size up")
    for place in (5, 4):
        up.press("Enter")
        status(page, f"Moved to place {place} of 6.")
        expect(up).to_be_focused()


def test_the_form_for_a_user_asks_for_it(page: Page, axe: Callable[[], None]) -> None:
    page.get_by_role("link", name="Users").click()
    page.get_by_role("button", name="Add user").click()
    form = page.get_by_role("dialog")
    form.get_by_label("First name").fill("Grace")
    form.get_by_label("Last name").fill("Hopper")
    expect(form.get_by_label("Username")).to_have_value("grace.hopper")
    form.get_by_role("textbox", name="Email").fill("grace@example.org")
    generate_password(form)
    form.get_by_label("Organization (optional)").fill("Navy")
    form.get_by_role("button", name="Add user").click()
    expect(form.get_by_label("Shirt size")).to_be_focused()
    axe()
    form.get_by_label("Shirt size").select_option("Large")
    form.get_by_role("button", name="Add user").click()
    expect(form).to_be_hidden()


def test_the_record_shows_it_and_its_history(page: Page) -> None:
    page.get_by_role("link", name="Grace Hopper").click()
    record = page.get_by_role("dialog")
    expect(record).to_contain_text("Shirt sizeLarge")
    record.get_by_role("button", name="Edit").click()
    form = page.get_by_role("dialog", name="Edit Grace Hopper")
    form.get_by_label("Shirt size").select_option("Small")
    form.get_by_label("Language").select_option("Français")
    form.get_by_role("button", name="Save").click()
    expect(record.get_by_text("Shirt size: Large → Small")).to_be_visible()
    page.keyboard.press("Escape")


def test_deleting_it_says_how_many_lose_a_value(settings: Page, axe: Callable[[], None]) -> None:
    settings.set_viewport_size(PHONE)
    settings.get_by_role("button", name="Delete Shirt size…").click()
    question = settings.get_by_role("alertdialog")
    expect(question).to_contain_text("1 user loses a value.")
    axe()
    question.get_by_role("button", name="Delete Shirt size").click()
    expect(settings.get_by_text("shirt", exact=True)).to_have_count(0)
    expect(settings.locator("main")).to_be_focused()
    axe()
