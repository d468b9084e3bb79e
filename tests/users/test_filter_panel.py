"""The filter panel: what it shows, and when its ticks and fields are drawn anew."""

import pytest
from sqlmodel import select

from admin_dashboard.attributes.values import sort_key
from admin_dashboard.core.clock import now
from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.models import Attribute, AttributeType, AttributeValue
from admin_dashboard.users.filters_state import FilterPanelState
from tests.factories import make_user
from tests.pipeline import Site
from tests.users.filters import add_people, add_spaces, address, chips, counts, group, tick, who
from tests.users.screens import tab_of


@pytest.fixture(autouse=True)
def _people(sqlite_database: str) -> None:
    add_people()


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


class TestLongGroups:
    def test_show_the_eight_with_most_users_and_find_the_rest(self, site: Site) -> None:
        add_spaces()
        tab = tab_of(site)
        tab.send(FilterPanelState.change_open(True))
        shown = group(tab, "space")
        assert (len(shown["choices"]), shown["choices"][0]["label"], shown["more"]) == (
            8,
            "Space J",
            "2 more: type to find them",
        )
        tab.send(FilterPanelState.find("space", "space i"))
        assert [choice["label"] for choice in group(tab, "space")["choices"]] == ["Space I"]

    def test_keep_what_is_ticked_in_sight(self, site: Site) -> None:
        tab = tab_of(site, address=f"/users?space={add_spaces()[8]}")
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


@pytest.fixture
def towns(_people: None) -> None:
    """Thirty towns, each of one user but the first, where all others are."""
    with begin(SYSTEM) as work:
        row = work.session.exec(select(Attribute).where(Attribute.key == "location")).one()
        people = [make_user(work.session) for _number in range(60)]
        for at, user in enumerate(people):
            value = f"Town {chr(65 + at % 26)}{at}" if at < 30 else "Everytown"
            key = sort_key(AttributeType.TEXT, value)
            had = AttributeValue(user_id=user.id or 0, attribute_id=row.id or 0, value=value, sort_key=key)
            work.session.add(had)


@pytest.mark.usefixtures("towns")
class TestTexts:
    def test_offer_what_most_users_have(self, site: Site) -> None:
        tab = tab_of(site)
        tab.send(FilterPanelState.change_open(True))
        shown = group(tab, "attr.location")
        assert (shown["choices"][0]["label"], shown["more"]) == ("Everytown", "More: type to find them")
        assert counts(tab, "attr.location")["Everytown"] == "30"

    @pytest.mark.parametrize("typed", ["town d29", "D29", "own D2"])
    def test_find_even_what_one_user_has_with_its_count(self, site: Site, typed: str) -> None:
        tab = tab_of(site)
        tab.send(FilterPanelState.change_open(True), FilterPanelState.find("attr.location", typed))
        assert counts(tab, "attr.location") == {"Town D29": "1"}

    @pytest.mark.parametrize("typed", ["nowhere", "%", "_", "\\"])
    def test_find_nothing_that_does_not_hold_the_text(self, site: Site, typed: str) -> None:
        tab = tab_of(site)
        tab.send(FilterPanelState.change_open(True), FilterPanelState.find("attr.location", typed))
        assert (group(tab, "attr.location")["choices"], group(tab, "attr.location")["more"]) == ([], "No match")


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
