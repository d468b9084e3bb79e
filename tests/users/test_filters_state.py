"""The filter panel and the chips: from what the person presses to list, address, ticks and counts."""

from typing import Any

import pytest

from admin_dashboard.attributes.values import sort_key
from admin_dashboard.core.clock import now
from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.models import Attribute, AttributeType, AttributeValue, Space, SpaceMember
from admin_dashboard.users import service
from admin_dashboard.users.filters_state import FacetsState, FilterPanelState
from admin_dashboard.users.list_state import UsersListState
from tests.pipeline import Site, Tab
from tests.users.screens import add_person, names, tab_of

BEEN = {"first_login_at": now(), "last_login_at": now()}
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
    for is_enabled, suffix in ((True, ""), (False, " Gone")):
        people = {
            "Joined": {**BEEN, "enrolled_at": now()},
            "Walked In": BEEN,
            "Invited": {"enrolled_at": now(), "source": "csv"},
            "New": {"source": "csv"},
            "Outside": {"is_external": True},
        }
        for name, values in people.items():
            first, _blank, last = f"{name}{suffix}".partition(" ")
            add_person(first, last, is_enabled=is_enabled, **values)


def who(tab: Tab) -> set[str]:
    return {name.strip().removesuffix(" Gone") for name in names(tab)}


def address(tab: Tab) -> str:
    return tab.state(UsersListState).address


def group(tab: Tab, key: str) -> dict[str, Any]:
    return next(one for one in tab.state(FilterPanelState).groups if one["key"] == key)


def counts(tab: Tab, key: str) -> dict[str, str]:
    told = tab.state(FacetsState).counts
    return {choice["label"]: told[choice["key"]] for choice in group(tab, key)["choices"]}


def chips(tab: Tab) -> list[str]:
    shown = tab.state(FacetsState).chips
    return [" ".join([chip["title"], *(c["label"] for c in chip["choices"]), chip["text"]]).strip() for chip in shown]


def tick(group: str, value: str, is_on: Any = True) -> Any:
    return FilterPanelState.tick(group, value, is_on)


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
        tab.send(UsersListState.search("invi"))
        assert counts(tab, "enrollment")["Never enrolled"] == "0"

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


class TestPanel:
    def test_opens_with_what_is_ticked(self, site: Site) -> None:
        tab = tab_of(site, address="/users?type=external&state=disabled&created_from=2026-01-31")
        tab.send(FilterPanelState.change_open(True))
        assert [choice["is_on"] for choice in group(tab, "type")["choices"]] == [False, True]
        assert [choice["is_on"] for choice in group(tab, "state")["choices"]] == [False, True]
        assert (group(tab, "created")["first"], group(tab, "created")["last"]) == ("2026-01-31", "")

    def test_opens_at_the_group_of_a_chip(self, site: Site) -> None:
        tab = tab_of(site)
        tab.send(FilterPanelState.open_at("source"))
        assert (tab.state(FilterPanelState).is_open, tab.state(FilterPanelState).at) == (True, "source")

    def test_a_tick_draws_nothing_anew(self, site: Site) -> None:
        """It shows already, and would lose the focus."""
        tab = tab_of(site)
        tab.send(FilterPanelState.change_open(True))
        answer = tab.send(tick("type", "external"))
        assert not {"epoch", "groups"} & set(answer.of(FilterPanelState))

    def test_what_something_else_has_changed_is_drawn_anew(self, site: Site) -> None:
        tab = tab_of(site, address="/users?type=external&state=disabled")
        tab.send(FilterPanelState.change_open(True))
        assert "epoch" in tab.send(FilterPanelState.clear).of(FilterPanelState)
        assert not any(choice["is_on"] for choice in group(tab, "type")["choices"])
        assert address(tab) == "/users"

    def test_a_closed_panel_is_sent_nothing(self, site: Site) -> None:
        tab = tab_of(site)
        assert tab.send(tick("type", "external")).of(FilterPanelState) == {}


