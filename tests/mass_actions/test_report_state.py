"""The tray and the report: what they show of an action, to whom, and what can be done about it there."""

from typing import Any

import pytest
from sqlalchemy import func, select

from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.mass_actions.again_state import AgainState
from admin_dashboard.mass_actions.commands import ActionName, StartMassAction
from admin_dashboard.mass_actions.state import ReportState
from admin_dashboard.mass_actions.tray_state import TrayState
from admin_dashboard.models import SignInSession, User
from admin_dashboard.selection.selection import NOTHING
from tests.factories import actor_of
from tests.mass_actions.doing import row, run_jobs, started
from tests.pipeline import Site, Tab
from tests.users.screens import add_person, tab_of


@pytest.fixture
def ids(sqlite_database: str) -> list[int]:
    """Six people, the last of them disabled."""
    people = [add_person("Marie", f"Dupont {letter}") for letter in "abcde"]
    return [*people, add_person("Marie", "Dupont f", is_enabled=False)]


def asked_by(tab: Tab, ids: list[int], action: ActionName = ActionName.DISABLE) -> int:
    """The person of this tab asks for it; nobody has done it yet."""
    with begin(SYSTEM) as work:
        user_id = work.session.execute(select(func.max(SignInSession.user_id))).scalar_one()
        actor = actor_of(work.session, work.session.get_one(User, user_id))
    return started(StartMassAction(action, NOTHING.tick(ids)), actor)


class TestTray:
    def test_shows_how_far_it_is(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site)
        asked_by(tab, ids)
        tab.told(TrayState.refresh)
        [shown] = tab.state(TrayState).rows
        assert (shown["title"], shown["percent"], shown["is_over"]) == ("Disabling 6 users…", 0, False)
        assert tab.state(TrayState).going_on == 1

    def test_tells_the_beginning_and_the_end(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site)
        asked_by(tab, ids)
        tab.told(TrayState.refresh)
        run_jobs()
        tab.told(TrayState.refresh)
        tab.told(TrayState.refresh)
        assert tab.notices == ["Disabling 6 users…", "5 users disabled"]

    def test_has_its_page_called_while_something_goes_on(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site)
        asked_by(tab, ids)
        tab.told(TrayState.refresh)
        assert tab.is_following
        run_jobs()
        tab.told(TrayState.refresh)
        assert not tab.is_following

    def test_is_empty_for_others(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site)
        asked_by(tab, ids)
        other = tab_of(site, "user_manager")
        other.told(TrayState.refresh)
        assert other.state(TrayState).rows == []

    def test_cancels(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site)
        job_id = asked_by(tab, ids)
        tab.send(TrayState.cancel(job_id))
        assert (row(job_id).state, row(job_id).skipped) == ("cancelled", 6)

    def test_cancels_nothing_of_others(self, site: Site, ids: list[int]) -> None:
        job_id = asked_by(tab_of(site), ids)
        other = tab_of(site, "user_manager")
        other.send(TrayState.cancel(job_id))
        assert row(job_id).state == "queued"


def report(site: Site, ids: list[int]) -> tuple[Tab, int]:
    """The report of an action that is over, and its id."""
    tab = tab_of(site)
    job_id = asked_by(tab, ids)
    run_jobs()
    tab.open(f"/actions/{job_id}")
    return tab, job_id


class TestReport:
    def test_says_what_became_of_whom(self, site: Site, ids: list[int]) -> None:
        tab, job_id = report(site, ids)
        state = tab.state(ReportState)
        assert (state.head["id"], state.head["title"], state.head["by"]) == (job_id, "5 users disabled", "Zyx Reader")
        assert state.head["counts"] == {"": "6", "done": "5", "skipped": "1", "failed": "0", "waiting": "0"}
        assert state.people[-1]["reason"] == "Already disabled."

    def test_can_show_one_outcome(self, site: Site, ids: list[int]) -> None:
        tab, _job = report(site, ids)
        tab.send(ReportState.choose_outcome("skipped"))
        assert [person["id"] for person in tab.state(ReportState).people] == ids[-1:]

    @pytest.mark.parametrize("outcome", ["x", None, 3, ["done"], {"a": 1}])
    def test_an_unknown_outcome_changes_nothing(self, site: Site, ids: list[int], outcome: Any) -> None:
        tab, _job = report(site, ids)
        before = tab.notices
        tab.send(ReportState.choose_outcome(outcome))
        assert (tab.state(ReportState).outcome, tab.notices) == ("", before)

    def test_has_pages(self, site: Site, ids: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("admin_dashboard.mass_actions.state.PAGE_SIZE", 4)
        tab, _job = report(site, ids)
        tab.send(ReportState.turn(1))
        state = tab.state(ReportState)
        assert ([person["id"] for person in state.people], state.has_next) == (ids[4:], False)
        tab.send(ReportState.turn(-1))
        assert [person["id"] for person in tab.state(ReportState).people] == ids[:4]

    @pytest.mark.parametrize("path", ["/actions/999", "/actions/x", "/actions/99999999999999"])
    def test_of_nothing_says_so(self, site: Site, ids: list[int], path: str) -> None:
        tab = tab_of(site)
        tab.open(path)
        assert tab.state(ReportState).is_missing

    def test_of_somebody_else_is_as_if_there_were_none(self, site: Site, ids: list[int]) -> None:
        _tab, job_id = report(site, ids)
        other = tab_of(site, "user_manager")
        other.open(f"/actions/{job_id}")
        assert other.state(ReportState).is_missing


class TestUndo:
    def test_with_a_field_that_is_not_asked_for_starts_nothing(self, site: Site, ids: list[int]) -> None:
        tab, _job_id = report(site, ids)
        tab.send(AgainState.undo())
        answer = tab.send(AgainState.start({"reason": "", "job_id": "7"}))
        assert tab.notices[-1] == "'job_id' cannot be set. Nothing was saved."
        assert answer.redirects == []

    def test_asks_and_leads_to_its_own_report(self, site: Site, ids: list[int]) -> None:
        tab, job_id = report(site, ids)
        tab.send(AgainState.undo())
        assert tab.state(AgainState).question["confirm"] == "Enable 5 users"
        answer = tab.send(AgainState.start({"reason": ""}))
        run_jobs()
        assert answer.redirects == [f"/actions/{job_id + 1}"]
        assert (row(job_id + 1).done, row(job_id + 1).undo_of_id) == (5, job_id)

    def test_is_refused_while_it_goes_on(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site)
        job_id = asked_by(tab, ids)
        tab.open(f"/actions/{job_id}")
        tab.send(AgainState.undo())
        assert not tab.state(AgainState).is_open
        assert "still going on" in tab.notices[-1]
