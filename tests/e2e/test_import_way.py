"""The way to an import and back: the button above the list, and the tray that follows the person through the app."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from tests.browser import assert_accessible, wait_for_page
from tests.live_server import LiveServer, live_server

from .importing import ROWS, choose, file_of, open_imports
from .people import open_list, populate, sign_in

DESK, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)


@pytest.fixture
def page(administrator: BrowserContext, people: LiveServer) -> Iterator[Page]:
    """The list of users."""
    page = open_list(administrator, people)
    yield page
    page.close()


def toolbar(page: Page) -> Locator:
    return page.locator(".toolbar")


def tray(page: Page) -> Locator:
    """What the tray shows once its button is pressed."""
    return page.get_by_role("dialog", name="Actions on many users")


def open_tray(page: Page) -> Locator:
    """Press the tray's button while one thing goes on."""
    page.get_by_role("button", name="1 action goes on").click()
    return tray(page)


def test_the_button_above_the_list_leads_to_the_place_for_a_file(page: Page, axe: Callable[[], None]) -> None:
    axe()
    toolbar(page).get_by_role("link", name="Import", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/imports$"))
    expect(page.get_by_text("Drop a file of users here")).to_be_visible()


def test_on_a_phone_it_stands_in_the_menu_beside_the_export(page: Page, axe: Callable[[], None]) -> None:
    page.set_viewport_size(PHONE)
    more = toolbar(page).get_by_role("button", name="Export and import")
    more.click()
    axe()
    page.get_by_role("menuitem", name="Export").click()
    expect(page.get_by_role("dialog", name="Export users")).to_be_visible()
    page.keyboard.press("Escape")
    expect(more).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="Import").click()
    expect(page.get_by_text("Drop a file of users here")).to_be_visible()


def test_whoever_may_not_import_has_none(browser: Browser, people: LiveServer) -> None:
    context = sign_in(browser, people, "noe.aabel", viewport=DESK)
    page = open_list(context, people)
    expect(toolbar(page).get_by_role("link", name="Import", exact=True)).to_have_count(0)
    context.close()


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A site on which nothing that waits for a worker goes on."""
    with live_server(tmp_path_factory.mktemp("waiting"), EMBEDDED_WORKER="false") as server:
        populate(server)
        yield server


@pytest.fixture
def importer(browser: Browser, waiting: LiveServer) -> Iterator[Page]:
    """The page of an import that waits for its check."""
    context = sign_in(browser, waiting, "ada.lovelace", viewport=DESK)
    page = open_imports(context, waiting)
    choose(page, file_of(*ROWS))
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_role("button", name="1 action goes on")).to_be_visible()
    yield page
    context.close()


def test_a_check_is_in_the_tray_wherever_the_person_goes(importer: Page) -> None:
    importer.get_by_role("navigation", name="Main menu").get_by_role("link", name="Users").click()
    importer.reload()
    wait_for_page(importer)
    shown = open_tray(importer)
    expect(shown).to_contain_text("0 rows checked")
    assert_accessible(importer)
    shown.get_by_role("button", name="Cancel: Checking personnel.csv…").click()
    expect(shown).to_have_count(0)


def test_it_is_there_for_who_signs_in_elsewhere(browser: Browser, waiting: LiveServer, importer: Page) -> None:
    elsewhere = sign_in(browser, waiting, "ada.lovelace", viewport=DESK)
    page = open_list(elsewhere, waiting)
    open_tray(page).get_by_role("link", name="Open: Checking personnel.csv…").click()
    page.get_by_role("main").get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("table", name="Columns")).to_be_visible()
    expect(importer.get_by_role("table", name="Columns")).to_be_visible()
    elsewhere.close()
