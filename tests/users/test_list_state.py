"""The list's events: from what the person does to what the page is sent."""

from datetime import timedelta
from threading import Event
from typing import Any

import pytest

from admin_dashboard.core import clock
from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import Work, begin
from admin_dashboard.models import User
from admin_dashboard.selection.selection import Selection
from admin_dashboard.users import list_state
from admin_dashboard.users.list_state import UsersListState, UsersRowsState
from admin_dashboard.users.list_view import ShownPage, read_page
from admin_dashboard.users.listing import ListUsers
from admin_dashboard.users.paging_state import PageNumberState
from tests.pipeline import Site
from tests.users.screens import add_person, cell, names, tab_of
from tests.waiting import wait_until


@pytest.fixture
def people(sqlite_database: str) -> None:
    add_person("Marie", "Dupont", username="marie.dupont")
    add_person("Éléonore", "D'Arc", username="eleonore.darc")
    add_person("Jean", "Martin", username="jean.martin", is_enabled=False)


class HeldBack:
    """Reads pages; the one of this text only once it is let go."""

    def __init__(self, text: str) -> None:
        self.text, self.is_let_go, self.under_way = text, Event(), 0

    def read_page(self, work: Work, query: ListUsers, selection: Selection) -> ShownPage:
        self.under_way += 1
        if query.text == self.text:
            self.is_let_go.wait(5)
        page = read_page(work, query, selection)
        self.under_way -= 1
        return page

    def let_go(self) -> None:
        """Let it go, and wait until it is read."""
        self.is_let_go.set()
        wait_until(lambda: not self.under_way, "the older answer")


@pytest.mark.usefixtures("people")
class TestArrive:
    def test_shows_enabled_users_by_name(self, site: Site) -> None:
        tab = tab_of(site)
        assert names(tab) == ["Éléonore D'Arc", "Marie Dupont"]

    def test_shows_what_the_address_asks_for(self, site: Site) -> None:
        tab = tab_of(site)
        answer = tab.open("/users?q=ma&state=any&sort=-name")
        assert names(tab) == ["Jean Martin", "Marie Dupont"]
        assert answer.values == {"list_search": "ma"}

    def test_a_meaningless_address_shows_the_usual_list(self, site: Site) -> None:
        tab = tab_of(site)
        tab.open("/users?state=x&sort=password_hash&size=9999&page=-3&after=zzz")
        assert names(tab) == ["Éléonore D'Arc", "Marie Dupont"]

    def test_a_record_opened_from_the_list_leaves_it_as_it_is(self, site: Site) -> None:
        tab = tab_of(site)
        tab.open("/users?q=dup")
        tab.open("/users/1")
        assert names(tab) == ["Marie Dupont"]
        assert tab.state(UsersListState).address == "/users/1?q=dup"

    def test_reads_in_the_readers_language(self, site: Site) -> None:
        add_person("Aaa", "Aaa", last_login_at=clock.now() - timedelta(hours=3))
        tab = tab_of(site, language="fr")
        assert cell(tab, "last_login")[0] == "il y a 3 h"


