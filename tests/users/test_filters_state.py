"""The filters and the chips: from what the person presses to list, address and counts."""

from typing import Any

import pytest

from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.users import service
from admin_dashboard.users.filters_state import FacetsState, FilterPanelState
from admin_dashboard.users.list_state import UsersListState
from admin_dashboard.users.typing_state import TypingState
from tests.pipeline import Site
from tests.users.filters import add_people, add_spaces, address, chips, counts, group, tick, who
from tests.users.screens import tab_of

SEVEN = [
    ("connection", "connected", {"Joined", "Walked In"}),
    ("connection", "never_connected", {"Invited", "New", "Outside"}),
    ("enrollment", "enrolled", {"Joined", "Invited"}),
    ("enrollment", "never_enrolled", {"New"}),
    ("enrollment", "not_possible", {"Outside", "Walked In"}),
    ("type", "internal", {"Joined", "Walked In", "Invited", "New"}),
    ("type", "external", {"Outside"}),
]


@pytest.fixture(autouse=True)
def _people(sqlite_database: str) -> None:
    add_people()


class TestTheSeven:
    @pytest.mark.parametrize(("group", "value", "found"), SEVEN)
    @pytest.mark.parametrize("state", ["enabled", "disabled"])
    @pytest.mark.parametrize("role", ["administrator", "help_desk", "auditor"])
    def test_each_finds_its_users(
        self, site: Site, group: str, value: str, found: set[str], state: str, role: str
    ) -> None:
        tab = tab_of(site, role, f"/users?state={state}")
        tab.send(tick(group, value))
        assert who(tab) == found

    def test_are_called_as_documented(self, site: Site) -> None:
        tab = tab_of(site)
        tab.send(FilterPanelState.change_open(True))
        labels = [c["label"] for key in ("connection", "enrollment", "type") for c in group(tab, key)["choices"]]
        assert labels == [
            "Connected",
            "Never connected",
            "Enrolled",
            "Never enrolled",
            "No enrollment possible",
            "Internal",
            "External",
        ]

    def test_are_called_otherwise_in_french(self, site: Site) -> None:
        tab = tab_of(site, language="fr")
        tab.send(FilterPanelState.change_open(True))
        assert [choice["label"] for choice in group(tab, "connection")["choices"]] == ["Connecté", "Jamais connecté"]


class TestTogether:
    def test_choices_of_a_group_are_alternatives_and_groups_must_all_fit(self, site: Site) -> None:
        tab = tab_of(site)
        tab.send(tick("enrollment", "enrolled"), tick("enrollment", "never_enrolled"), tick("source", "csv"))
        assert who(tab) == {"Invited", "New"}
        assert address(tab) == "/users?enrollment=enrolled,never_enrolled&source=csv"
        assert chips(tab) == ["Enrollment Enrolled Never enrolled", "Source CSV"]

    def test_ticks_one_after_the_other_are_all_kept(self, site: Site) -> None:
        """A quick hand ticks the second before the first has been answered."""
        tab = tab_of(site)
        tab.send(*(tick("source", source) for source in ("internal", "csv", "scim", "ldap")))
        assert address(tab) == "/users?source=csv,internal,ldap,scim"

    def test_a_tick_taken_back_is_as_if_never_set(self, site: Site) -> None:
        tab = tab_of(site)
        tab.send(tick("type", "external"), tick("type", "external", is_on=False))
        assert (address(tab), chips(tab)) == ("/users", [])

    def test_the_page_begins_anew(self, site: Site) -> None:
        tab = tab_of(site, address="/users?page=3&after=2&sort=-email")
        tab.send(tick("type", "internal"))
        assert address(tab) == "/users?type=internal&sort=-email"


