"""The record's events: open, step, close, what it offers to whom."""

import pytest

from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.models import User
from admin_dashboard.users.list_state import UsersRowsState
from admin_dashboard.users.record_state import RecordState
from admin_dashboard.users.row_menu_state import RowMenuState
from tests.pipeline import Site
from tests.users.screens import add_person, tab_of


def offered(can: dict[str, bool]) -> set[str]:
    return {action for action, is_offered in can.items() if is_offered}


class TestArrive:
    def test_an_address_with_an_id_opens_the_record(self, site: Site) -> None:
        marie = add_person("Marie", "Dupont")
        tab = tab_of(site, address=f"/users/{marie}")
        state = tab.state(RecordState)
        assert (state.is_open, state.is_missing, state.record["name"]) == (True, False, "Marie Dupont")

    def test_the_list_closes_it(self, site: Site) -> None:
        tab = tab_of(site, address=f"/users/{add_person()}")
        tab.open("/users")
        assert not tab.state(RecordState).is_open

    def test_it_also_stands_on_a_page_of_its_own(self, site: Site) -> None:
        tab = tab_of(site, address=f"/users/{add_person()}/page")
        state = tab.state(RecordState)
        assert (state.is_page, state.is_open) == (True, False)

    @pytest.mark.parametrize("wrong", ["999999", "0", "abc", "1e3", "99999999999999999999", "-1", "%27"])
    def test_an_id_of_nobody_does_not_exist(self, site: Site, wrong: str) -> None:
        tab = tab_of(site, address=f"/users/{wrong}")
        state = tab.state(RecordState)
        assert (state.is_open, state.is_missing, state.record["name"]) == (True, True, "")

    def test_says_which_role_gives_each_right(self, site: Site) -> None:
        tab = tab_of(site, address=f"/users/{add_person(role='help_desk')}")
        record = tab.state(RecordState).record
        assert {"right": "Invite users", "role": "Help desk"} in record["rights"]
        assert "Create users" in record["lacking"]

    def test_reads_in_the_readers_language_who_did_what(self, site: Site) -> None:
        marie = add_person("Marie", "Dupont")
        with begin(SYSTEM) as work:
            work.record("user.edited", marie, email=["old@example.org", "new@example.org"])
        tab = tab_of(site, address=f"/users/{marie}")
        line = tab.state(RecordState).record["history"][0]
        assert (line["what"], line["how"]) == (
            "Profile changed",
            "by the system · Email: old@example.org → new@example.org",
        )


class TestStep:
    def test_walks_the_list_behind(self, site: Site) -> None:
        first, second = add_person("Aaa", "Aaa"), add_person("Bbb", "Bbb")
        tab = tab_of(site, address=f"/users/{first}")
        state = tab.state(RecordState)
        assert (state.has_previous, state.has_next) == (False, True)
        assert tab.send(RecordState.step(1)).redirects == [f"/users/{second}"]

    def test_stays_at_the_end(self, site: Site) -> None:
        tab = tab_of(site, address=f"/users/{add_person('Aaa', 'Aaa')}")
        assert tab.send(RecordState.step(-1)).redirects == []

    def test_goes_on_over_the_end_of_a_page(self, site: Site) -> None:
        people = [add_person("Aaa", f"Aaa{chr(97 + n)}") for n in range(26)]
        tab = tab_of(site, address="/users?size=25")
        tab.open(f"/users/{people[24]}")
        assert tab.state(RecordState).has_next
        assert tab.send(RecordState.step(1)).redirects == [f"/users/{people[25]}"]
        tab.open(f"/users/{people[25]}")
        assert tab.send(RecordState.step(-1)).redirects == [f"/users/{people[24]}"]

    def test_closing_leads_back_to_the_list_as_it_was(self, site: Site) -> None:
        marie = add_person("Marie", "Dupont")
        tab = tab_of(site, address="/users?q=mar&sort=-email")
        tab.open(f"/users/{marie}")
        assert tab.send(RecordState.change_open(False)).redirects == ["/users?q=mar&sort=-email"]


class TestRefresh:
    def test_shows_what_somebody_else_has_changed(self, site: Site) -> None:
        marie = add_person("Marie", "Dupont")
        tab = tab_of(site, address=f"/users/{marie}")
        with begin(SYSTEM) as work:
            work.session.get_one(User, marie).last_name = "Martin"
        tab.send(RecordState.refresh)
        assert tab.state(RecordState).record["name"] == "Marie Martin"

    def test_returns_at_once_without_an_open_record(self, site: Site) -> None:
        tab = tab_of(site)
        assert tab.send(RecordState.refresh).sent == {}


class TestOffers:
    @pytest.mark.parametrize(
        ("role", "actions"),
        [
            ("administrator", {"edit", "invite", "set_password", "disable"}),
            ("user_manager", {"edit", "invite", "set_password", "disable"}),
            ("help_desk", {"invite", "set_password"}),
            ("auditor", set()),
        ],
    )
    def test_are_what_the_reader_may_do(self, site: Site, role: str, actions: set[str]) -> None:
        tab = tab_of(site, role, address=f"/users/{add_person()}")
        assert offered(tab.state(RecordState).record["can"]) == actions

    def test_are_nothing_over_somebody_with_more_rights(self, site: Site) -> None:
        above = add_person(role="administrator")
        tab = tab_of(site, "user_manager", address=f"/users/{above}")
        assert offered(tab.state(RecordState).record["can"]) == set()

    def test_of_a_row_are_those_of_the_record(self, site: Site) -> None:
        disabled = add_person(is_enabled=False)
        tab = tab_of(site)
        tab.send(RowMenuState.open_for(disabled))
        assert offered(tab.state(RowMenuState).can) == {"edit", "set_password", "enable"}

    def test_leave_the_profile_of_a_mastered_user_alone(self, site: Site) -> None:
        tab = tab_of(site, address=f"/users/{add_person(source='ldap')}")
        record = tab.state(RecordState).record
        assert "edit" not in offered(record["can"])
        assert "LDAP" in record["notice"]

    def test_do_not_take_the_last_administrators_access(self, site: Site) -> None:
        tab = tab_of(site)
        reader = next(row["id"] for row in tab.state(UsersRowsState).rows if row["first"] == "Zyx")
        tab.open(f"/users/{reader}")
        assert offered(tab.state(RecordState).record["can"]) == {"edit"}

    def test_roles_are_shown_to_who_may_see_roles_only(self, site: Site) -> None:
        tab = tab_of(site, "auditor", address=f"/users/{add_person(role='help_desk')}")
        assert tab.state(RecordState).record["sees_roles"]


@pytest.mark.parametrize("role", ["", "space_manager"])
def test_who_may_not_see_users_reads_no_record(site: Site, role: str) -> None:
    tab = tab_of(site, role, address=f"/users/{add_person('Marie', 'Dupont')}")
    tab.send(RecordState.refresh)
    tab.send(RowMenuState.open_for(1))
    assert tab.state(RecordState).record["name"] == ""
    assert tab.state(RowMenuState).name == ""
