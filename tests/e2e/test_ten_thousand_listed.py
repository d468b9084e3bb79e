"""The list of ten thousand: order, pages, columns, keys, a phone, the address."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from admin_dashboard.core import clock
from admin_dashboard.core.text import fold
from tests.e2e.crowd import Crowd, Readers
from tests.e2e.people import open_list
from tests.e2e.users_page import (
    bar,
    boxes,
    chips,
    choose_columns,
    expect_ids,
    expect_selected,
    go_to,
    headings,
    ids,
    rows,
    search_field,
    turn,
)
from tests.waiting import wait_until

SORTS = {
    "Email": "email",
    "Last connection": "last_login",
    "Enrollment": "enrollment",
    "Type": "type",
    "Source": "source",
    "Username": "username",
    "Last name": "last_name",
    "ID": "id",
    "Created": "created",
    "Status": "state",
}
"""Heading → what the address calls the order."""
HELD = ("Roles", "Spaces", "Function", "Organization", "Location", "Phone")
"""Headings of what may be empty, or is several."""


@pytest.fixture
def ada(readers: Readers, crowd: Crowd) -> Iterator[Page]:
    """The administrator's users page."""
    page = open_list(readers("ada.lovelace"), crowd.site)
    yield page
    page.close()


def press_heading(page: Page, heading: str, direction: str) -> None:
    """Sort by this column, which is then so sorted."""
    column = page.get_by_role("columnheader", name=heading, exact=True)
    column.get_by_role("button").click()
    expect(column).to_have_attribute("aria-sort", direction)


def cells(page: Page, heading: str) -> list[str]:
    """The first entry of each cell of a column that has any, folded; of a role held in a space, the role."""
    found = page.locator(f'td[data-label="{heading}"] .cut').all_inner_texts()
    return [fold(text).split(" · ")[0] for text in found]


class TestColumns:
    def test_all_of_them_chosen_are_there_after_a_reload(self, ada: Page) -> None:
        def choose_all(chooser: Locator) -> None:
            for box in chooser.get_by_role("checkbox").all():
                if not box.is_checked():
                    box.click()
                    expect(box).to_be_checked()

        choose_columns(ada, choose_all)
        wait_until(lambda: {*SORTS, *HELD} <= {*headings(ada)}, "every column", report=lambda: str(headings(ada)))
        chosen = headings(ada)
        ada.reload()
        wait_until(lambda: headings(ada) == chosen, "the chosen columns")

    def test_each_sorts_up_and_down(self, ada: Page, crowd: Crowd) -> None:
        # Who looks on signs in meanwhile, and has been made last.
        others = f"created_to={(clock.now() - timedelta(days=1)).date()}"
        ada.goto(f"{crowd.site.url}/users?{others}")
        expect(chips(ada)).to_have_count(1)
        for heading, sort in SORTS.items():
            for direction, asked in (("ascending", sort), ("descending", f"-{sort}")):
                press_heading(ada, heading, direction)
                expect_ids(ada, crowd.who(f"{others}&sort={asked}")[:50])

    def test_what_may_be_empty_sorts_too(self, ada: Page) -> None:
        for heading in HELD:
            for direction in ("ascending", "descending"):
                press_heading(ada, heading, direction)
                found = cells(ada, heading)
                assert (heading, found) == (heading, sorted(found, reverse=direction == "descending"))

    def test_the_usual_ones_are_one_press_away(self, ada: Page) -> None:
        choose_columns(ada, lambda chooser: chooser.get_by_role("button", name="Reset").click())
        usual = ["Email", "Last connection", "Enrollment", "Type", "Source", "Roles"]
        wait_until(lambda: headings(ada) == usual, "the usual columns")


