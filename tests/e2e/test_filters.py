"""The filters by mouse and by keyboard: the seven by name, together, in chips, with counts, in the address."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import assert_accessible
from tests.e2e.people import everybody, found, open_list, populate, sign_in
from tests.e2e.users_page import SEVEN, chips, choice, count, expect_list, open_panel, panel, rows
from tests.live_server import LiveServer
from tests.waiting import wait_until

pytestmark = pytest.mark.databases("sqlite", "postgresql")
READERS = ("ada.lovelace", "zoe.aalto", "noe.aabel")
SIZES = {"desk": (1440, 900), "phone": (390, 844), "narrow": (320, 700)}


@pytest.fixture(scope="module")
def full_site(site: LiveServer) -> LiveServer:
    populate(site)
    return site


@pytest.fixture(scope="module")
def readers(browser: Browser, full_site: LiveServer) -> Iterator[dict[str, BrowserContext]]:
    """Each reader's browser."""
    contexts = {name: sign_in(browser, full_site, name, viewport={"width": 1440, "height": 900}) for name in READERS}
    yield contexts
    for context in contexts.values():
        context.close()


@pytest.fixture
def users(readers: dict[str, BrowserContext], full_site: LiveServer) -> Iterator[Page]:
    """The administrator's users page."""
    page = open_list(readers["ada.lovelace"], full_site)
    yield page
    page.close()


@pytest.mark.parametrize("state", ["enabled", "disabled"])
@pytest.mark.parametrize("reader", READERS)
def test_each_of_the_seven_finds_its_users(
    readers: dict[str, BrowserContext], full_site: LiveServer, state: str, reader: str
) -> None:
    page = open_list(readers[reader], full_site, "" if state == "enabled" else "?state=disabled")
    open_panel(page)
    for group, name in SEVEN:
        choice(page, group, name).check()
        expect_list(page, found(full_site, "--filter", name, "--state", state))
        expect(chips(page)).to_contain_text([f"{group}{name}"])
        total = len(everybody(full_site, "--filter", name, "--state", state))
        wait_until(lambda group=group, name=name, total=total: count(page, group, name) == str(total), "its count")
        choice(page, group, name).uncheck()
    page.close()


class TestTogether:
    def test_a_group_is_either_and_groups_are_both(self, users: Page, full_site: LiveServer) -> None:
        open_panel(users)
        for group, name in (("Enrollment", "Enrolled"), ("Enrollment", "Never enrolled"), ("Source", "CSV")):
            choice(users, group, name).check()
        options = ("--filter", "Enrolled", "--filter", "Never enrolled", "--source", "csv")
        expect_list(users, found(full_site, *options))
        expect(users).to_have_url(re.compile(r"/users\?enrollment=enrolled,never_enrolled&source=csv$"))
        total = len(everybody(full_site, *options))
        expect(panel(users)).to_contain_text(f"{total} users match")

    def test_space_and_attribute_fit_too(self, users: Page, full_site: LiveServer) -> None:
        open_panel(users)
        space = panel(users).get_by_role("group", name="Space", exact=True).get_by_role("checkbox").first
        space.check()
        name = re.sub(r" ?[\d,]+$", "", space.locator("xpath=..").inner_text().replace("\n", " "))
        expect_list(users, found(full_site, "--space", name))

    def test_the_search_narrows_what_is_filtered(self, users: Page, full_site: LiveServer) -> None:
        open_panel(users)
        choice(users, "Type", "Internal").check()
        users.keyboard.press("Escape")
        users.get_by_role("searchbox").fill("mar")
        expect_list(users, found(full_site, "--filter", "Internal", "--search", "mar"))

    def test_days_are_from_to(self, users: Page, full_site: LiveServer) -> None:
        open_panel(users)
        users.get_by_label("Last connection: from").fill("2020-01-31")
        users.get_by_label("Last connection: to").fill("2099-01-31")
        expect_list(users, found(full_site, "--seen-from", "2020-01-31"))
        expect(chips(users)).to_contain_text(["31 Jan 2020 – 31 Jan 2099"])

    def test_clear_all_gives_enabled_users(self, users: Page, full_site: LiveServer) -> None:
        open_panel(users)
        choice(users, "Type", "External").check()
        choice(users, "Status", "Disabled").check()
        expect(users).to_have_url(re.compile("state=any"))
        panel(users).get_by_role("button", name="Clear all").click()
        expect(choice(users, "Type", "External")).not_to_be_checked()
        expect(choice(users, "Status", "Enabled")).to_be_checked()
        expect_list(users, found(full_site))


