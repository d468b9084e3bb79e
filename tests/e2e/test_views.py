"""Saved views: two people, one of whom shares; reload, back and pasted links; the menu by keyboard."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import assert_accessible
from tests.e2e.people import found, open_list, populate, sign_in
from tests.e2e.users_page import choose, entry, expect_list, menu_button, open_view, save
from tests.live_server import LiveServer

pytestmark = pytest.mark.databases("sqlite", "postgresql")
SIZES = {"desk": (1440, 900), "phone": (390, 844)}


@pytest.fixture(scope="module")
def full_site(site: LiveServer) -> LiveServer:
    populate(site)
    return site


@pytest.fixture(scope="module")
def people(browser: Browser, full_site: LiveServer) -> Iterator[dict[str, BrowserContext]]:
    """Ada's browser and Zoë's."""
    names = {"ada": "ada.lovelace", "zoe": "zoe.aalto"}
    contexts = {key: sign_in(browser, full_site, name) for key, name in names.items()}
    yield contexts
    for context in contexts.values():
        context.close()


@pytest.fixture
def ada(people: dict[str, BrowserContext], full_site: LiveServer) -> Iterator[Page]:
    """Ada's users page; her list opens with all enabled users."""
    page = open_list(people["ada"], full_site, "?view=all")
    yield page
    page.close()


@pytest.fixture
def zoe(people: dict[str, BrowserContext], full_site: LiveServer) -> Iterator[Page]:
    page = open_list(people["zoe"], full_site)
    yield page
    page.close()


def test_a_list_is_saved_left_and_opened_again(ada: Page, full_site: LiveServer) -> None:
    ada.goto(f"{full_site.url}/users?type=external&sort=-email&q=mar")
    expected = found(full_site, "--filter", "External", "--search", "mar", "--sort", "email", "--descending")
    save(ada, "Partners")
    menu_button(ada).click()
    entry(ada, "All enabled users").click()
    expect_list(ada, found(full_site))
    expect(ada.get_by_role("searchbox")).to_have_value("")
    open_view(ada, "Partners")
    expect_list(ada, expected)
    expect(ada.get_by_role("searchbox")).to_have_value("mar")
    ada.reload()
    expect(menu_button(ada)).to_contain_text("Partners")
    expect_list(ada, expected)


def test_a_taken_name_is_said_under_the_field(ada: Page) -> None:
    save(ada, "Taken")
    choose(ada, "Save as a new view…")
    dialog = ada.get_by_role("dialog")
    dialog.get_by_label("Name of the view").fill("TAKEN")
    dialog.get_by_role("button", name="Save view").click()
    expect(dialog).to_contain_text("There is another view of this name.")
    expect(dialog.get_by_label("Name of the view")).to_be_focused()


def test_a_changed_list_says_so_and_is_reverted_or_saved(ada: Page, full_site: LiveServer) -> None:
    save(ada, "Leaving")
    ada.get_by_role("button", name=re.compile("^Disabled users")).click()
    expect(menu_button(ada)).to_contain_text("Leaving · changed")
    choose(ada, "Revert")
    expect(menu_button(ada)).not_to_contain_text("changed")
    expect_list(ada, found(full_site))
    ada.get_by_role("button", name=re.compile("^Disabled users")).click()
    choose(ada, "Save changes")
    expect(menu_button(ada)).not_to_contain_text("changed")
    ada.reload()
    expect_list(ada, found(full_site, "--state", "disabled"))


def test_a_default_opens_the_list_and_all_users_are_one_press_away(ada: Page, full_site: LiveServer) -> None:
    ada.goto(f"{full_site.url}/users?type=external")
    save(ada, "Mine first")
    choose(ada, "Open my list with this view")
    ada.goto(f"{full_site.url}/users")
    expect(menu_button(ada)).to_contain_text("Mine first")
    expect_list(ada, found(full_site, "--filter", "External"))
    menu_button(ada).click()
    entry(ada, "All enabled users").click()
    expect_list(ada, found(full_site))
    ada.reload()
    expect_list(ada, found(full_site))
    open_view(ada, "Mine first")
    choose(ada, "Open my list with all enabled users")
    expect(ada.get_by_text("Your list opens with all enabled users from now on.")).to_be_visible()


def test_a_shared_view_is_everybodys_to_open_and_its_owners_to_change(ada: Page, zoe: Page) -> None:
    save(ada, "For all", is_shared=True)
    open_view(zoe, "For all")
    menu_button(zoe).click()
    expect(entry(zoe, "For all")).to_contain_text("Ada Lovelace")
    expect(zoe.get_by_role("menuitem", name="Rename…")).to_have_count(0)
    zoe.keyboard.press("Escape")
    choose(ada, "Rename…")
    ada.get_by_role("dialog").get_by_label("Name of the view").fill("For all of us")
    ada.get_by_role("dialog").get_by_role("button", name="Rename").click()
    expect(menu_button(zoe)).to_contain_text("For all of us")
    choose(ada, "Stop sharing")
    expect(menu_button(zoe)).to_have_text("Views")


def test_a_link_to_a_private_view_shows_the_list_and_not_the_name(
    ada: Page, people: dict[str, BrowserContext], full_site: LiveServer
) -> None:
    ada.goto(f"{full_site.url}/users?type=external")
    save(ada, "Secret plan")
    pasted = open_list(people["zoe"], full_site, ada.url.removeprefix(f"{full_site.url}/users"))
    expect_list(pasted, found(full_site, "--filter", "External"))
    expect(menu_button(pasted)).to_have_text("Views")
    assert "Secret plan" not in pasted.content()
    pasted.close()


def test_a_deleted_view_asks_once_and_leaves_the_list(ada: Page, full_site: LiveServer) -> None:
    ada.goto(f"{full_site.url}/users?type=external")
    save(ada, "For a day")
    choose(ada, "Delete…")
    question = ada.get_by_role("alertdialog", name="Delete the view For a day?")
    assert_accessible(ada)
    question.get_by_role("button", name="Delete view").click()
    expect(menu_button(ada)).to_have_text("Views")
    expect_list(ada, found(full_site, "--filter", "External"))


def test_all_of_it_by_keyboard(ada: Page) -> None:
    menu_button(ada).press("Enter")
    expect(ada.get_by_role("menu").locator(":focus")).to_be_visible()
    ada.keyboard.press("End")
    expect(ada.get_by_role("menuitem", name="Save as a new view…")).to_be_focused()
    ada.keyboard.press("Enter")
    expect(ada.get_by_role("dialog").get_by_label("Name of the view")).to_be_focused()
    ada.keyboard.type("By hand")
    ada.keyboard.press("Enter")
    expect(menu_button(ada)).to_contain_text("By hand")
    expect(menu_button(ada)).to_be_focused()


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("size", SIZES)
def test_is_for_everybody_at_every_size(browser: Browser, full_site: LiveServer, size: str) -> None:
    width, height = SIZES[size]
    context = sign_in(browser, full_site, "ada.lovelace", viewport={"width": width, "height": height})
    page = open_list(context, full_site, "?type=external")
    save(page, f"A name that is rather long for a button, on a {size}", is_shared=True)
    assert page.locator("html").evaluate("e => e.scrollWidth <= e.clientWidth")
    menu_button(page).click()
    expect(page.get_by_role("menu")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("menu").get_by_role("menuitem", name="Rename…").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_accessible(page)
    context.close()