class TestPages:
    def test_one_after_the_other_to_the_last(self, ada: Page, crowd: Crowd) -> None:
        ada.goto(f"{crowd.site.url}/users?state=disabled&size=100")
        whole = crowd.who("state=disabled")
        expect_ids(ada, whole[:100])
        seen = ids(ada)
        for number in range(2, -(-len(whole) // 100) + 1):
            turn(ada, "Next", number)
            seen += ids(ada)
        assert seen == whole
        expect(ada.get_by_role("button", name="Next page")).to_be_disabled()

    def test_to_the_last_by_its_number_and_back_by_one(self, ada: Page, crowd: Crowd) -> None:
        whole = crowd.who()
        last = -(-len(whole) // 50)
        go_to(ada, last)
        expect_ids(ada, whole[50 * (last - 1) :])
        turn(ada, "Previous", last - 1)
        expect_ids(ada, whole[50 * (last - 2) : 50 * (last - 1)])

    def test_are_as_long_as_chosen(self, ada: Page, crowd: Crowd) -> None:
        whole = crowd.who()
        ada.get_by_label("Rows per page").select_option("100")
        expect_ids(ada, whole[:100])
        ada.get_by_label("Rows per page").select_option("25")
        expect_ids(ada, whole[:25])
        ada.reload()
        expect_ids(ada, whole[:25])


class TestTheList:
    def test_shows_where_rows_will_be_before_there_are_any(self, readers: Readers, crowd: Crowd) -> None:
        page = readers("ada.lovelace").new_page()
        page.route_web_socket(re.compile("_event"), lambda _socket: None)
        page.goto(f"{crowd.site.url}/users")
        expect(page.locator("[aria-busy=true] .waiting").first).to_be_visible()
        page.close()

    def test_keeps_head_name_and_bar_in_sight(self, ada: Page) -> None:
        ada.set_viewport_size({"width": 1000, "height": 700})
        boxes(ada).first.click()
        expect(bar(ada)).to_be_visible()
        heading = ada.get_by_role("columnheader", name="Name", exact=True)
        before = heading.bounding_box(), bar(ada).bounding_box()
        ada.locator("[data-rows]").evaluate("list => list.scrollTo(400, 900)")
        expect(rows(ada).first).not_to_be_in_viewport()
        assert (heading.bounding_box(), bar(ada).bounding_box()) == before

    def test_is_cards_on_a_phone(self, ada: Page) -> None:
        ada.set_viewport_size({"width": 390, "height": 844})
        expect(ada.get_by_role("columnheader").first).to_be_hidden()
        assert ada.locator("html").evaluate("e => e.scrollWidth <= e.clientWidth")
        boxes(ada).first.click()
        expect_selected(ada, 1, on_page=1)
        rows(ada).first.get_by_role("link").click()
        expect(ada.get_by_role("dialog")).to_be_visible()

    def test_stands_in_the_address(self, ada: Page, readers: Readers, crowd: Crowd) -> None:
        search_field(ada).fill("ma")
        expect(ada).to_have_url(re.compile("q=ma"))
        ada.get_by_role("list", name="Usual filters").get_by_role("button", name="External").click()
        expect(ada).to_have_url(re.compile("type=external"))
        press_heading(ada, "Email", "ascending")
        ada.get_by_label("Rows per page").select_option("25")
        expect(ada).to_have_url(re.compile("size=25"))
        turn(ada, "Next", 2)
        expected = crowd.who("q=ma&type=external&sort=email")[25:50]
        expect_ids(ada, expected)
        pasted = open_list(readers("zoe.aalto"), crowd.site, ada.url.removeprefix(f"{crowd.site.url}/users"))
        expect_ids(pasted, expected)
        expect(search_field(pasted)).to_have_value("ma")
        pasted.close()


class TestKeys:
    def test_look_walk_tick_and_open(self, ada: Page, crowd: Crowd) -> None:
        ada.keyboard.press("/")
        expect(search_field(ada)).to_be_focused()
        ada.keyboard.type("martin")
        expect_ids(ada, crowd.who("q=martin")[:50])
        search_field(ada).blur()
        for key in "jjxk":
            ada.keyboard.press(key)
        expect_selected(ada, 1, on_page=1)
        expect(rows(ada).first.get_by_role("link")).to_be_focused()
        ada.keyboard.press("Enter")
        expect(ada.get_by_role("dialog")).to_be_visible()

    def test_tell_themselves_and_edit(self, ada: Page) -> None:
        ada.keyboard.press("?")
        expect(ada.get_by_role("dialog", name="Keys")).to_be_visible()
        ada.keyboard.press("Escape")
        expect(ada.get_by_role("dialog")).to_be_hidden()
        ada.keyboard.press("j")
        expect(rows(ada).first.get_by_role("link")).to_be_focused()
        ada.keyboard.press("e")
        expect(ada.get_by_role("dialog", name=re.compile("Edit"))).to_be_visible()

    def test_invite(self, ada: Page, crowd: Crowd) -> None:
        new = crowd.who("connection=never_connected&enrollment=never_enrolled")[0]
        search_field(ada).fill(next(user.username for user in crowd.users if user.id == new))
        row = ada.locator(f'[data-row="{new}"]:first-child')
        expect(row).to_be_visible()
        search_field(ada).blur()
        ada.keyboard.press("j")
        expect(row.get_by_role("link")).to_be_focused()
        ada.keyboard.press("i")
        expect(row.get_by_role("button", name=re.compile("^Invited"))).to_be_visible()
