"""API tokens: made by keyboard, copied once, used by a program, revoked."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import APIResponse, Browser, Locator, Page, Playwright, ViewportSize, expect

from tests.browser import wait_for_page
from tests.e2e.test_journey import set_up
from tests.live_server import LiveServer

DESK, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
CHECK = {"all": True, "check": True}


@pytest.fixture(scope="module")
def page(site: LiveServer, browser: Browser) -> Page:
    """An administrator's, who goes through the whole story."""
    page = browser.new_page(viewport=DESK)
    set_up(page, site)
    return page


@pytest.fixture(scope="module")
def kept() -> dict[str, str]:
    """What somebody notes down in the course of the story."""
    return {}


@pytest.fixture
def ask(site: LiveServer, playwright: Playwright) -> Callable[..., APIResponse]:
    """A program that shares no cookie with the browser asks whom it would disable."""
    program = playwright.request.new_context(extra_http_headers={"origin": "https://elsewhere.example"})

    def send(token: str, method: str = "POST", **headers: str) -> APIResponse:
        given = {"authorization": f"Bearer {token}", **headers}
        return program.fetch(f"{site.url}/api/users/disable", method=method, data=CHECK, headers=given)

    return send


def listed(page: Page) -> Locator:
    """The token in the list."""
    return page.get_by_role("main").get_by_role("listitem").filter(has_text="Nightly script")


def test_the_account_leads_there(site: LiveServer, page: Page, axe: Callable[[], None]) -> None:
    page.goto(f"{site.url}/account")
    page.get_by_role("link", name="Manage API tokens").press("Enter")
    expect(page.get_by_role("heading", name="No tokens yet")).to_be_visible()
    wait_for_page(page)
    expect(page.get_by_label("Token", exact=True)).to_be_hidden()
    axe()


def test_one_is_made_by_keyboard_and_shown_once(page: Page, axe: Callable[[], None], kept: dict[str, str]) -> None:
    name = page.get_by_label("Name")
    name.press("Enter")
    expect(name).to_be_focused()
    expect(page.get_by_text("Please fill this in.")).to_be_visible()
    page.keyboard.type("Nightly script")
    page.keyboard.press("Enter")
    token = page.get_by_label("Token", exact=True)
    expect(token).to_be_visible()
    expect(token).to_have_value(re.compile("^adm_"))
    kept["token"] = token.input_value()
    expect(listed(page)).to_contain_text("never used")
    axe()


def test_its_way_to_the_clipboard_is_by_keyboard_too(page: Page, kept: dict[str, str]) -> None:
    page.get_by_role("button", name="Make a token").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Token", exact=True)).to_be_focused()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("navigator.clipboard.readText()") == kept["token"]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Token", exact=True)).to_be_hidden()
    assert kept["token"] not in page.content()


def test_a_program_uses_it(site: LiveServer, page: Page, kept: dict[str, str], ask: Callable[..., APIResponse]) -> None:
    answered = ask(kept["token"])
    assert (answered.status, answered.json()["skipped"]) == (200, {"yourself": 1})
    assert "access-control-allow-origin" not in answered.headers
    page.reload()
    expect(listed(page)).to_contain_text("used just now")
    assert kept["token"] not in site.output


def test_no_other_site_is_told_that_it_may_ask(ask: Callable[..., APIResponse]) -> None:
    answered = ask("", "OPTIONS", **{"access-control-request-method": "POST"})
    assert "access-control-allow-origin" not in answered.headers


def test_revoked_it_is_refused_at_once(
    page: Page, axe: Callable[[], None], kept: dict[str, str], ask: Callable[..., APIResponse]
) -> None:
    page.set_viewport_size(PHONE)
    wait_for_page(page)
    axe()
    page.get_by_role("button", name="Revoke the token Nightly script…").press("Enter")
    question = page.get_by_role("alertdialog")
    expect(question.get_by_role("button", name="Cancel")).to_be_focused()
    axe()
    question.get_by_role("button", name="Revoke Nightly script").press("Enter")
    expect(page.get_by_role("heading", name="No tokens yet")).to_be_visible()
    assert ask(kept["token"]).status == 401
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
