"""The menu of saved views: from what the person presses to what list, address and menu show."""

from typing import Any

import pytest
from sqlmodel import select

from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.models import User
from admin_dashboard.users import column_service
from admin_dashboard.users.list_state import UsersListState
from admin_dashboard.users.view_form_state import ViewFormState
from admin_dashboard.users.views_state import ViewsState
from admin_dashboard.views import service
from admin_dashboard.views.commands import ShareView
from tests.factories import actor_of
from tests.pipeline import Answer, Site, Tab
from tests.users.screens import add_person, names, tab_of


@pytest.fixture(autouse=True)
def _people(sqlite_database: str) -> None:
    add_person("Marie", "Dupont", is_external=True)
    add_person("Éléonore", "D'Arc")
    add_person("Jean", "Martin", is_external=True, is_enabled=False)


def address(tab: Tab) -> str:
    return tab.state(UsersListState).address


def opened(tab: Tab) -> dict[str, Any]:
    return tab.state(ViewsState).opened


def menu(tab: Tab) -> tuple[list[str], list[str]]:
    """The names of one's own views, and of those others share."""
    tab.send(ViewsState.change_open(True))
    state = tab.state(ViewsState)
    return [view["name"] for view in state.own], [f"{view['name']} by {view['owner']}" for view in state.shared]


def save(tab: Tab, name: str = "Outside", **form: str) -> Answer:
    tab.send(ViewFormState.open_new)
    return tab.send(ViewFormState.submit({"name": name, **form}))


def change(tab: Tab, said: str) -> None:
    tab.open(f"/users?{said}")


@pytest.fixture
def tab(site: Site) -> Tab:
    """An administrator's, with the view "Outside" saved and open."""
    tab = tab_of(site, address="/users?type=external&sort=email")
    save(tab)
    return tab


class TestSave:
    def test_keeps_the_list_and_opens_it_as_the_view(self, tab: Tab) -> None:
        view_id = opened(tab)["id"]
        assert address(tab) == f"/users?type=external&sort=email&view={view_id}"
        assert (opened(tab)["name"], opened(tab)["is_changed"]) == ("Outside", False)
        assert menu(tab) == (["Outside"], [])
        assert tab.notices == ["Outside was saved."]

    def test_says_what_is_wrong_with_the_name(self, tab: Tab) -> None:
        save(tab, "outside")
        state = tab.state(ViewFormState)
        assert state.is_open
        assert state.field_errors == {"name": "There is another view of this name."}

    def test_takes_no_list_but_the_one_shown(self, tab: Tab) -> None:
        save(tab, "Mine", query="type=internal")
        assert menu(tab) == (["Outside"], [])

    @pytest.mark.parametrize("form", [None, 7, [], {"name": {"a": 1}}, {"name": "x" * 100_000}])
    def test_whatever_a_client_sends_is_refused_in_words(self, tab: Tab, form: Any) -> None:
        tab.send(ViewFormState.open_new)
        tab.send(ViewFormState.submit(form))
        assert "name" in tab.state(ViewFormState).field_errors


class TestChanged:
    def test_says_when_the_list_is_no_longer_the_view(self, tab: Tab) -> None:
        tab.send(UsersListState.search("marie"))
        assert opened(tab)["is_changed"]
        tab.send(UsersListState.search(""))
        assert not opened(tab)["is_changed"]

    def test_a_page_further_is_the_same_view(self, tab: Tab) -> None:
        tab.send(UsersListState.turn(1))
        assert not opened(tab)["is_changed"]

    def test_reverting_shows_the_view_and_empties_the_search(self, tab: Tab) -> None:
        change(tab, f"q=marie&view={opened(tab)['id']}")
        answer = tab.send(ViewsState.open_view(opened(tab)["id"]))
        assert address(tab) == f"/users?type=external&sort=email&view={opened(tab)['id']}"
        assert answer.values == {"list_search": ""}

    def test_saving_changes_makes_the_list_the_view(self, tab: Tab) -> None:
        tab.send(UsersListState.choose_state("disabled"), ViewsState.save_changes)
        assert not opened(tab)["is_changed"]
        tab.send(ViewsState.show_everybody, ViewsState.open_view(opened(tab)["id"]))
        assert names(tab) == ["Jean Martin"]

    def test_columns_belong_to_the_view_that_was_saved_with_some(self, tab: Tab, site: Site) -> None:
        reader = tab_of(site, "auditor")
        _choose_columns("auditor", "email,-source")
        save(reader, "Emails")
        _choose_columns("auditor", "source")
        reader.send(UsersListState.refresh)
        assert opened(reader)["is_changed"]
        reader.send(ViewsState.open_view(opened(reader)["id"]))
        assert not opened(reader)["is_changed"]


def _choose_columns(role: str, columns: str) -> None:
    with begin(SYSTEM) as work:
        user = work.session.exec(select(User).where(User.email == f"{role}.reader@example.org")).one()
        actor = actor_of(work.session, user)
    with begin(actor) as work:
        column_service.choose(work, columns)


