"""The list by mouse and by keyboard: ticks, columns, keys, pages."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import wait_for_page
from tests.e2e.users_page import bar, boxes, choose_columns, expect_selected, headings, rows, ticked
from tests.live_server import LiveServer
from tests.waiting import wait_until

pytestmark = pytest.mark.databases("sqlite", "postgresql")
PASSWORD = "walnut harbour 41 kites"
ADA = ("--username", "ada.lovelace", "--first-name", "Ada", "--last-name", "Lovelace", "--email", "ada@example.org")
PEOPLE = 120


@pytest.fixture(scope="module")
def people(site: LiveServer) -> LiveServer:
    """A site with an administrator and people, the same ones every time."""
    site.cli("admin", "create", *ADA, "--password", PASSWORD)
    site.cli("seed", "--users", str(PEOPLE))
    return site


@pytest.fixture(scope="module")
def signed_in(browser: Browser, people: LiveServer) -> list[Any]:
    """The administrator's cookies."""
    page = browser.new_page()
    page.goto(f"{people.url}/sign-in")
    page.get_by_label("Email or username").fill("ada.lovelace")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(rows(page).first).to_be_visible()
    cookies = page.context.cookies()
    page.close()
    return cookies


@pytest.fixture
def users(page: Page, people: LiveServer, signed_in: list[Any]) -> Page:
    """The users page, with nobody ticked."""
    page.context.add_cookies(signed_in)
    page.goto(f"{people.url}/users")
    expect(rows(page).first).to_be_visible()
    wait_for_page(page)
    return page


@pytest.fixture
def own_columns(users: Page, people: LiveServer) -> Iterator[None]:
    """The test may choose columns: afterwards they are the usual ones."""
    yield
    users.set_viewport_size({"width": 1280, "height": 720})
    users.goto(f"{people.url}/users")
    choose_columns(users, lambda chooser: chooser.get_by_role("button", name="Reset").click())


def total(page: Page) -> int:
    found = re.search(r"of (\d+)", page.locator(".foot").inner_text())
    assert found
    return int(found[1])


class TestTicks:
    def test_a_tick_shows_before_the_server_has_answered(self, users: Page) -> None:
        users.context.set_offline(offline=True)
        boxes(users).first.click()
        expect(ticked(users)).to_have_count(1)
        users.context.set_offline(offline=False)
        expect(bar(users)).to_contain_text("1 selected")

    def test_a_range_the_page_and_back(self, users: Page) -> None:
        boxes(users).nth(2).click()
        boxes(users).nth(6).click(modifiers=["Shift"])
        expect_selected(users, 5, on_page=5)
        users.get_by_role("checkbox", name="Select this page").click()
        expect_selected(users, 50, on_page=50)
        users.get_by_role("checkbox", name="Select this page").click()
        expect(bar(users)).to_be_hidden()

    def test_the_list_stays_where_it_is(self, users: Page) -> None:
        before = rows(users).first.bounding_box()
        boxes(users).first.click()
        expect(bar(users)).to_be_visible()
        assert rows(users).first.bounding_box() == before

    def test_paging_sorting_and_searching_keep_ticks(self, users: Page) -> None:
        boxes(users).first.click()
        name = ticked(users).get_by_role("link").inner_text()
        users.get_by_role("button", name="Next page").click()
        expect(users).to_have_url(re.compile("page=2"))
        expect_selected(users, 1, on_page=0)
        users.get_by_role("button", name="Email").click()
        users.get_by_label("Search users").fill(name)
        expect_selected(users, 1, on_page=1)

    def test_all_who_match_but_one(self, users: Page) -> None:
        boxes(users).first.click()
        bar(users).get_by_role("button", name=re.compile("Select all")).click()
        expect_selected(users, total(users), on_page=50)
        boxes(users).nth(3).click()
        expect_selected(users, total(users) - 1, on_page=49)
        users.get_by_role("button", name="Next page").click()
        expect(users).to_have_url(re.compile("page=2"))
        expect(ticked(users)).to_have_count(50)
        bar(users).get_by_role("button", name="Clear").click()
        expect(ticked(users)).to_have_count(0)

    def test_somebody_elses_change_keeps_ticks(self, users: Page, people: LiveServer) -> None:
        for at in (0, 1, 2):
            boxes(users).nth(at).click()
        expect_selected(users, 3, on_page=3)
        gone = rows(users).nth(1).locator(".sub").inner_text()
        people.cli("users", "disable", gone)
        expect(rows(users).filter(has_text=gone)).to_have_count(0)
        expect_selected(users, 3, on_page=2)
        people.cli("users", "enable", gone)
        expect_selected(users, 3, on_page=3)