class TestDates:
    def test_first_and_last_day_are_included(self, site: Site) -> None:
        tab = tab_of(site)
        today = now().date().isoformat()
        tab.send(FilterPanelState.enter("seen", "first", today), FilterPanelState.enter("seen", "last", today))
        assert who(tab) == {"Joined", "Walked In"}
        assert address(tab) == f"/users?seen_from={today}&seen_to={today}"

    def test_stand_in_a_chip(self, site: Site) -> None:
        tab = tab_of(site)
        tab.send(FilterPanelState.enter("created", "first", "2026-01-31"))
        assert chips(tab) == ["Created from 31 Jan 2026"]
        tab.send(FilterPanelState.enter("created", "last", "2026-02-01"))
        assert chips(tab) == ["Created 31 Jan 2026 – 1 Feb 2026"]

    @pytest.mark.parametrize("half", ["0002-01-31", "0202-01-31", "tomorrow", "2026-13-01"])
    def test_half_a_date_changes_nothing(self, site: Site, half: str) -> None:
        tab = tab_of(site)
        tab.send(FilterPanelState.enter("created", "first", half))
        assert address(tab) == "/users"

    def test_an_emptied_field_takes_its_bound_away(self, site: Site) -> None:
        tab = tab_of(site, address="/users?created_from=2026-01-31")
        tab.send(FilterPanelState.enter("created", "first", ""))
        assert (address(tab), chips(tab)) == ("/users", [])


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


@pytest.fixture
def spaces(_people: None) -> list[int]:
    with begin(SYSTEM) as work:
        rows = [Space(name=f"Space {letter}", created_at=work.now) for letter in "ABCDEFGHIJ"]
        work.session.add_all(rows)
        work.session.flush()
        made = [space.id or 0 for space in rows]
        work.session.add(SpaceMember(space_id=made[9], user_id=1, joined_at=work.now))
        return made


class TestLongGroups:
    def test_show_the_eight_with_most_users_and_find_the_rest(self, site: Site, spaces: list[int]) -> None:
        tab = tab_of(site)
        tab.send(FilterPanelState.change_open(True))
        shown = group(tab, "space")
        assert (len(shown["choices"]), shown["choices"][0]["label"], shown["more"]) == (8, "Space J", 2)
        tab.send(FilterPanelState.find("space", "space i"))
        assert [choice["label"] for choice in group(tab, "space")["choices"]] == ["Space I"]

    def test_keep_what_is_ticked_in_sight(self, site: Site, spaces: list[int]) -> None:
        tab = tab_of(site, address=f"/users?space={spaces[8]}")
        tab.send(FilterPanelState.change_open(True), FilterPanelState.find("space", "space j"))
        assert [choice["label"] for choice in group(tab, "space")["choices"]] == ["Space I", "Space J"]


ATTRIBUTES = (
    ("team", AttributeType.CHOICE, "Red\nBlue", "Red"),
    ("cost", AttributeType.NUMBER, "", "12.5"),
    ("joined_on", AttributeType.DATE, "", "2026-03-01"),
)


@pytest.fixture
def attributes(_people: None) -> None:
    """A team, costs and a date, which "Joined" alone has."""
    with begin(SYSTEM) as work:
        for position, (key, kind, choices, value) in enumerate(ATTRIBUTES, 10):
            own = {"key": key, "label_en": key.title(), "label_fr": key.title(), "type": kind, "choices": choices}
            row = Attribute.model_validate({**own, "position": position, "created_at": work.now})
            work.session.add(row)
            work.session.flush()
            had = AttributeValue(user_id=1, attribute_id=row.id or 0, value=value, sort_key=sort_key(kind, value))
            work.session.add(had)


@pytest.mark.usefixtures("attributes")
class TestAttributes:
    def test_choices_are_ticked(self, site: Site) -> None:
        tab = tab_of(site)
        tab.send(FilterPanelState.change_open(True), tick("attr.team", "red"))
        assert (who(tab), chips(tab)) == ({"Joined"}, ["Team Red"])
        assert counts(tab, "attr.team") == {"Red": "1", "Blue": "0"}

    @pytest.mark.parametrize(("first", "found"), [("12,5", {"Joined"}), ("12.6", set())])
    def test_numbers_are_from_to(self, site: Site, first: str, found: set[str]) -> None:
        tab = tab_of(site)
        tab.send(FilterPanelState.enter("attr.cost", "first", first))
        assert who(tab) == found
        tab.send(FilterPanelState.change_open(True))
        assert group(tab, "attr.cost")["first"] == first.replace(",", ".")

    def test_what_is_no_number_is_refused_in_words(self, site: Site) -> None:
        tab = tab_of(site)
        tab.send(FilterPanelState.enter("attr.cost", "first", "many"))
        assert tab.notices == ["Enter a number, as in 1250 or 12.5."]

    def test_dates_are_from_to(self, site: Site) -> None:
        tab = tab_of(site)
        tab.send(FilterPanelState.enter("attr.joined_on", "last", "2026-02-28"))
        assert who(tab) == set()
        assert chips(tab) == ["Joined_On until 28 Feb 2026"]


class TestRights:
    def test_roles_and_spaces_are_named_to_who_may_see_them(self, site: Site, spaces: list[int]) -> None:
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
