"""Actions on everybody who is ticked: from the buttons of the selection to the action that is started."""

from typing import Any

import pytest

from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.jobs.worker import Worker
from admin_dashboard.mass_actions import queries
from admin_dashboard.mass_actions.jobs import MASS_ACTION
from admin_dashboard.mass_actions.queries import MassActionRow
from admin_dashboard.models import User
from admin_dashboard.users.many_counts_state import ManyCountsState
from admin_dashboard.users.many_state import ManyState
from admin_dashboard.users.selection_state import SelectionState
from admin_dashboard.web.left_out import LeftOutState
from tests.pipeline import Answer, Site, Tab
from tests.users.screens import add_person, tab_of


@pytest.fixture
def ids(sqlite_database: str) -> list[int]:
    """Six people, the last of them disabled."""
    people = [add_person("Marie", f"Dupont {letter}") for letter in "abcde"]
    return [*people, add_person("Marie", "Dupont f", is_enabled=False)]


def ticked(site: Site, ids: list[int], role: str = "administrator") -> Tab:
    """A tab in which these are ticked."""
    tab = tab_of(site, role)
    tab.send(SelectionState.tick(ids, True, 1))
    return tab


def question(tab: Tab) -> dict[str, Any]:
    return dict(tab.state(ManyState).question)


def started() -> list[MassActionRow]:
    with begin(SYSTEM) as work:
        return queries.latest(work)


def carry_out() -> None:
    worker = Worker([MASS_ACTION])
    while worker.run_once():
        pass


def ask(tab: Tab, action: str, **chosen: str) -> Answer:
    answer = tab.send(ManyState.open_for(action))
    return tab.send(ManyState.choose(chosen)) if chosen else answer


class TestCounts:
    def test_say_how_many_each_action_would_change(self, site: Site, ids: list[int]) -> None:
        counts = ticked(site, ids).state(ManyCountsState).counts
        assert {name: counts[name] for name in ("invite", "disable", "enable", "delete")} == {
            "invite": "5",
            "disable": "5",
            "enable": "1",
            "delete": "6",
        }

    def test_offer_only_what_the_reader_may_do(self, site: Site, ids: list[int]) -> None:
        for role, actions in {"help_desk": ["invite"], "auditor": []}.items():
            tab = tab_of(site, role)
            tab.open("/users")
            assert tab.state(ManyCountsState).offers == actions
            tab.send(SelectionState.tick(ids, True, 1))
            assert list(tab.state(ManyCountsState).counts) == actions

    def test_go_with_the_last_tick(self, site: Site, ids: list[int]) -> None:
        tab = ticked(site, ids)
        tab.send(SelectionState.clear(2))
        assert tab.state(ManyCountsState).counts == {}


class TestQuestion:
    def test_says_what_will_happen_and_to_whom_not(self, site: Site, ids: list[int]) -> None:
        tab = ticked(site, ids)
        ask(tab, "disable")
        asked = question(tab)
        assert (asked["title"], asked["confirm"]) == ("Disable 5 users?", "Disable 5 users")
        assert asked["skips"] == [{"key": "already_disabled", "reason": "Already disabled.", "count": "1"}]

    def test_is_in_the_readers_language(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site, language="fr")
        tab.send(SelectionState.tick(ids, True, 1))
        ask(tab, "disable")
        assert question(tab)["confirm"] == "Désactiver 5 utilisateurs"

    def test_with_nobody_left_cannot_be_confirmed(self, site: Site, ids: list[int]) -> None:
        tab = ticked(site, ids[:1])
        ask(tab, "enable")
        assert not question(tab)["is_possible"]

    @pytest.mark.parametrize("action", ["", "promote", 7, None, ["disable"], {"a": 1}])
    def test_is_asked_about_no_unknown_action(self, site: Site, ids: list[int], action: Any) -> None:
        tab = ticked(site, ids)
        tab.send(ManyState.open_for(action))
        assert not tab.state(ManyState).is_open

    def test_waits_for_the_role(self, site: Site, ids: list[int]) -> None:
        tab = ticked(site, ids)
        ask(tab, "grant_role")
        assert not question(tab)["is_possible"]
        tab.send(ManyState.choose({"choice": "auditor", "place": ""}))
        assert question(tab)["confirm"] == "Give 6 users the role"

    def test_a_value_that_breaks_its_rule_is_told_under_its_field(self, site: Site, ids: list[int]) -> None:
        tab = ticked(site, ids)
        ask(tab, "set_attribute", choice="function", value="x" * 5000)
        assert not question(tab)["is_possible"]
        assert tab.state(ManyState).field_errors or tab.notices


