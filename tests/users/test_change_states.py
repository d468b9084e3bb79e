"""Events that change one user: edit, password, access, invitation."""

from typing import Any

import pytest

from admin_dashboard.core.passwords import is_password
from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.models import User
from admin_dashboard.users import service
from admin_dashboard.users.commands import EditUser
from admin_dashboard.users.edit_state import EditUserState
from admin_dashboard.users.invite_state import InviteState
from admin_dashboard.users.password_state import SetPasswordState
from admin_dashboard.users.status_state import UserStatusState
from tests.pipeline import Site, Tab
from tests.users.acting import GOOD_PASSWORD
from tests.users.screens import add_person, cell, names, tab_of

MARIE = {"first_name": "Marie", "last_name": "Dupont", "email": "marie@example.org"}


@pytest.fixture
def marie(sqlite_database: str) -> int:
    return add_person(**MARIE)


def stored(user_id: int) -> User:
    with begin(SYSTEM) as work:
        return work.session.get_one(User, user_id)


def change_meanwhile(user_id: int, **changes: Any) -> None:
    with begin(SYSTEM) as work:
        version = work.session.get_one(User, user_id).version
        service.edit(work, EditUser(user_id=user_id, version=version, **{**MARIE, **changes}))


class TestEdit:
    def test_opens_with_what_is_stored(self, site: Site, marie: int) -> None:
        tab = tab_of(site)
        tab.send(EditUserState.open_for(marie))
        assert tab.state(EditUserState).profile == {**MARIE, "language": ""}

    def test_saves_closes_and_shows_it_in_the_list(self, site: Site, marie: int) -> None:
        tab = tab_of(site)
        tab.send(EditUserState.open_for(marie))
        tab.send(EditUserState.submit({**MARIE, "last_name": "Martin"}))
        assert names(tab) == ["Marie Martin"]
        assert tab.notices == ["Marie Martin was saved."]
        assert not tab.state(EditUserState).is_open

    def test_a_wrong_field_has_its_sentence_and_nothing_is_saved(self, site: Site, marie: int) -> None:
        tab = tab_of(site)
        tab.send(EditUserState.open_for(marie))
        tab.send(EditUserState.submit({**MARIE, "first_name": "Marie 2"}))
        assert set(tab.state(EditUserState).field_errors) == {"first_name"}
        assert stored(marie).first_name == "Marie"

    def test_the_second_of_two_is_shown_the_firsts_values(self, site: Site, marie: int) -> None:
        tab = tab_of(site)
        tab.send(EditUserState.open_for(marie))
        change_meanwhile(marie, last_name="Durand")
        tab.send(EditUserState.submit({**MARIE, "first_name": "Maria"}))
        assert tab.state(EditUserState).theirs == {"first_name": "Marie", "last_name": "Durand"}
        assert stored(marie).last_name == "Durand"
        assert tab.state(EditUserState).is_open

    def test_theirs_can_be_taken_field_by_field(self, site: Site, marie: int) -> None:
        tab = self._in_conflict(site, marie)
        assert tab.send(EditUserState.take_theirs("last_name")).values == {"edit_last_name": "Durand"}
        assert tab.state(EditUserState).theirs == {"first_name": "Marie"}

    def test_ones_own_can_be_saved_in_knowledge_of_theirs(self, site: Site, marie: int) -> None:
        tab = self._in_conflict(site, marie)
        tab.send(EditUserState.submit({**MARIE, "first_name": "Maria"}))
        assert (stored(marie).first_name, stored(marie).last_name) == ("Maria", "Dupont")

    def _in_conflict(self, site: Site, marie: int) -> Tab:
        tab = tab_of(site)
        tab.send(EditUserState.open_for(marie))
        change_meanwhile(marie, last_name="Durand")
        tab.send(EditUserState.submit({**MARIE, "first_name": "Maria"}))
        return tab

    @pytest.mark.parametrize("role", ["", "help_desk", "auditor"])
    def test_who_may_not_edit_changes_nothing(self, site: Site, marie: int, role: str) -> None:
        tab = tab_of(site, role)
        tab.send(EditUserState.open_for(marie))
        tab.send(EditUserState.submit({**MARIE, "last_name": "Martin"}))
        assert stored(marie).last_name == "Dupont"
        assert tab.state(EditUserState).profile["email"] == ""


