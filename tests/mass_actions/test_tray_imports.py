"""Imports in the tray: they follow the person who asked for them through the app, like actions on many users."""

from typing import Any

import pytest

from admin_dashboard.imports import address, service
from admin_dashboard.imports.studio_state import StudioState
from admin_dashboard.mass_actions.tray_state import TrayState
from admin_dashboard.web import connections
from tests.conftest import WorkAs
from tests.imports.importing import check, checked, drafted, run_jobs, view
from tests.imports.showing import ANNA, FILE, imported_in, importer, opened
from tests.pipeline import Site, Tab
from tests.users.screens import tab_of


def shown(tab: Tab) -> list[Any]:
    """What the tray shows after another look."""
    tab.told(TrayState.refresh)
    return tab.state(TrayState).rows


def words(tab: Tab) -> tuple[str, str]:
    """What it says of the newest."""
    newest = shown(tab)[0]
    return newest["title"], newest["note"]


def test_show_a_check_and_where_it_is(site: Site) -> None:
    tab = opened(site)
    tab.send(StudioState.check)
    [row] = shown(tab)
    assert (row["title"], row["note"], row["is_over"]) == ("Checking users.csv…", "0 rows checked", False)
    assert (row["path"], row["link"], row["label"]) == (tab.address, "Open", "Open: Checking users.csv…")


def test_say_what_came_of_it(site: Site) -> None:
    tab = opened(site)
    imported_in(tab)
    assert words(tab) == ("Imported: users.csv", "2 created, 0 updated, 1 refused")


def test_say_what_a_check_has_found(site: Site) -> None:
    tab, importing = importer(site)
    checked(FILE, importing)
    assert words(tab) == ("Checked: users.csv", "2 to create, 0 to update, 1 refused")


def test_say_what_was_taken_back(site: Site, work_as: WorkAs) -> None:
    tab = opened(site)
    imported_in(tab)
    with work_as() as work:
        service.take_back(work, address.asked_for(tab.address))
    assert words(tab)[0] == "Taking back users.csv…"
    run_jobs()
    assert words(tab) == ("Taken back: users.csv", "2 taken back, 0 left as they are")


def test_say_why_a_check_stopped(site: Site) -> None:
    tab, importing = importer(site)
    import_id = drafted(FILE + f"{ANNA}\n" * 60 + '"never closed\n', importing)
    check(import_id, importing)
    assert words(tab)[0] == "Import stopped: users.csv"
    assert "is never closed." in words(tab)[1]


def test_tell_the_beginning_and_the_end_elsewhere_than_on_their_own_page(site: Site) -> None:
    tab, importing = importer(site)
    own = tab_of_same(site, tab, address.of(import_id := drafted(FILE, importing)))
    shown(tab)
    shown(own)
    check(import_id, importing)
    shown(tab)
    shown(own)
    assert (tab.notices, own.notices) == (["Checked: users.csv"], [])


def tab_of_same(site: Site, tab: Tab, at: str) -> Tab:
    """Another tab of the same person, at this address."""
    other = site.tab(tab.session, at)
    other.open(at)
    return other


def test_are_there_in_every_tab_and_looked_at_while_they_go_on(site: Site) -> None:
    tab = opened(site)
    tab.send(StudioState.check)
    other = tab_of_same(site, tab, "/account")
    assert [row["title"] for row in shown(other)] == ["Checking users.csv…"]
    assert connections.of(other._token).is_watching
    run_jobs()
    shown(other)
    assert not connections.of(other._token).is_watching


def test_are_cancelled_there(site: Site) -> None:
    tab = opened(site)
    imported_id = address.asked_for(tab.address)
    tab.send(StudioState.check)
    tab.send(TrayState.cancel_import(imported_id))
    assert (view(imported_id).state, shown(tab)) == ("draft", [])


@pytest.mark.parametrize("import_id", [0, -1, 10**30, "x", None, ["1"]])
def test_nothing_else_is_cancelled(site: Site, import_id: Any) -> None:
    tab = opened(site)
    tab.send(StudioState.check)
    tab.send(TrayState.cancel_import(import_id))
    assert shown(tab)[0]["title"] == "Checking users.csv…"


def test_of_others_are_neither_shown_nor_cancelled(site: Site) -> None:
    tab = opened(site)
    tab.send(StudioState.check)
    other = tab_of(site, "help_desk")
    other.send(TrayState.cancel_import(address.asked_for(tab.address)))
    assert (shown(other), len(shown(tab)), other.notices != []) == ([], 1, True)


def test_speak_the_reader_s_language(site: Site) -> None:
    tab = opened(site, language="fr")
    imported_in(tab)
    assert words(tab) == ("Importé\u202f: users.csv", "Créés\u202f: 2 · modifiés\u202f: 0 · refusés\u202f: 1")