class TestAddress:
    def test_a_reload_shows_the_view(self, tab: Tab) -> None:
        there = address(tab)
        other = tab_of_same(tab)
        other.open(there)
        assert (opened(other)["name"], names(other)) == ("Outside", ["Marie Dupont"])

    def test_a_link_to_a_private_view_shows_its_list_and_not_its_name(self, tab: Tab, site: Site) -> None:
        other = tab_of(site, "auditor", address(tab))
        assert names(other) == ["Marie Dupont"]
        assert opened(other)["id"] == 0
        assert "Outside" not in str(other.open(address(tab)).sent)

    def test_a_link_to_a_view_that_is_gone_shows_its_list(self, site: Site) -> None:
        tab = tab_of(site, address="/users?type=external&view=999")
        assert names(tab) == ["Marie Dupont"]
        assert tab.notices == []


def tab_of_same(tab: Tab) -> Tab:
    return tab._site.tab(tab.session, "/users")


class TestDefault:
    def test_the_list_opens_with_it_and_everybody_is_one_press_away(self, tab: Tab) -> None:
        tab.send(ViewsState.open_with(True))
        other = tab_of_same(tab)
        other.open("/users")
        assert names(other) == ["Marie Dupont"]
        other.send(ViewsState.show_everybody)
        assert (address(other), opened(other)["id"]) == ("/users?view=all", 0)
        assert names(other) == ["Éléonore D'Arc", "Marie Dupont"]

    def test_is_marked_until_it_is_taken_back(self, tab: Tab) -> None:
        tab.send(ViewsState.open_with(True))
        assert opened(tab)["is_default"]
        tab.send(ViewsState.open_with(False))
        assert not opened(tab)["is_default"]
        other = tab_of_same(tab)
        other.open("/users")
        assert address(other) == "/users"


class TestShared:
    def test_others_find_it_in_their_menu_and_may_not_change_it(self, tab: Tab, site: Site) -> None:
        tab.send(ViewsState.share(True))
        other = tab_of(site, "auditor")
        assert menu(other) == ([], ["Outside by Zyx Reader"])
        other.send(ViewsState.open_view(opened(tab)["id"]))
        assert (opened(other)["name"], opened(other)["may_change"]) == ("Outside", False)

    def test_a_reader_who_tries_all_the_same_is_refused(self, tab: Tab, site: Site) -> None:
        tab.send(ViewsState.share(True))
        other = tab_of(site, "auditor", address(tab))
        for event in (ViewsState.save_changes, ViewsState.share(False), ViewFormState.open_rename):
            other.send(event)
        other.send(ViewFormState.submit({"name": "Mine"}), ViewFormState.ask_delete, ViewFormState.delete)
        assert len(other.notices) == 4
        assert menu(tab) == (["Outside"], [])

    def test_what_its_owner_does_shows_in_open_pages(self, tab: Tab, site: Site) -> None:
        tab.send(ViewsState.share(True))
        other = tab_of(site, "auditor", address(tab))
        with begin(SYSTEM) as work:
            service.share(work, ShareView(view_id=opened(tab)["id"], is_shared=False))
        other.told(ViewsState.refresh)
        assert opened(other)["id"] == 0


class TestRenameAndDelete:
    def test_it_is_called_something_else(self, tab: Tab) -> None:
        tab.send(ViewFormState.open_rename, ViewFormState.submit({"name": "Partners"}))
        assert opened(tab)["name"] == "Partners"
        assert not tab.state(ViewFormState).is_open

    def test_deleted_it_leaves_the_list_as_it_is(self, tab: Tab) -> None:
        tab.send(ViewFormState.ask_delete)
        assert (tab.state(ViewFormState).is_asking, tab.state(ViewFormState).name) == (True, "Outside")
        tab.send(ViewFormState.delete)
        assert address(tab) == "/users?type=external&sort=email"
        assert menu(tab) == ([], [])


EVENTS = (
    ViewsState.change_open(True),
    ViewsState.load,
    ViewsState.refresh,
    ViewsState.open_view(1),
    ViewsState.show_everybody,
    ViewsState.leave,
    ViewsState.save_changes,
    ViewsState.share(True),
    ViewsState.open_with(True),
    ViewFormState.open_new,
    ViewFormState.submit({"name": "Mine"}),
    ViewFormState.delete,
)


class TestRights:
    @pytest.mark.parametrize("event", EVENTS)
    @pytest.mark.parametrize("role", ["", "space_manager"])
    def test_who_may_not_see_users_gets_and_changes_nothing(self, tab: Tab, site: Site, event: Any, role: str) -> None:
        tab.send(ViewsState.share(True))
        other = tab_of(site, role)
        other.send(event)
        assert other.state(ViewsState).shared == []
        assert menu(tab) == (["Outside"], [])

    @pytest.mark.parametrize("view_id", [None, "x", {"a": 1}, -1, 2**70, 1.5])
    def test_what_is_no_id_opens_nothing(self, tab: Tab, view_id: Any) -> None:
        before = address(tab)
        tab.send(ViewsState.open_view(view_id))
        assert address(tab) == before
