"""Working on ten thousand users, and not alone: views, ticks, what others change, spaces and attributes."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.crowd import Crowd, Readers
from tests.e2e.people import open_list
from tests.e2e.users_page import (
    bar,
    boxes,
    chips,
    choice,
    choose,
    choose_columns,
    count,
    entry,
    expect_ids,
    expect_list,
    expect_selected,
    expect_total,
    headings,
    ids,
    menu_button,
    open_panel,
    open_view,
    rows,
    save,
    search_field,
    ticked,
    turn,
    usernames,
)
from tests.waiting import wait_until

EVERYBODY = "?view=all"
ATTRIBUTE, CHOICES = "Shirt size", ("--choice", "Small", "--choice", "Large")


@pytest.fixture
def ada(readers: Readers, crowd: Crowd) -> Iterator[Page]:
    """An administrator's users page."""
    page = open_list(readers("ada.lovelace"), crowd.site, EVERYBODY)
    yield page
    page.close()


@pytest.fixture
def grace(readers: Readers, crowd: Crowd) -> Iterator[Page]:
    """Another administrator's."""
    page = open_list(readers("grace.hopper"), crowd.site, EVERYBODY)
    yield page
    page.close()


def row(page: Page, user_id: int) -> Locator:
    """The row of a user."""
    return page.locator(f'[data-row="{user_id}"]')


def scrolled(page: Page) -> int:
    """How far down the list is."""
    return page.locator("[data-rows]").evaluate("list => list.scrollTop")


class TestViews:
    def test_one_keeps_search_filter_and_order(self, ada: Page, crowd: Crowd) -> None:
        ada.goto(f"{crowd.site.url}/users?type=external&sort=-email&q=mar")
        expect(chips(ada)).to_have_count(1)
        save(ada, "Partners")
        menu_button(ada).click()
        entry(ada, "All enabled users").click()
        expect_ids(ada, crowd.who()[:50])
        open_view(ada, "Partners")
        expect_ids(ada, crowd.who("type=external&sort=-email&q=mar")[:50])
        expect(search_field(ada)).to_have_value("mar")

    def test_says_that_it_was_changed_and_keeps_the_change(self, ada: Page, crowd: Crowd) -> None:
        open_view(ada, "Partners")
        search_field(ada).fill("")
        expect(menu_button(ada)).to_contain_text("Partners · changed")
        choose(ada, "Save changes")
        expect(menu_button(ada)).not_to_contain_text("changed")
        ada.reload()
        expect_ids(ada, crowd.who("type=external&sort=-email")[:50])

    def test_a_shared_one_is_everybodys_to_open_and_to_begin_with(self, ada: Page, grace: Page, crowd: Crowd) -> None:
        open_view(ada, "Partners")
        choose(ada, "Share with everybody")
        open_view(grace, "Partners")
        choose(grace, "Open my list with this view")
        expect(grace.get_by_text("Your list opens with Partners from now on.")).to_be_visible()
        grace.goto(f"{crowd.site.url}/users")
        expect_ids(grace, crowd.who("type=external&sort=-email")[:50])

    def test_is_renamed_and_deleted_for_all(self, ada: Page, grace: Page) -> None:
        open_view(ada, "Partners")
        open_view(grace, "Partners")
        choose(ada, "Rename…")
        ada.get_by_role("dialog").get_by_label("Name of the view").fill("Friends")
        ada.get_by_role("dialog").get_by_role("button", name="Rename").click()
        expect(menu_button(grace)).to_contain_text("Friends")
        choose(ada, "Delete…")
        ada.get_by_role("alertdialog").get_by_role("button", name="Delete view").click()
        for page in (ada, grace):
            expect(menu_button(page)).to_have_text("Views")


class TestSelection:
    def test_a_range_and_a_page(self, ada: Page) -> None:
        boxes(ada).nth(2).click()
        boxes(ada).nth(6).click(modifiers=["Shift"])
        expect_selected(ada, 5, on_page=5)
        turn(ada, "Next", 2)
        ada.get_by_role("checkbox", name="Select this page").click()
        expect_selected(ada, 55, on_page=50)
        turn(ada, "Previous", 1)
        expect_selected(ada, 55, on_page=5)

    def test_all_but_two_survive_pages_order_and_filters(self, ada: Page, crowd: Crowd) -> None:
        whole = crowd.who()
        left = len(whole) - 2
        boxes(ada).first.click()
        bar(ada).get_by_role("button", name=re.compile("^Select all")).click()
        expect_selected(ada, left + 2, on_page=50)
        for at in (3, 4):
            boxes(ada).nth(at).click()
        expect_selected(ada, left, on_page=48)
        turn(ada, "Next", 2)
        expect_selected(ada, left, on_page=50)
        ada.get_by_role("columnheader", name="Email").get_by_role("button").click()
        expect(ada).to_have_url(re.compile("sort=email"))
        search_field(ada).fill(next(user.username for user in crowd.users if user.id == whole[3]))
        expect(row(ada, whole[3]).get_by_role("checkbox")).not_to_be_checked()
        expect(bar(ada)).to_contain_text(f"{left:,} selected")

    def test_clearing_leaves_nobody(self, ada: Page) -> None:
        ada.get_by_role("checkbox", name="Select this page").click()
        expect_selected(ada, 50, on_page=50)
        bar(ada).get_by_role("button", name="Clear").click()
        expect(bar(ada)).to_be_hidden()
        expect(ticked(ada)).to_have_count(0)