class TestLeftOut:
    """Who is behind a number of the question."""

    def test_are_named(self, site: Site, ids: list[int]) -> None:
        tab = ticked(site, ids)
        ask(tab, "disable")
        tab.send(LeftOutState.look("already_disabled"))
        [person] = tab.state(LeftOutState).people
        assert person["name"] == "Marie Dupont f"

    def test_are_hidden_again(self, site: Site, ids: list[int]) -> None:
        tab = ticked(site, ids)
        ask(tab, "disable")
        for _time in range(2):
            tab.send(LeftOutState.look("already_disabled"))
        assert (tab.state(LeftOutState).reason, tab.state(LeftOutState).people) == ("", [])

    def test_of_another_question_are_not_left_standing(self, site: Site, ids: list[int]) -> None:
        tab = ticked(site, ids)
        ask(tab, "disable")
        tab.send(LeftOutState.look("already_disabled"))
        ask(tab, "enable")
        assert tab.state(LeftOutState).people == []

    def test_are_the_first_by_name_when_they_are_many(self, site: Site, sqlite_database: str) -> None:
        tab = ticked(site, [add_person("Anna", f"Berg {number:02}") for number in range(25)])
        ask(tab, "enable")
        tab.send(LeftOutState.look("already_enabled"))
        shown = tab.state(LeftOutState)
        assert [person["name"] for person in shown.people] == [f"Anna Berg {number:02}" for number in range(20)]
        assert shown.note == "The first 20 by name."

    @pytest.mark.parametrize("reason", ["", "hair colour", 7, None, ["gone"]])
    def test_of_no_reason_are_nobody(self, site: Site, ids: list[int], reason: Any) -> None:
        tab = ticked(site, ids)
        ask(tab, "disable")
        tab.send(LeftOutState.look(reason))
        assert tab.state(LeftOutState).people == []


class TestStart:
    def test_does_it_to_whom_it_was_asked_about(self, site: Site, ids: list[int]) -> None:
        tab = ticked(site, ids)
        ask(tab, "disable")
        tab.send(ManyState.start({"reason": "Summer"}))
        carry_out()
        [row] = started()
        assert (row.done, row.skipped, row.reason) == (5, 1, "Summer")
        assert not tab.state(ManyState).is_open

    def test_twice_starts_one(self, site: Site, ids: list[int]) -> None:
        tab = ticked(site, ids)
        ask(tab, "disable")
        tab.send(ManyState.start({}), ManyState.start({}))
        assert len(started()) == 1

    def test_without_a_question_starts_nothing(self, site: Site, ids: list[int]) -> None:
        tab = ticked(site, ids)
        tab.send(ManyState.start({}))
        assert started() == []

    def test_without_the_right_starts_nothing(self, site: Site, ids: list[int]) -> None:
        tab = ticked(site, ids, "auditor")
        ask(tab, "disable")
        tab.send(ManyState.start({}))
        assert started() == []
        assert tab.notices != []

    def test_gives_a_role(self, site: Site, ids: list[int]) -> None:
        tab = ticked(site, ids[:2])
        ask(tab, "grant_role", choice="auditor", place="")
        tab.send(ManyState.start({"choice": "auditor"}))
        carry_out()
        assert [row.done for row in started()] == [2]

    def test_more_than_were_counted_are_left_alone(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site, address="/users?q=dupont")
        tab.send(SelectionState.tick_all(1))
        ask(tab, "disable")
        add_person("Marie", "Dupont g")
        tab.send(ManyState.start({}))
        assert [row.done for row in started() if row.asked] == []
        assert "More users match" in tab.notices[-1]


class TestDelete:
    def test_asks_for_the_number(self, site: Site, ids: list[int]) -> None:
        tab = ticked(site, ids[:3])
        ask(tab, "delete")
        tab.send(ManyState.start({"typed": "2"}))
        assert "typed" in tab.state(ManyState).field_errors
        assert started() == []

    def test_goes_on_with_it(self, site: Site, ids: list[int]) -> None:
        tab = ticked(site, ids[:3])
        ask(tab, "delete")
        tab.send(ManyState.start({"typed": " 3 "}))
        carry_out()
        with begin(SYSTEM) as work:
            assert [work.session.get(User, user_id) for user_id in ids[:3]] == [None] * 3


class TestAForm:
    @pytest.mark.parametrize("name", ["is_admin", "ids", "action", "selection"])
    def test_with_a_field_it_does_not_ask_for_starts_nothing(self, site: Site, ids: list[int], name: str) -> None:
        tab = ticked(site, ids)
        ask(tab, "disable")
        tab.send(ManyState.start({"reason": "", name: "1"}))
        assert tab.notices[-1] == f"'{name}' cannot be set. Nothing was saved."
        assert started() == []
