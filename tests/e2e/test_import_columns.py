"""What a person decides about a file: the roles that its groups give, and what becomes of its passwords."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.live_server import LiveServer

from .importing import check, choose, file_of, open_imports, run, tile

MEEDS = "userName;firstName;lastName;email;groups"
MEMBERS = (
    "anna.long;Anna;Long;anna.long@example.org;member:/platform/users;manager:/spaces/sales",
    "bert.short;Bert;Short;bert.short@example.org;*:/platform/delegated",
)
SECRETS = "username;first_name;last_name;email;password"
SECRET = "copper 58 lanterns adrift"


@pytest.fixture
def page(administrator: BrowserContext, people: LiveServer) -> Iterator[Page]:
    """The page of all imports."""
    page = open_imports(administrator, people)
    yield page
    page.close()


def role_of(page: Page, group: str) -> Locator:
    """Which role a group of the file gives."""
    return page.get_by_label(f"Role that {group} gives", exact=True)


def said(choice: Locator) -> str:
    """What a choice says."""
    return choice.evaluate("select => select.selectedOptions[0].textContent")


def members() -> tuple[str, ...]:
    """The rows, their groups quoted: they are parted by what parts the cells."""
    return tuple(";".join((*row.split(";")[:4], f'"{";".join(row.split(";")[4:])}"')) for row in MEMBERS)


def test_groups_give_the_roles_that_are_known_and_unknown_ones_warn(page: Page, axe: Callable[[], None]) -> None:
    choose(page, file_of(*members(), head=MEEDS))
    assert said(role_of(page, "/platform/delegated")) == "User manager"
    assert said(role_of(page, "/platform/users")) == "No role"
    assert said(role_of(page, "/spaces/sales")).startswith("Not decided")
    axe()
    check(page)
    expect(tile(page, "with a warning")).to_contain_text("1")
    tile(page, "with a warning").click()
    expect(page.get_by_role("table", name="Warnings")).to_contain_text("/spaces/sales")
    axe()


def test_by_keyboard_a_role_is_chosen_for_a_group_and_given(page: Page, people: LiveServer) -> None:
    # With other headings, so that nothing is remembered for the tests beside this one.
    choose(page, file_of(*members(), head=MEEDS.replace("email", "mail")))
    role_of(page, "/spaces/sales").focus()
    page.keyboard.type("Help desk")
    expect(role_of(page, "/spaces/sales")).to_have_value("help_desk")
    expect(role_of(page, "/spaces/sales")).to_be_focused()
    check(page)
    expect(tile(page, "with a warning")).to_have_count(0)
    run(page, "Import 2 users")
    assert "anna.long" in people.cli("users", "list", "--json", "--role", "help_desk").stdout


def sign_in_as(browser: Browser, people: LiveServer, username: str) -> Page:
    """Somebody tries the password of the file."""
    page = browser.new_context().new_page()
    page.goto(f"{people.url}/sign-in")
    page.get_by_label("Email or username").fill(username)
    page.get_by_label("Password", exact=True).fill(SECRET)
    page.get_by_role("button", name="Sign in").click()
    return page


def test_passwords_are_ignored_unless_somebody_says_otherwise(
    page: Page, browser: Browser, people: LiveServer, axe: Callable[[], None]
) -> None:
    choose(page, file_of(f"dora.four;Dora;Four;dora.four@example.org;{SECRET}", head=SECRETS))
    expect(page.get_by_role("radio", name="Ignore them")).to_be_checked()
    expect(page.get_by_role("main")).not_to_contain_text(SECRET)
    axe()
    check(page)
    run(page, "Import 1 user")
    tried = sign_in_as(browser, people, "dora.four")
    expect(tried.get_by_role("alert").filter(has_text="password")).to_be_visible()
    tried.context.close()


def test_passwords_that_are_to_be_used_work_once(page: Page, browser: Browser, people: LiveServer) -> None:
    choose(page, file_of(f"emil.five;Emil;Five;emil.five@example.org;{SECRET}", head=SECRETS))
    page.get_by_role("radio", name="Use them for new users").click()
    expect(page.get_by_role("radio", name="Use them for new users")).to_be_checked()
    check(page)
    run(page, "Import 1 user")
    tried = sign_in_as(browser, people, "emil.five")
    expect(tried.get_by_role("heading", name="Choose your own password")).to_be_visible()
    tried.context.close()