class TestTicks:
    def test_paint_without_waiting_for_the_server(self, users: Page) -> None:
        open_panel(users)
        tick = choice(users, "Type", "External")
        users.context.set_offline(True)
        tick.click()
        assert tick.is_checked()
        users.context.set_offline(False)

    def test_many_in_a_row_are_all_kept(self, users: Page) -> None:
        open_panel(users)
        for source in ("Internal", "CSV", "SCIM"):
            choice(users, "Source", source).click(no_wait_after=True)
        expect(users).to_have_url(re.compile("source=csv,internal,scim"))
        for source in ("Internal", "CSV", "SCIM"):
            expect(choice(users, "Source", source)).to_be_checked()

    def test_keep_the_focus_for_the_keyboard(self, users: Page) -> None:
        users.get_by_role("button", name="Filters").press("Enter")
        expect(choice(users, "Connection", "Connected")).to_be_focused()
        users.keyboard.press("Tab")
        users.keyboard.press("Space")
        expect(users).to_have_url(re.compile("connection=never_connected"))
        expect(choice(users, "Connection", "Never connected")).to_be_focused()
        users.keyboard.press("Escape")
        expect(users.get_by_role("button", name="Filters · 1")).to_be_focused()


class TestChips:
    def test_lead_to_their_group_and_away(self, users: Page, full_site: LiveServer) -> None:
        users.goto(f"{full_site.url}/users?type=external&source=csv")
        expect(chips(users)).to_have_count(2)
        chips(users).nth(1).get_by_role("button").first.click()
        expect(choice(users, "Source", "Internal")).to_be_focused()
        users.keyboard.press("Escape")
        users.get_by_role("button", name="Remove the filter Type").click()
        expect(chips(users)).to_have_count(1)
        expect_list(users, found(full_site, "--source", "csv"))

    def test_disabled_users_are_one_press_away(self, users: Page, full_site: LiveServer) -> None:
        total = len(everybody(full_site, "--state", "disabled"))
        users.get_by_role("button", name=f"Disabled users {total}").click()
        expect_list(users, found(full_site, "--state", "disabled"))

    def test_the_usual_filters_are_one_press_away(self, users: Page, full_site: LiveServer) -> None:
        users.get_by_role("list", name="Usual filters").get_by_role("button", name="Never connected").click()
        expect_list(users, found(full_site, "--filter", "Never connected"))

    def test_counts_follow_what_is_typed(self, users: Page, full_site: LiveServer) -> None:
        users.get_by_role("searchbox").press_sequentially("mar")
        enabled = len(everybody(full_site, "--search", "mar"))
        expect(users.get_by_role("button", name=f"Enabled users {enabled}", exact=True)).to_be_visible()


class TestAddress:
    def test_a_reload_and_a_pasted_link_show_the_same_list(
        self, users: Page, readers: dict[str, BrowserContext], full_site: LiveServer
    ) -> None:
        open_panel(users)
        choice(users, "Enrollment", "No enrollment possible").check()
        choice(users, "Source", "LDAP").check()
        expected = found(full_site, "--filter", "No enrollment possible", "--source", "ldap")
        expect_list(users, expected)
        users.reload()
        expect_list(users, expected)
        pasted = open_list(readers["zoe.aalto"], full_site, users.url.removeprefix(f"{full_site.url}/users"))
        expect_list(pasted, expected)
        pasted.close()

    def test_back_from_a_record_shows_the_same_list(self, users: Page, full_site: LiveServer) -> None:
        users.goto(f"{full_site.url}/users?type=external")
        expect(chips(users)).to_have_count(1)
        expected = found(full_site, "--filter", "External")
        expect_list(users, expected)
        rows(users).first.get_by_role("link").first.click()
        expect(users.get_by_role("dialog")).to_be_visible()
        users.go_back()
        expect_list(users, expected)
        expect(chips(users)).to_have_count(1)


def test_who_may_not_see_spaces_has_no_such_filter(readers: dict[str, BrowserContext], full_site: LiveServer) -> None:
    page = open_list(readers["noe.aabel"], full_site)
    open_panel(page)
    expect(panel(page).get_by_role("group", name="Role", exact=True)).to_be_visible()
    expect(panel(page).get_by_role("group", name="Space", exact=True)).to_have_count(0)
    page.close()


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("size", SIZES)
def test_is_for_everybody_at_every_size(browser: Browser, full_site: LiveServer, size: str) -> None:
    width, height = SIZES[size]
    context = sign_in(browser, full_site, "ada.lovelace", viewport={"width": width, "height": height})
    page = open_list(context, full_site, "?type=external&source=csv,ldap,scim&created_from=2020-01-31")
    expect(chips(page)).to_have_count(3)
    assert_accessible(page)
    open_panel(page)
    wait_until(lambda: count(page, "Type", "External"), "the counts")
    assert_accessible(page)
    assert page.locator("html").evaluate("e => e.scrollWidth <= e.clientWidth")
    panel(page).get_by_role("button", name="Done").click()
    expect(panel(page)).to_be_hidden()
    context.close()