class TestSetPassword:
    def test_sets_a_temporary_one_that_no_state_keeps(self, site: Site, marie: int) -> None:
        tab = tab_of(site)
        tab.send(SetPasswordState.open_for(marie))
        tab.send(SetPasswordState.submit({"password": GOOD_PASSWORD}))
        user = stored(marie)
        assert is_password(user.password_hash, GOOD_PASSWORD)
        assert user.password_is_temporary
        assert GOOD_PASSWORD not in repr(vars(tab.state(SetPasswordState)))

    def test_judges_it_by_the_persons_own_words(self, site: Site, marie: int) -> None:
        tab = tab_of(site)
        tab.send(SetPasswordState.open_for(marie))
        tab.send(SetPasswordState.typed({"password": "mariedupont1"}))
        state = tab.state(SetPasswordState)
        assert (state.is_long, state.is_impersonal) == (True, False)

    def test_a_guessable_one_is_refused_under_the_field(self, site: Site, marie: int) -> None:
        tab = tab_of(site)
        tab.send(SetPasswordState.open_for(marie))
        tab.send(SetPasswordState.submit({"password": "password1234"}))
        assert set(tab.state(SetPasswordState).field_errors) == {"password"}
        assert tab.state(SetPasswordState).is_open

    def test_a_generated_one_is_good(self, site: Site, marie: int) -> None:
        tab = tab_of(site)
        tab.send(SetPasswordState.open_for(marie))
        password = tab.send(SetPasswordState.generate).values["temporary_password"]
        tab.send(SetPasswordState.submit({"password": password}))
        assert is_password(stored(marie).password_hash, password)

    @pytest.mark.parametrize("role", ["", "auditor"])
    def test_who_may_not_set_passwords_sets_none(self, site: Site, marie: int, role: str) -> None:
        tab = tab_of(site, role)
        tab.send(SetPasswordState.open_for(marie))
        tab.send(SetPasswordState.submit({"password": GOOD_PASSWORD}))
        assert stored(marie).password_hash is None


class TestAccess:
    def test_is_taken_away_after_one_question(self, site: Site, marie: int) -> None:
        tab = tab_of(site)
        tab.send(UserStatusState.ask(marie))
        assert tab.state(UserStatusState).name == "Marie Dupont"
        assert stored(marie).is_enabled
        tab.send(UserStatusState.disable)
        assert not stored(marie).is_enabled
        assert names(tab) == []

    def test_stays_when_the_question_is_left(self, site: Site, marie: int) -> None:
        tab = tab_of(site)
        tab.send(UserStatusState.ask(marie))
        tab.send(UserStatusState.change_asking(False))
        assert stored(marie).is_enabled

    def test_comes_back(self, site: Site, marie: int) -> None:
        tab = tab_of(site)
        tab.send(UserStatusState.ask(marie))
        tab.send(UserStatusState.disable)
        tab.send(UserStatusState.enable(marie))
        assert stored(marie).is_enabled
        assert tab.notices[-1] == "Marie Dupont is enabled."

    @pytest.mark.parametrize("role", ["", "help_desk", "auditor"])
    def test_is_not_for_who_may_not_enable(self, site: Site, marie: int, role: str) -> None:
        tab = tab_of(site, role)
        tab.send(UserStatusState.ask(marie))
        tab.send(UserStatusState.disable)
        assert stored(marie).is_enabled


class TestInvite:
    def test_sends_it_and_the_row_says_so(self, site: Site, marie: int) -> None:
        tab = tab_of(site)
        tab.send(InviteState.invite(marie))
        assert cell(tab, "enrollment")[0] == "sending"
        assert tab.notices == ["An invitation is on its way to marie@example.org."]

    def test_help_desk_may(self, site: Site, marie: int) -> None:
        tab = tab_of(site, "help_desk")
        tab.send(InviteState.invite(marie))
        assert tab.notices == ["An invitation is on its way to marie@example.org."]

    @pytest.mark.parametrize("user_id", [None, "x", 10**30, -1, {"a": 1}, [1], 1.5])
    def test_whatever_is_no_id_is_nobody(self, site: Site, user_id: Any) -> None:
        tab = tab_of(site)
        tab.send(InviteState.invite(user_id))
        assert all("on its way" not in notice and "Reference" not in notice for notice in tab.notices)

    @pytest.mark.parametrize("role", ["", "auditor"])
    def test_who_may_not_invite_sends_nothing(self, site: Site, marie: int, role: str) -> None:
        tab = tab_of(site, role)
        tab.send(InviteState.invite(marie))
        assert stored(marie).enrolled_at is None