@pytest.mark.usefixtures("own_columns")
class TestColumns:
    def test_the_choice_is_kept(self, users: Page) -> None:
        def choose(chooser: Locator) -> None:
            chooser.get_by_role("checkbox", name="Source").click()
            chooser.get_by_role("checkbox", name="Username").click()
            expect(chooser.get_by_role("checkbox", name="Username")).to_be_checked()

        choose_columns(users, choose)
        wanted = ["Email", "Last connection", "Enrollment", "Type", "Roles", "Username"]
        wait_until(lambda: headings(users) == wanted, "the chosen columns")
        users.reload()
        wait_until(lambda: headings(users) == wanted, "the chosen columns")

    def test_arrows_move_a_column_and_keep_the_focus(self, users: Page) -> None:
        def choose(chooser: Locator) -> None:
            arrow = chooser.get_by_role("button", name="Move Email to the end")
            arrow.focus()
            for _press in range(2):
                users.keyboard.press("Enter")
                expect(arrow).to_be_focused()

        choose_columns(users, choose)
        wait_until(lambda: headings(users)[:3] == ["Last connection", "Enrollment", "Email"], "the new order")

    def test_every_column_sorts(self, users: Page) -> None:
        for heading in headings(users):
            column = users.get_by_role("columnheader", name=heading)
            column.get_by_role("button").click()
            expect(column).to_have_attribute("aria-sort", "ascending")

    def test_the_name_stays_while_the_columns_move(self, users: Page) -> None:
        users.set_viewport_size({"width": 1000, "height": 700})
        name = rows(users).first.get_by_role("rowheader")
        before = name.bounding_box()
        users.locator("[data-rows]").evaluate("list => list.scrollLeft = 400")
        assert name.bounding_box() == before


class TestKeys:
    def test_walk_tick_open_and_lead_back(self, users: Page) -> None:
        for key in ("j", "j", "x", "k", "x"):
            users.keyboard.press(key)
        expect_selected(users, 2, on_page=2)
        users.keyboard.press("Enter")
        expect(users.get_by_role("dialog")).to_be_visible()
        users.keyboard.press("Escape")
        expect(users.get_by_role("dialog")).to_be_hidden()
        expect_selected(users, 2, on_page=2)
        expect(rows(users).first.get_by_role("link")).to_be_focused()

    def test_x_with_shift_ticks_up_to_the_row(self, users: Page) -> None:
        for key in ("j", "x", "j", "j", "Shift+X"):
            users.keyboard.press(key)
        expect_selected(users, 3, on_page=3)

    def test_search_edit_and_help(self, users: Page) -> None:
        users.keyboard.press("/")
        expect(users.get_by_label("Search users")).to_be_focused()
        users.keyboard.press("Escape")
        users.get_by_label("Search users").blur()
        users.keyboard.press("?")
        expect(users.get_by_role("dialog", name="Keys")).to_contain_text("Select or deselect")
        users.keyboard.press("Escape")
        expect(users.get_by_role("dialog")).to_be_hidden()
        users.keyboard.press("j")
        users.keyboard.press("e")
        expect(users.get_by_role("dialog", name=re.compile("Edit"))).to_be_visible()

    @pytest.mark.usefixtures("own_columns")
    def test_i_says_why_somebody_cannot_be_invited(self, users: Page) -> None:
        choose_columns(users, lambda chooser: chooser.get_by_role("checkbox", name="Enrollment").click())
        users.get_by_label("Search users").fill("ada.lovelace")
        expect(rows(users)).to_have_count(1)
        users.get_by_label("Search users").blur()
        users.keyboard.press("j")
        users.keyboard.press("i")
        expect(users.get_by_text("This user already uses the platform.")).to_be_visible()

    def test_the_same_keys_go_from_record_to_record_over_the_end_of_a_page(self, users: Page) -> None:
        last = rows(users).nth(49).get_by_role("link")
        name = last.inner_text()
        last.click()
        expect(users.get_by_role("dialog", name=name)).to_be_visible()
        users.keyboard.press("j")
        expect(users.get_by_role("dialog", name=name)).to_have_count(0)
        expect(users).to_have_url(re.compile("page=2"))
        users.keyboard.press("k")
        expect(users.get_by_role("dialog", name=name)).to_be_visible()


class TestPages:
    def test_a_page_can_be_gone_to_by_its_number(self, users: Page) -> None:
        users.get_by_role("button", name="Page 1 of 3").click()
        users.get_by_label("Page", exact=True).fill("3")
        users.get_by_role("button", name="Go", exact=True).click()
        expect(users.get_by_role("button", name="Page 3 of 3")).to_be_visible()
        expect(users).to_have_url(re.compile("page=3"))


@pytest.mark.databases("sqlite")
class TestEverybody:
    @pytest.mark.parametrize("width", [1440, 390, 320])
    def test_can_use_it(self, users: Page, width: int, axe: Callable[[], None]) -> None:
        boxes(users).first.click()
        users.set_viewport_size({"width": width, "height": 900})
        expect(bar(users)).to_be_visible()
        axe()

    def test_can_choose_columns(self, users: Page, axe: Callable[[], None]) -> None:
        users.get_by_role("button", name="Columns").click()
        expect(users.get_by_role("dialog", name="Columns")).to_be_visible()
        axe()
        users.keyboard.press("Escape")
