"""Finding anybody among ten thousand: filters and search."""

import re
from collections.abc import Iterator
from itertools import groupby

import pytest
from playwright.sync_api import Page, expect

from admin_dashboard.core.text import fold
from tests.e2e.crowd import Crowd, Readers
from tests.e2e.people import open_list
from tests.e2e.users_page import (
    SEVEN,
    chips,
    choice,
    count,
    expect_ids,
    expect_total,
    open_panel,
    panel,
    search_field,
)
from tests.waiting import wait_until


@pytest.fixture
def ada(readers: Readers, crowd: Crowd) -> Iterator[Page]:
    """The administrator's users page."""
    page = open_list(readers("ada.lovelace"), crowd.site)
    yield page
    page.close()


@pytest.fixture
def noe(readers: Readers, crowd: Crowd) -> Iterator[Page]:
    """The page of somebody of the help desk, who may not see spaces."""
    page = open_list(readers("noe.aabel"), crowd.site)
    yield page
    page.close()


def said(group: str, name: str) -> str:
    """One of the seven filters as an address says it."""
    value = "not_possible" if name == "No enrollment possible" else name.lower().replace(" ", "_")
    return f"{group.lower()}={value}"


def watch_totals(page: Page) -> None:
    """Note every total that is shown from now on."""
    page.evaluate("""() => {
        const foot = document.querySelector(".foot .grow");
        window.totals = [];
        const watcher = new MutationObserver(() => totals.push(foot.textContent.split(" of ")[1] ?? "0"));
        watcher.observe(foot, { childList: true, characterData: true, subtree: true });
    }""")


def totals(page: Page) -> list[str]:
    """The totals that were shown, one after the other."""
    return [total for total, _again in groupby(page.evaluate("totals"))]


class TestFilters:
    @pytest.mark.parametrize(("reader", "state"), [("ada.lovelace", "disabled"), ("noe.aabel", "enabled")])
    def test_each_of_the_seven_says_how_many_it_finds(
        self, readers: Readers, crowd: Crowd, reader: str, state: str
    ) -> None:
        page = open_list(readers(reader), crowd.site, f"?state={state}")
        open_panel(page)
        for group, name in SEVEN:
            found = crowd.who(f"state={state}&{said(group, name)}")
            wait_until(lambda g=group, n=name, f=found: count(page, g, n) == f"{len(f):,}", f"the count of {name}")
            choice(page, group, name).check()
            expect_ids(page, found[:50])
            expect_total(page, len(found))
            choice(page, group, name).uncheck()
            expect(chips(page)).to_have_count(0)
        page.close()

    @pytest.mark.parametrize("group", ["Source", "Role", "Space", "Location"])
    def test_every_other_choice_gives_as_many_as_it_says(self, ada: Page, group: str) -> None:
        ticks = open_panel(ada).get_by_role("group", name=group, exact=True).get_by_role("checkbox")
        told = ticks.first.locator("xpath=..").locator(".num")
        expect(told).to_have_text(re.compile(r"\d"))
        number = int(told.inner_text().replace(",", ""))
        ticks.first.check()
        expect_total(ada, number)
        panel(ada).get_by_role("button", name="Clear all").click()
        expect(chips(ada)).to_have_count(0)

    def test_together_they_stand_in_chips_for_whoever_sees_less_too(self, noe: Page, crowd: Crowd) -> None:
        open_panel(noe)
        for group, name in (("Type", "External"), ("Source", "CSV"), ("Source", "LDAP")):
            choice(noe, group, name).check()
        expect_ids(noe, crowd.who("type=external&source=csv,ldap")[:50])
        expect(chips(noe)).to_contain_text(["External", re.compile(r"CSV.*LDAP")])
        expect(panel(noe).get_by_role("group", name="Space", exact=True)).to_have_count(0)
        panel(noe).get_by_role("button", name="Done").click()
        noe.get_by_role("button", name="Remove the filter Type").click()
        expect_ids(noe, crowd.who("source=csv,ldap")[:50])

    def test_days_narrow_it_down(self, ada: Page, crowd: Crowd) -> None:
        middle = sorted(user.created_at for user in crowd.users)[5_000].date().isoformat()
        open_panel(ada)
        panel(ada).get_by_label("Created: from").fill(middle)
        expect(chips(ada)).to_have_count(1)
        panel(ada).get_by_label("Last connection: from").fill(middle)
        found = crowd.who(f"created_from={middle}&seen_from={middle}")
        expect_ids(ada, found[:50])
        expect_total(ada, len(found))


class TestSearch:
    def test_finds_from_the_first_letter(self, ada: Page, crowd: Crowd) -> None:
        search_field(ada).press_sequentially("d")
        found = crowd.who("q=d")
        expect_ids(ada, found[:50])
        expect_total(ada, len(found))

    def test_every_word_narrows_whatever_its_accents_and_case(self, ada: Page, crowd: Crowd) -> None:
        accented = (user for user in crowd.users if user.is_enabled and not user.last_name.isascii())
        someone = next(accented)
        found = crowd.who(f"q={someone.last_name} {someone.first_name[:2]}")
        for text in (someone.last_name.upper(), f"{fold(someone.last_name)} {fold(someone.first_name[:2])}"):
            search_field(ada).fill(text)
            expect(ada.locator(f'[data-row="{someone.id}"]')).to_be_visible()
        expect_ids(ada, found[:50])

    def test_an_older_answer_never_replaces_a_newer_one(self, ada: Page, crowd: Crowd) -> None:
        answers = [len(crowd.who(f"q={'mart'[:letters]}")) for letters in range(1, 5)]
        watch_totals(ada)
        search_field(ada).press_sequentially("mart")
        expect_ids(ada, crowd.who("q=mart")[:50])
        expect_total(ada, answers[-1])
        in_turn = iter(f"{answer:,}" for answer in answers)
        assert all(total in in_turn for total in totals(ada)), (totals(ada), answers)

    def test_a_total_is_exact_or_says_that_there_are_more(self, ada: Page, crowd: Crowd) -> None:
        expect_total(ada, len(crowd.who()))
        watch_totals(ada)
        ada.get_by_role("button", name=re.compile("^All users")).click()
        expect_total(ada, len(crowd.users))
        assert set(totals(ada)) <= {"10,000+", f"{len(crowd.users):,}"}
