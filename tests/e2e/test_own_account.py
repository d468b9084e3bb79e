"""A person's own way through the doors: set-up, forgotten and temporary passwords, their account, two browsers."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import wait_for_page
from tests.live_server import LiveServer
from tests.waiting import wait_until

PASSWORD, NEW, TEMPORARY = "walnut harbour 41 kites", "quiet harbor lantern 57", "temporary lantern 5 kites"
ADA = {"username": "ada.byron", "first-name": "Ada", "last-name": "Byron", "email": "ada@example.org"}


@pytest.fixture(scope="module")
def grace(site: LiveServer, browser: Browser) -> str:
    """The username of the first administrator, created by the set-up link."""
    page = browser.new_page()
    page.goto(site.setup_link)
    wait_for_page(page)
    for name, value in {"first_name": "Grace", "last_name": "Hopper", "email": "grace@example.org"}.items():
        page.locator(f"#{name}").fill(value)
    expect(page.locator("#username")).to_have_value("grace.hopper")
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/users**")
    page.close()
    return "grace.hopper"


def sign_in(page: Page, site: LiveServer, login: str, password: str, address: str = "/sign-in") -> None:
    page.goto(f"{site.url}{address}")
    page.locator("#login").fill(login)
    page.locator("#password").fill(password)
    page.keyboard.press("Enter")


def test_a_used_set_up_link_opens_nothing(site, grace, page, axe):
    page.goto(site.setup_link)
    expect(page.get_by_role("heading", level=1)).to_contain_text("does not work")
    wait_for_page(page)
    axe()


def test_a_refused_sign_in_says_so_and_a_good_one_leads_back(site, grace, page, axe):
    sign_in(page, site, grace, "not the password", "/users?q=gra")
    expect(page.get_by_role("alert").locator(".notice")).to_be_visible()
    axe()
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/users?q=gra")


def test_a_session_ended_elsewhere_leaves_its_page_at_once(site, grace, page, browser, axe):
    sign_in(page, site, grace, PASSWORD, "/account")
    expect(page.locator(".own-session")).not_to_have_count(0)
    other = browser.new_context(user_agent="Mozilla/5.0 (iPhone) Version/17.0 Safari/604.1").new_page()
    sign_in(other, site, grace, PASSWORD, "/account")
    expect(other.locator(".own-session").first).to_be_visible()
    axe()
    page.get_by_role("button", name=re.compile("End the session of Safari on iPhone")).click()
    other.wait_for_url("**/sign-in?ended=1", timeout=2000)
    other.context.close()


def test_language_and_theme_go_with_the_person_to_another_browser(site, grace, page, browser):
    sign_in(page, site, grace, PASSWORD, "/account")
    page.locator("#own_theme").select_option("dark")
    page.locator("#own_language").select_option("fr")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    other = browser.new_context(locale="en-GB").new_page()
    sign_in(other, site, grace, PASSWORD, "/account")
    expect(other.locator("#own_theme")).to_have_value("dark")
    expect(other.locator("html")).to_have_attribute("lang", "fr")
    other.locator("#own_language").select_option("en")
    expect(other.locator("html")).to_have_attribute("lang", "en")
    other.context.close()


def test_a_forgotten_password_is_replaced_by_the_mailed_link(site, grace, page, axe):
    page.goto(f"{site.url}/password")
    wait_for_page(page)
    axe()
    page.locator("#login").fill(grace)
    page.keyboard.press("Enter")
    expect(page.locator("#login")).to_have_count(0)
    page.goto(mailed_link(site))
    page.locator("#password").fill(NEW)
    expect(page.locator(".rule-line.good")).to_have_count(3)
    axe()
    page.locator("#password").fill(PASSWORD + " again")
    page.keyboard.press("Enter")
    page.wait_for_url("**/users**")


def mailed_link(site: LiveServer) -> str:
    """The link of the newest caught mail about a forgotten password."""
    pattern = re.compile(rf"{re.escape(site.url)}/password/[\w-]+")

    def look() -> str:
        numbers = re.findall(r"^\s*(\d+)", site.cli("mail", "list").stdout, re.MULTILINE)
        shown = (site.cli("mail", "show", number).stdout for number in sorted(numbers, key=int, reverse=True))
        return next((found.group() for text in shown if (found := pattern.search(text))), "")

    return wait_until(look, "the mail with the link")


def test_a_temporary_password_leads_to_choosing_ones_own_and_nowhere_else(site, grace, page, axe):
    options = [part for name, value in ADA.items() for part in (f"--{name}", value)]
    site.cli("users", "add", *options, "--password", TEMPORARY)
    sign_in(page, site, "ada@example.org", TEMPORARY)
    page.wait_for_url("**/account/password")
    page.goto(f"{site.url}/account")
    page.wait_for_url("**/account/password")
    wait_for_page(page)
    axe()
    page.locator("#password").fill(NEW)
    page.keyboard.press("Enter")
    page.wait_for_url("**/account")
    expect(page.locator(".own-session")).to_have_count(1)
