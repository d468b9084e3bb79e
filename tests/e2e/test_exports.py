"""Users as a file, in a browser."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Download, Page, expect

from tests.exports.exporting import read_csv, read_workbook
from tests.live_server import LiveServer

from .people import found, open_list, rows, sign_in

pytestmark = pytest.mark.databases("sqlite", "postgresql")


@pytest.fixture
def page(administrator: BrowserContext, people: LiveServer) -> Iterator[Page]:
    """The list of users, as at first."""
    page = open_list(administrator, people)
    yield page
    page.close()


def ask(page: Page, where: str = ".toolbar") -> None:
    """Ask for an export; it is known how many it would hold."""
    page.locator(where).get_by_role("button", name="Export", exact=True).click()
    expect(confirm(page)).to_be_enabled()


def confirm(page: Page):
    return page.get_by_role("dialog").get_by_role("button", name=re.compile(r"^Export [\d,]+ users?$"))


def exported(page: Page, format: str = "CSV, for every program") -> Download:
    """What the browser has fetched."""
    page.get_by_label("Format").select_option(format)
    with page.expect_download() as fetched:
        confirm(page).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    return fetched.value


def content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def test_the_list_as_it_is_filtered_becomes_a_csv_file(page: Page, people: LiveServer, axe: Callable[[], None]) -> None:
    page.get_by_role("button", name=re.compile("^Never connected")).click()
    expect(page.get_by_role("list", name="Filters in use")).to_be_visible()
    ask(page)
    axe()
    download = exported(page)
    assert re.fullmatch(r"users-\d{4}-\d\d-\d\d\.csv", download.suggested_filename)
    names = [row["username"] for row in read_csv(content(download))]
    assert set(found(people, "--filter", "Never connected")) <= set(names)
    expect(page.get_by_text(re.compile(rf"^{len(names)} users exported$"))).to_be_visible()
    expect(rows(page).first).to_be_visible()


def test_the_ticked_become_a_workbook(page: Page) -> None:
    boxes = page.get_by_role("checkbox", name=re.compile("^Select (?!this page)"))
    boxes.nth(0).click()
    boxes.nth(2).click()
    ask(page, ".selection")
    download = exported(page, "Excel workbook (XLSX)")
    assert download.suggested_filename.endswith(".xlsx")
    assert len(read_workbook(content(download))) == 3


def test_by_keyboard_alone_it_is_asked_and_left(page: Page) -> None:
    button = page.locator(".toolbar").get_by_role("button", name="Export", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    expect(confirm(page)).to_be_enabled()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(button).to_be_focused()


def test_is_not_offered_to_who_may_not(browser: Browser, people: LiveServer) -> None:
    context = sign_in(browser, people, "zoe.aalto")
    page = open_list(context, people)
    expect(page.get_by_role("button", name="Export", exact=True)).to_have_count(0)
    context.close()
