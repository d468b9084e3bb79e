"""The question before users become a file, and what the page is given to fetch."""

from typing import Any

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.exports.routes import routes
from admin_dashboard.models import Export
from admin_dashboard.settings import settings
from admin_dashboard.users.export_state import ExportState
from admin_dashboard.users.list_state import UsersListState
from admin_dashboard.users.selection_state import SelectionState
from admin_dashboard.web.caller import session_cookie
from tests.exports.exporting import read_csv
from tests.pipeline import Site, Tab
from tests.users.screens import add_person, tab_of

CSV = {"format": "csv"}


@pytest.fixture
def ids(sqlite_database: str) -> list[int]:
    """Three people called Marie, one called Jean, one who is disabled."""
    maries = [add_person("Marie", f"Dupont {letter}") for letter in "abc"]
    return [*maries, add_person("Jean"), add_person("Marie", "Gone", is_enabled=False)]


def shown(tab: Tab) -> tuple[str, str, bool]:
    question: Any = tab.state(ExportState).question
    return question["said"], question["confirm"], question["is_possible"]


def exported(tab: Tab) -> list[str]:
    """Whom the file holds that the page has been given to fetch, without the reader."""
    client = TestClient(Starlette(routes=routes), base_url=settings().origin)
    client.cookies.set(session_cookie(), tab.session)
    rows = read_csv(client.get(tab.state(ExportState).address).content)
    return [f"{row['first_name']} {row['last_name']}" for row in rows if row["first_name"] != "Zyx"]


class TestQuestion:
    def test_says_how_many_match_the_list(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site)
        tab.send(UsersListState.search("marie"))
        tab.send(ExportState.open_list)
        assert shown(tab) == ("The file will hold 3 users.", "Export 3 users", True)
        assert tab.state(ExportState).is_open

    def test_says_how_many_are_ticked(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site)
        tab.send(SelectionState.tick([ids[0]], True, 1), ExportState.open_selected)
        assert shown(tab) == ("The file will hold 1 user.", "Export 1 user", True)

    def test_speaks_the_readers_language(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site, language="fr")
        tab.send(UsersListState.search("marie"))
        tab.send(ExportState.open_list)
        assert shown(tab)[1] == "Exporter 3 utilisateurs"

    def test_of_nobody_cannot_be_answered(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site)
        tab.send(ExportState.open_selected)
        assert shown(tab) == ("There is nobody to export.", "Export", False)
        tab.send(ExportState.start(CSV))
        assert tab.state(ExportState).address == ""

    def test_is_left(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site)
        tab.send(ExportState.open_list, ExportState.change_open(False))
        assert not tab.state(ExportState).is_open

    @pytest.mark.parametrize("role", ["help_desk", "auditor"])
    def test_is_not_for_who_may_not_export(self, site: Site, ids: list[int], role: str) -> None:
        tab = tab_of(site, role)
        tab.send(ExportState.open_list, ExportState.open_selected, ExportState.start(CSV))
        assert not tab.state(ExportState).is_open
        assert "You do not have the right to do this." in tab.notices


class TestStart:
    def test_gives_the_page_a_file_of_the_list(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site)
        tab.send(UsersListState.search("marie"))
        tab.send(ExportState.open_list)
        tab.send(ExportState.start(CSV))
        assert exported(tab) == ["Marie Dupont a", "Marie Dupont b", "Marie Dupont c"]
        assert (tab.state(ExportState).is_open, tab.notices) == (False, ["3 users exported"])

    def test_gives_it_a_file_of_all_who_match_but_for_the_exceptions(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site)
        tab.send(UsersListState.search("marie"))
        tab.send(SelectionState.tick_all(1), SelectionState.tick([ids[1]], False, 2), UsersListState.search(""))
        tab.send(ExportState.open_selected)
        tab.send(ExportState.start(CSV))
        assert exported(tab) == ["Marie Dupont a", "Marie Dupont c"]

    def test_is_fetched_once(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site)
        tab.send(ExportState.open_list)
        tab.send(ExportState.start({"format": "xlsx"}))
        address = tab.state(ExportState).address
        tab.send(ExportState.fetched("/elsewhere"))
        assert tab.state(ExportState).address == address
        tab.send(ExportState.fetched(address))
        assert tab.state(ExportState).address == ""

    @pytest.mark.parametrize("form", [{}, {"format": "pdf"}, {"format": ["csv"]}, CSV | {"users": "all"}, "x"])
    def test_refuses_what_is_no_answer(self, site: Site, ids: list[int], form: Any) -> None:
        tab = tab_of(site)
        tab.send(ExportState.open_list)
        tab.send(ExportState.start(form))
        with begin(SYSTEM) as work:
            assert work.session.exec(select(Export)).all() == []
        assert (tab.state(ExportState).is_open, tab.state(ExportState).is_busy) == (True, False)

    def test_without_a_question_does_nothing(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site)
        tab.send(ExportState.start(CSV), ExportState.change_open(True))
        assert (tab.state(ExportState).is_open, tab.state(ExportState).address) == (False, "")