class TestWhatOthersDo:
    def test_a_change_by_the_command_line_moves_neither_place_nor_ticks(self, ada: Page, crowd: Crowd) -> None:
        ada.goto(f"{crowd.site.url}/users?source=internal")
        expect_ids(ada, crowd.who("source=internal")[:50])
        turn(ada, "Next", 2)
        here = ids(ada)
        for at in (10, 12):
            boxes(ada).nth(at).click()
        rows(ada).nth(14).scroll_into_view_if_needed()
        place = scrolled(ada)
        crowd.site.cli("users", "edit", usernames(ada)[11], "--email", "new.address@example.org")
        expect(row(ada, here[11])).to_contain_text("new.address@example.org")
        expect_selected(ada, 2, on_page=2)
        assert (ids(ada), scrolled(ada)) == (here, place)

    def test_somebody_gone_before_the_page_moves_nothing_on_it(self, ada: Page, crowd: Crowd) -> None:
        first, total = usernames(ada)[0], len(crowd.who())
        turn(ada, "Next", 2)
        here = ids(ada)
        crowd.site.cli("users", "disable", first)
        expect_total(ada, total - 1)
        assert ids(ada) == here
        crowd.site.cli("users", "enable", first)
        expect_total(ada, total)

    def test_another_administrator_takes_one_out_of_sight(self, ada: Page, grace: Page, crowd: Crowd) -> None:
        whole = crowd.who()
        boxes(ada).nth(1).click()
        row(grace, whole[0]).get_by_role("button", name=re.compile("^Actions for")).click()
        grace.get_by_role("menuitem", name="Disable").click()
        grace.get_by_role("alertdialog").get_by_role("button", name="Disable").click()
        expect_ids(ada, whole[1:51])
        expect_selected(ada, 1, on_page=1)
        expect(row(ada, whole[1]).get_by_role("checkbox")).to_be_checked()


class TestSpaces:
    def test_one_made_by_the_command_line_is_a_column_and_a_filter(self, ada: Page, crowd: Crowd) -> None:
        people = usernames(ada)[1:4]
        crowd.site.cli("spaces", "add", "Aviary")
        crowd.site.cli("spaces", "add-people", "Aviary", *people)
        choose_columns(ada, lambda chooser: chooser.get_by_role("checkbox", name="Spaces").click())
        wait_until(lambda: "Spaces" in headings(ada), "the column")
        open_panel(ada).get_by_label("Find in Space").fill("aviary")
        wait_until(lambda: count(ada, "Space", "Aviary") == "3", "how many work in it")
        choice(ada, "Space", "Aviary").check()
        expect_list(ada, people)
        expect(rows(ada).first).to_contain_text("Aviary")


class TestAttributes:
    def test_one_added_by_the_command_line_is_a_column_and_a_filter(self, ada: Page, crowd: Crowd) -> None:
        crowd.site.cli("attributes", "add", "shirt", "--label-en", ATTRIBUTE, "--type", "choice", *CHOICES)
        ada.goto(f"{crowd.site.url}/users?source=internal")
        expect(chips(ada)).to_have_count(1)
        people = usernames(ada)[5:7]
        for username in people:
            crowd.site.cli("users", "edit", username, "--attribute", "shirt=Large")
        choose_columns(ada, lambda chooser: chooser.get_by_role("checkbox", name=ATTRIBUTE).click())
        wait_until(lambda: ATTRIBUTE in headings(ada), "the column")
        open_panel(ada)
        choice(ada, ATTRIBUTE, "Large").check()
        expect_list(ada, people)
        expect(rows(ada).first).to_contain_text("Large")

    def test_it_stands_in_record_and_form(self, ada: Page, crowd: Crowd) -> None:
        ada.goto(f"{crowd.site.url}/users?attr.shirt=large")
        expect(rows(ada)).to_have_count(2)
        rows(ada).first.get_by_role("link").click()
        record = ada.get_by_role("dialog")
        expect(record).to_contain_text(f"{ATTRIBUTE}Large")
        record.get_by_role("button", name="Edit").click()
        expect(ada.get_by_role("dialog", name=re.compile("^Edit")).get_by_label(ATTRIBUTE)).to_have_value("Large")
