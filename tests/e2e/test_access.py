"""Every page and what opens over it: without an axe violation in either theme, on a desk and on a phone."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import assert_accessible, wait_for_page
from tests.live_server import LiveServer

PASSWORD = "walnut harbour 41 kites"
ADA = ["--first-name", "Ada", "--last-name", "Lovelace", "--email", "ada@example.org", "--password", PASSWORD]
ZOE = ["--first-name", "Zoë", "--last-name", "Aalto", "--email", "zoe@example.org", "--password", PASSWORD]
DOORS = ["/sign-in", "/setup", "/password", "/password/unknown", "/invitation/unknown", "/nope"]
SIZES = {"desk": (1440, 900), "phone": (390, 844), "narrow": (320, 700)}


@pytest.fixture(scope="module")
def full_site(site: LiveServer) -> LiveServer:
    """A site with an administrator, some people, and an invitation on its way."""
    site.cli("admin", "create", *ADA)
    site.cli("users", "add", *ZOE, "--invite")
    site.cli("seed", "--users", "60")
    return site


@pytest.fixture(params=list(SIZES))
def page_of_size(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height})
    yield context.new_page()
    context.close()


def sign_in(page: Page, site: LiveServer) -> None:
    page.goto(f"{site.url}/sign-in")
    page.get_by_label("Email or username").fill("ada.lovelace")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Users")).to_be_visible()


def check(page: Page) -> None:
    """Axe in both themes, and nothing of the page beyond the window's edge."""
    wait_for_page(page)
    assert_accessible(page)
    page.emulate_media(color_scheme="light")
    assert page.locator("html").evaluate("e => e.scrollWidth <= e.clientWidth"), f"{page.url} scrolls sideways"


def invitation_link(site: LiveServer) -> str:
    """The link in Zoë's mail."""
    mails = json.loads(site.cli("mail", "list", "--json").stdout)
    number = next(mail["id"] for mail in mails if "zoe@example.org" in mail.values())
    found = re.search(r"http://\S+/invitation/[\w-]+", site.cli("mail", "show", str(number)).stdout)
    assert found
    return found.group()


@pytest.mark.parametrize("path", DOORS)
def test_the_doors(page_of_size: Page, full_site: LiveServer, path: str) -> None:
    page_of_size.goto(f"{full_site.url}{path}")
    expect(page_of_size.get_by_role("heading").first).to_be_visible()
    check(page_of_size)


def test_an_invitation(page_of_size: Page, full_site: LiveServer) -> None:
    page_of_size.goto(invitation_link(full_site))
    expect(page_of_size.get_by_role("heading", name="Welcome")).to_be_visible()
    check(page_of_size)


def test_the_list_and_what_opens_over_it(page_of_size: Page, full_site: LiveServer) -> None:
    page = page_of_size
    sign_in(page, full_site)
    expect(page.get_by_role("row").nth(3)).to_be_visible()
    check(page)
    page.get_by_role("button", name="Add user").click()
    expect(page.get_by_role("dialog", name="Add user")).to_be_visible()
    check(page)
    page.get_by_role("dialog").get_by_role("button", name="Add user").click()
    expect(page.get_by_role("dialog").get_by_text("Please fill this in.").first).to_be_visible()
    check(page)


def test_the_record(page_of_size: Page, full_site: LiveServer) -> None:
    page = page_of_size
    sign_in(page, full_site)
    page.goto(f"{full_site.url}/users/2")
    expect(page.get_by_role("dialog")).to_contain_text("History")
    check(page)
    page.get_by_role("dialog").get_by_role("button", name="Edit").click()
    expect(page.get_by_label("First name")).to_have_value("Zoë")
    check(page)


@pytest.mark.parametrize("path", ["/users?q=nobodyatall", "/users/2/page", "/users/9999", "/mail", "/account"])
def test_the_other_pages(page_of_size: Page, full_site: LiveServer, path: str) -> None:
    sign_in(page_of_size, full_site)
    page_of_size.goto(f"{full_site.url}{path}")
    check(page_of_size)
