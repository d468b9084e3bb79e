"""The tables of an import: rows by what becomes of them, searched and paged, in the reader's language."""

from typing import Any

from admin_dashboard.imports.history_state import HistoryState
from admin_dashboard.imports.rows_shown import PAGE_SIZE
from admin_dashboard.imports.rows_state import RowsState, UpdatesState
from tests.pipeline import Site, Tab
from tests.users.screens import add_person, tab_of

from .importing import HEAD
from .showing import ANNA, BERT, FILE, checked_in, imported_in, opened


def lines(tab: Tab, state: Any = RowsState) -> Any:
    """The lines of the table."""
    return tab.state(state).page["lines"]


def checked(site: Site, text: str = FILE, **options: Any) -> Tab:
    """A tab that shows what was checked."""
    tab = opened(site, text, **options)
    checked_in(tab)
    tab.send(RowsState.begin)
    return tab


def test_refused_rows_stand_first_with_line_column_value_and_reason(site: Site) -> None:
    tab = checked(site)
    [line] = lines(tab)
    assert tab.state(RowsState).which == "refused"
    assert (line["line"], line["column"], line["value"]) == ("4", "first_name", "Carl3")
    assert line["reason"] == "Numbers are not allowed in a name."


def test_updates_say_what_was_and_what_will_be(site: Site) -> None:
    add_person("Bert", "Kurz", username="bert.short", email="bert@example.org")
    tab = checked(site)
    tab.send(UpdatesState.arrive)
    [line] = lines(tab, UpdatesState)
    assert (line["user"], line["field"], line["old"], line["new"]) == ("bert.short", "Last name", "Kurz", "Short")


def test_a_count_chooses_its_rows(site: Site) -> None:
    tab = checked(site)
    tab.send(RowsState.choose("created"))
    assert [(line["user"], line["outcome"]) for line in lines(tab)] == [
        ("anna.long", "to create"),
        ("bert.short", "to create"),
    ]
    tab.send(RowsState.choose("everything"))
    assert tab.state(RowsState).which == "created"


def test_words_and_lines_are_looked_for(site: Site) -> None:
    tab = checked(site)
    tab.send(RowsState.choose(""))
    tab.send(RowsState.search("bert"))
    assert [line["line"] for line in lines(tab)] == ["3"]
    tab.send(RowsState.search("2"))
    assert "2" in [line["line"] for line in lines(tab)]


def test_pages_are_walked_there_and_back(site: Site) -> None:
    many = [f"user.n{chr(97 + n // 26)}{chr(97 + n % 26)},User,Name,u{n}@example.org" for n in range(PAGE_SIZE + 5)]
    tab = checked(site, "\n".join((HEAD, *many, "")))
    assert (len(lines(tab)), tab.state(RowsState).has_previous) == (PAGE_SIZE, False)
    tab.send(RowsState.turn(1))
    assert (len(lines(tab)), tab.state(RowsState).has_previous) == (5, True)
    tab.send(RowsState.turn(-1))
    assert len(lines(tab)) == PAGE_SIZE


def test_reasons_are_in_the_reader_s_language(site: Site) -> None:
    [line] = lines(checked(site, language="fr"))
    assert line["reason"] != "Numbers are not allowed in a name."


def test_are_nobody_else_s(site: Site) -> None:
    other = tab_of(site, "user_manager", checked(site).address)
    assert lines(other) == []


def test_the_report_leads_to_the_people(site: Site) -> None:
    tab = opened(site, "\n".join((HEAD, ANNA, BERT, "")))
    imported_in(tab)
    tab.send(RowsState.begin)
    assert [(line["outcome"], line["user_id"] > 0) for line in lines(tab)] == [("Created", True), ("Created", True)]


class TestHistory:
    def test_names_file_person_state_and_counts(self, site: Site) -> None:
        tab = opened(site)
        imported_in(tab)
        tab.open("/imports")
        [past] = tab.state(HistoryState).imports
        assert (past["file"], past["by"], past["state"]) == ("users.csv", "Zyx Reader", "Imported")
        assert (past["created"], past["refused"]) == ("2", "1")

    def test_keeps_what_others_made_to_itself(self, site: Site) -> None:
        opened(site)
        assert tab_of(site, "user_manager", "/imports").state(HistoryState).imports == []
        assert len(tab_of(site, "auditor", "/imports").state(HistoryState).imports) == 1