@pytest.mark.usefixtures("people")
class TestSearch:
    def test_filters_and_says_so_in_the_address(self, site: Site) -> None:
        tab = tab_of(site)
        answer = tab.send(UsersListState.search("DUP mar"))
        assert names(tab) == ["Marie Dupont"]
        assert answer.of(UsersListState)["address"] == "/users?q=DUP+mar"

    def test_an_older_answer_never_replaces_a_newer_one(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        tab = tab_of(site)
        older = HeldBack("e")
        monkeypatch.setattr(list_state, "read_page", older.read_page)
        answer = tab.send(UsersListState.search("e"), UsersListState.search("dup"))
        older.let_go()
        assert names(tab) == ["Marie Dupont"]
        assert answer.of(UsersListState)["address"] == "/users?q=dup"

    def test_rows_that_stay_the_same_are_not_sent_again(self, site: Site) -> None:
        tab = tab_of(site)
        tab.send(UsersListState.search("du"))
        assert "rows" not in tab.send(UsersListState.search("dup")).of(UsersRowsState)

    def test_filters_that_leave_nobody_are_cleared_in_one_press(self, site: Site) -> None:
        tab = tab_of(site)
        tab.open("/users?q=dup&type=external")
        assert (names(tab), tab.state(UsersListState).asked["is_filtered"]) == ([], True)
        answer = tab.send(UsersListState.clear_filters)
        assert (names(tab), answer.of(UsersListState)["address"]) == (["Marie Dupont"], "/users?q=dup")

    def test_says_how_many_are_found_among_those_not_shown(self, site: Site) -> None:
        tab = tab_of(site)
        tab.send(UsersListState.search("jean martin"))
        assert names(tab) == []
        assert tab.state(UsersRowsState).foot["elsewhere"] == 1

    def test_clearing_it_empties_the_field(self, site: Site) -> None:
        tab = tab_of(site)
        tab.open("/users?q=dup")
        answer = tab.send(UsersListState.clear_search)
        assert answer.values == {"list_search": ""}
        assert names(tab) == ["Éléonore D'Arc", "Marie Dupont"]

    @pytest.mark.parametrize("text", [None, 7, {"a": 1}, ["x"], "x" * 100_000])
    def test_whatever_a_client_sends_is_only_text(self, site: Site, text: Any) -> None:
        tab = tab_of(site)
        tab.send(UsersListState.search(text))
        assert tab.notices == []


@pytest.mark.usefixtures("people")
class TestOrder:
    def test_disabled_users_are_one_press_away(self, site: Site) -> None:
        tab = tab_of(site)
        tab.send(UsersListState.choose_state("disabled"))
        assert names(tab) == ["Jean Martin"]

    def test_pressing_a_heading_again_turns_the_order(self, site: Site) -> None:
        tab = tab_of(site)
        tab.send(UsersListState.sort_by("email"))
        assert tab.send(UsersListState.sort_by("email")).of(UsersListState)["address"] == "/users?sort=-email"
        assert names(tab)[0] == "Marie Dupont"

    def test_an_attribute_sorts_by_and_turns_the_order_like_any_column(self, site: Site) -> None:
        tab = tab_of(site)
        for address, is_descending in (("attr.function", False), ("-attr.function", True), ("attr.function", False)):
            assert tab.send(UsersListState.sort_by("attr.function")).of(UsersListState)["address"].endswith(address)
            asked = tab.state(UsersListState).asked
            assert (asked["sort"], asked["is_descending"]) == ("attr.function", is_descending)

    def test_a_column_that_does_not_exist_is_not_sorted_by(self, site: Site) -> None:
        tab = tab_of(site)
        tab.send(UsersListState.sort_by("password_hash"))
        assert tab.state(UsersListState).asked["sort"] == "name"


class TestPages:
    @pytest.fixture(autouse=True)
    def _many(self, sqlite_database: str) -> None:
        for letter in "abcdefghijklmnopqrstuvwxyzabcdef":
            add_person("Jane", f"Doe {letter * 3}")

    def test_pages_follow_each_other_and_lead_back(self, site: Site) -> None:
        tab = tab_of(site, address="/users?size=25")
        first = names(tab)
        second = tab.send(UsersListState.turn(1)).of(UsersListState)["address"]
        assert not set(first) & set(names(tab))
        assert "page=2" in second
        tab.send(UsersListState.turn(-1))
        assert names(tab) == first

    def test_a_pasted_address_of_a_page_shows_that_page(self, site: Site) -> None:
        tab = tab_of(site, address="/users?size=25")
        address = tab.send(UsersListState.turn(1)).of(UsersListState)["address"]
        other = site.tab(tab.session, address)
        other.open(address)
        assert names(other) == names(tab)

    def test_a_page_that_has_gone_shows_the_first(self, site: Site) -> None:
        tab = tab_of(site)
        tab.open("/users?page=400")
        assert names(tab)
        assert tab.state(UsersListState).address == "/users"

    @pytest.mark.parametrize(
        ("number", "page"), [("2", "page=2"), (" 2 ", "page=2"), ("99", "page=2"), ("1", "size=25")]
    )
    def test_a_page_can_be_gone_to_by_its_number(self, site: Site, number: str, page: str) -> None:
        tab = tab_of(site, address="/users?size=25")
        tab.send(PageNumberState.go({"page": number}))
        assert tab.state(UsersListState).address.endswith(page)

    @pytest.mark.parametrize(
        "form", [{}, {"page": "x"}, {"page": "-2"}, {"page": ["2"]}, None, "2", {"page": "9" * 99}]
    )
    def test_no_number_leaves_the_page_as_it_is(self, site: Site, form: Any) -> None:
        tab = tab_of(site, address="/users?size=25&page=2")
        tab.send(PageNumberState.go(form))
        assert tab.state(UsersListState).address == "/users?size=25&page=2"

    def test_counts_exactly_when_the_page_could_only_say_at_least(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("admin_dashboard.db.search.CAP", 5)
        tab = tab_of(site)
        foot = tab.state(UsersRowsState).foot
        assert (foot["total"], foot["pages"]) == ("33", 1)


@pytest.mark.usefixtures("people")
class TestRefresh:
    def test_shows_what_somebody_else_has_changed(self, site: Site) -> None:
        tab = tab_of(site)
        with begin(SYSTEM) as work:
            work.session.get_one(User, 1).is_enabled = False
        tab.send(UsersListState.refresh)
        assert names(tab) == ["Éléonore D'Arc"]

    def test_sends_nothing_when_nothing_has_changed(self, site: Site) -> None:
        tab = tab_of(site)
        assert tab.send(UsersListState.refresh).sent == {}

    def test_does_nothing_on_another_page(self, site: Site) -> None:
        tab = tab_of(site, address="/account")
        assert tab.send(UsersListState.refresh).sent.get(UsersRowsState.get_full_name()) is None


@pytest.mark.usefixtures("people")
class TestRights:
    EVENTS = (
        UsersListState.arrive,
        UsersListState.search("a"),
        UsersListState.choose_state("any"),
        UsersListState.sort_by("email"),
        UsersListState.turn(1),
        UsersListState.refresh,
        UsersListState.count,
    )

    @pytest.mark.parametrize("event", EVENTS)
    def test_nobody_signed_in_gets_nothing(self, site: Site, event: Any) -> None:
        tab = site.tab(address="/users")
        tab.send(event)
        assert tab.state(UsersRowsState).rows == []

    @pytest.mark.parametrize("event", EVENTS)
    def test_who_may_not_see_users_gets_nothing(self, site: Site, event: Any) -> None:
        tab = tab_of(site, role="space_manager")
        tab.send(event)
        assert tab.state(UsersRowsState).rows == []

    def test_who_may_not_invite_is_offered_no_envelope_to_press(self, site: Site) -> None:
        tab = tab_of(site, role="auditor")
        assert len(cell(tab_of(site), "enrollment")) == 4
        assert len(cell(tab, "enrollment")) == 3

    def test_rows_hold_what_is_shown_and_nothing_else(self, site: Site) -> None:
        tab = tab_of(site)
        assert not {"password_hash", "search", "name_key", "version"} & set(tab.state(UsersRowsState).rows[0])