class TestCounts:
    def test_say_what_each_choice_would_give(self, site: Site) -> None:
        tab = tab_of(site)
        tab.send(FilterPanelState.change_open(True))
        assert counts(tab, "type") == {"Internal": "5", "External": "1"}
        assert counts(tab, "state") == {"Enabled": "6", "Disabled": "5"}

    def test_follow_the_search_and_the_other_groups(self, site: Site) -> None:
        tab = tab_of(site)
        tab.send(FilterPanelState.change_open(True), tick("source", "csv"))
        assert counts(tab, "enrollment") == {"Enrolled": "1", "Never enrolled": "1", "No enrollment possible": "0"}
        assert counts(tab, "source")["Internal"] == "4"
        never_enrolled = []
        for event in (UsersListState.search("invi"), TypingState.rest):
            tab.send(event)
            never_enrolled.append(counts(tab, "enrollment")["Never enrolled"])
        assert never_enrolled == ["1", "0"], "nothing is counted before the typing rests"

    def test_follow_what_others_change(self, site: Site) -> None:
        tab = tab_of(site)
        with begin(SYSTEM) as work:
            service.disable(work, 1)
        tab.told(UsersListState.refresh)
        assert tab.state(FacetsState).counts["state:enabled"] == "5"

    def test_both_states_are_counted_together(self, site: Site) -> None:
        assert tab_of(site).state(FacetsState).counts["state:any"] == "11"

    def test_that_stay_the_same_are_not_sent_again(self, site: Site) -> None:
        tab = tab_of(site)
        assert "counts" not in tab.send(FacetsState.count).of(FacetsState)


class TestChips:
    def test_the_cross_takes_its_group_away_and_leaves_the_others(self, site: Site) -> None:
        tab = tab_of(site, address="/users?type=external&source=csv&q=a")
        tab.send(FilterPanelState.remove("type"))
        assert address(tab) == "/users?q=a&source=csv"

    def test_clearing_leaves_the_search(self, site: Site) -> None:
        tab = tab_of(site, address="/users?type=external&source=csv&q=a&state=any")
        tab.send(FilterPanelState.clear)
        assert (address(tab), chips(tab)) == ("/users?q=a", [])

    def test_many_choices_are_counted(self, site: Site) -> None:
        tab = tab_of(site, address="/users?source=csv,scim,ldap,internal")
        assert chips(tab) == ["Source Internal CSV +2"]

    def test_come_with_a_pasted_address(self, site: Site) -> None:
        assert chips(tab_of(site, address="/users?role=auditor")) == ["Role Auditor"]


class TestRights:
    def test_roles_and_spaces_are_named_to_who_may_see_them(self, site: Site) -> None:
        add_spaces()

        def keys(role: str) -> set[str]:
            tab = tab_of(site, role)
            tab.send(FilterPanelState.change_open(True))
            return {one["key"] for one in tab.state(FilterPanelState).groups} & {"role", "space"}

        assert (keys("administrator"), keys("help_desk")) == ({"role", "space"}, {"role"})

    EVENTS = (
        FilterPanelState.change_open(True),
        FilterPanelState.open_at("type"),
        FilterPanelState.tick("type", "external", True),
        FilterPanelState.enter("created", "first", "2026-01-31"),
        FilterPanelState.find("space", "a"),
        FilterPanelState.remove("type"),
        FilterPanelState.clear,
        FacetsState.follow,
        FacetsState.count,
    )

    @pytest.mark.parametrize("event", EVENTS)
    def test_who_may_not_see_users_gets_nothing(self, site: Site, event: Any) -> None:
        tab = tab_of(site, "space_manager")
        tab.send(event)
        assert (tab.state(FacetsState).counts, tab.state(FilterPanelState).groups) == ({}, [])

    @pytest.mark.parametrize("junk", [None, 7, {"a": 1}, ["x"], "x" * 100_000, "attr.", "state:"])
    def test_whatever_a_client_sends_changes_nothing(self, site: Site, junk: Any) -> None:
        tab = tab_of(site)
        for event in (tick(junk, "x"), FilterPanelState.remove(junk), FilterPanelState.enter(junk, junk, junk)):
            tab.send(event)
        assert address(tab) == "/users"
