"""The page of an import: the step it shows, what takes it further, and for whom."""

from typing import Any

import pytest

from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.imports import queries
from admin_dashboard.imports.studio_state import CHECK, COLUMNS, REPORT, RUN, StudioState
from admin_dashboard.imports.take_back_state import TakeBackState
from admin_dashboard.web import connections
from tests.pipeline import Site, Tab
from tests.users.screens import tab_of

from .importing import run_jobs
from .showing import checked_in, imported_in, opened


def head(tab: Tab) -> Any:
    """What the page shows."""
    return tab.state(StudioState).head


class TestSteps:
    def test_begin_with_the_columns(self, site: Site) -> None:
        shown = head(opened(site))
        assert (shown["step"], shown["note"], shown["can_edit"]) == (COLUMNS, "4 columns · Comma, UTF-8", True)

    def test_go_on_with_the_check_which_writes_nothing(self, site: Site) -> None:
        tab = opened(site)
        tab.send(StudioState.check)
        assert (head(tab)["step"], head(tab)["state"], head(tab)["is_active"]) == (CHECK, "Being checked", True)
        run_jobs()
        tab.told(StudioState.refresh)
        assert (head(tab)["run"], head(tab)["can_run"]) == ("Import 2 users", True)
        assert head(tab)["counts"] | {"created": "2", "refused": "1", "": "3"} == head(tab)["counts"]

    def test_end_with_the_report(self, site: Site) -> None:
        tab = opened(site)
        checked_in(tab)
        tab.send(StudioState.start)
        assert (head(tab)["step"], head(tab)["progress"]) == (RUN, "0 of 3 rows")
        run_jobs()
        tab.told(StudioState.refresh)
        assert (head(tab)["step"], head(tab)["state"], head(tab)["can_take_back"]) == (REPORT, "Imported", True)

    def test_lead_back_to_the_columns_of_what_was_checked(self, site: Site) -> None:
        tab = opened(site)
        checked_in(tab)
        tab.send(StudioState.go_back)
        assert tab.state(StudioState).is_back
        tab.send(StudioState.arrive)
        assert (tab.state(StudioState).is_back, head(tab)["step"]) == (False, CHECK)

    def test_speak_the_reader_s_language(self, site: Site) -> None:
        assert head(opened(site, language="fr"))["note"] == "4 colonnes · Virgule, UTF-8"


class TestGoingOn:
    def test_the_page_is_called_while_something_goes_on(self, site: Site) -> None:
        tab = opened(site)
        tab.send(StudioState.check)
        assert connections.of(tab._token).is_watching
        assert head(tab)["announced"] == "Being checked 0 %"
        run_jobs()
        tab.told(StudioState.refresh)
        assert not connections.of(tab._token).is_watching
        assert head(tab)["announced"] == "Checked"

    def test_a_check_that_is_cancelled_leads_back_to_the_columns(self, site: Site) -> None:
        tab = opened(site)
        tab.send(StudioState.check)
        tab.send(StudioState.cancel)
        assert (head(tab)["step"], head(tab)["is_active"]) == (COLUMNS, False)

    def test_a_run_that_is_cancelled_says_what_was_not_done(self, site: Site) -> None:
        tab = opened(site)
        checked_in(tab)
        tab.send(StudioState.start)
        tab.send(StudioState.cancel)
        assert (head(tab)["state"], head(tab)["counts"]["not_done"]) == ("Cancelled", "3")

    def test_without_a_key_it_is_not_checked(self, site: Site) -> None:
        tab = opened(site, "first_name,last_name\nAnna,Long\n")
        tab.send(StudioState.check)
        assert "No column says who each row is about" in tab.notices[-1]
        assert head(tab)["step"] == COLUMNS


class TestTakingBack:
    def test_asks_first_and_shows_whom_it_left_alone(self, site: Site) -> None:
        tab = opened(site)
        imported_in(tab)
        tab.send(TakeBackState.ask)
        assert tab.state(TakeBackState).question["effects"][0].startswith("2 users who were created are deleted")
        tab.send(TakeBackState.start)
        run_jobs()
        tab.told(StudioState.refresh)
        assert (head(tab)["state"], head(tab)["counts"]["restored"]) == ("Taken back", "2")

    def test_does_nothing_unasked(self, site: Site) -> None:
        tab = opened(site)
        imported_in(tab)
        tab.send(TakeBackState.start)
        assert head(tab)["state"] == "Imported"


class TestOthers:
    def test_may_not_know_of_it(self, site: Site) -> None:
        tab = opened(site)
        other = tab_of(site, "user_manager", tab.address)
        assert other.state(StudioState).is_missing

    def test_who_see_what_others_do_only_read(self, site: Site) -> None:
        tab = opened(site)
        reader = tab_of(site, "auditor", tab.address)
        assert (head(reader)["file"], head(reader)["can_edit"]) == ("users.csv", False)
        reader.send(StudioState.check)
        assert reader.notices == ["You do not have the right to do this."]

    @pytest.mark.parametrize("at", ["0", "999999999", "12345678901234567890", "x"])
    def test_find_nothing_at_an_address_that_is_none(self, site: Site, at: str) -> None:
        tab = opened(site)
        tab.open(f"/imports/{at}")
        assert tab.state(StudioState).is_missing


def test_forgets_a_file_of_which_nothing_was_done(site: Site) -> None:
    tab = opened(site)
    assert tab.send(StudioState.discard).redirects == ["/imports"]
    with begin(SYSTEM) as work:
        assert queries.latest(work) == []
