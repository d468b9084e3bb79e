"""The Add user drawer's events."""

from typing import Any

import pytest
from sqlmodel import col, select

from admin_dashboard.core.passwords import is_password
from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.models import Message, User
from admin_dashboard.users.add_state import AddUserState
from tests.pipeline import Site
from tests.users.acting import ELEONORE, GOOD_PASSWORD
from tests.users.screens import add_person, cell, names, tab_of


def stored(username: str) -> User | None:
    with begin(SYSTEM) as work:
        return work.session.exec(select(User).where(User.username == username)).first()


class TestTyped:
    def test_says_when_the_proposed_one_is_taken(self, site: Site) -> None:
        add_person(username="eleonore.darc")
        tab = tab_of(site)
        answer = tab.send(AddUserState.typed({"first_name": "Éléonore", "last_name": "D'Arc"}))
        assert answer.values == {"username": "eleonore.darc2"}
        assert answer.of(AddUserState)["taken"] == "eleonore.darc"

    def test_follows_the_names_while_the_proposal_stands(self, site: Site) -> None:
        tab = tab_of(site)
        tab.send(AddUserState.typed({"first_name": "Ann", "last_name": "Lee"}))
        answer = tab.send(AddUserState.typed({"first_name": "Anna", "last_name": "Lee", "username": "ann.lee"}))
        assert answer.values == {"username": "anna.lee"}

    def test_leaves_a_username_of_the_persons_own_alone(self, site: Site) -> None:
        add_person(username="chosen.one")
        tab = tab_of(site)
        answer = tab.send(AddUserState.typed({"first_name": "Ann", "last_name": "Lee", "username": "Chosen.One"}))
        assert answer.values == {}
        assert answer.of(AddUserState)["taken"] == "Chosen.One"

    @pytest.mark.parametrize(
        ("password", "met"),
        [("", (False, False, False)), ("eleonore.darc", (True, False, False)), (GOOD_PASSWORD, (True, True, True))],
    )
    def test_judges_the_password(self, site: Site, password: str, met: tuple[bool, ...]) -> None:
        tab = tab_of(site)
        tab.send(AddUserState.typed({**ELEONORE, "password": password}))
        state = tab.state(AddUserState)
        assert (state.is_long, state.is_impersonal, state.is_hard) == met

    @pytest.mark.parametrize(
        "form", [None, "x", [], {"first_name": {"a": 1}, "password": 7}, {"username": "x" * 99_999}]
    )
    def test_takes_whatever_a_client_sends(self, site: Site, form: Any) -> None:
        tab = tab_of(site)
        tab.send(AddUserState.typed(form))
        assert tab.notices == []


class TestGenerate:
    def test_puts_a_good_password_into_the_field_and_keeps_it_nowhere(self, site: Site) -> None:
        tab = tab_of(site)
        answer = tab.send(AddUserState.generate)
        password = answer.values["password"]
        assert len(password) >= 16
        assert answer.of(AddUserState)["is_hard"]
        assert password not in repr(vars(tab.state(AddUserState)))
        assert password not in repr(answer.sent)

    def test_never_gives_the_same_twice(self, site: Site) -> None:
        tab = tab_of(site)
        given = {tab.send(AddUserState.generate).values["password"] for _n in range(20)}
        assert len(given) == 20


class TestSubmit:
    def test_creates_the_user_closes_and_shows_them(self, site: Site) -> None:
        tab = tab_of(site)
        tab.send(AddUserState.open_form)
        tab.send(AddUserState.submit(ELEONORE))
        assert not tab.state(AddUserState).is_open
        assert names(tab) == ["Éléonore D'Arc"]
        assert tab.notices == ["eleonore.darc was added."]

    def test_the_password_is_temporary_and_no_state_keeps_it(self, site: Site) -> None:
        tab = tab_of(site)
        tab.send(AddUserState.submit({**ELEONORE, "password": GOOD_PASSWORD}))
        user = stored("eleonore.darc")
        assert user
        assert user.password_is_temporary
        assert is_password(user.password_hash, GOOD_PASSWORD)
        assert GOOD_PASSWORD not in repr(vars(tab.state(AddUserState)))

    def test_invites_when_ticked(self, site: Site) -> None:
        tab = tab_of(site)
        tab.send(AddUserState.submit({**ELEONORE, "invite": "on"}))
        with begin(SYSTEM) as work:
            assert work.session.exec(select(Message).where(col(Message.to_address) == ELEONORE["email"])).one()
        assert cell(tab, "enrollment")[0] == "sending"

    def test_add_another_stays_open_with_an_empty_form(self, site: Site) -> None:
        tab = tab_of(site)
        tab.send(AddUserState.open_form)
        before = tab.state(AddUserState).form_number
        tab.send(AddUserState.submit({**ELEONORE, "another": "on"}))
        assert tab.state(AddUserState).is_open
        assert tab.state(AddUserState).form_number > before

    def test_every_wrong_field_has_its_sentence(self, site: Site) -> None:
        tab = tab_of(site)
        tab.send(AddUserState.open_form)
        tab.send(AddUserState.submit({**ELEONORE, "last_name": "D'Arc 2", "email": "", "password": ""}))
        state = tab.state(AddUserState)
        assert set(state.field_errors) == {"last_name", "email", "password"}
        assert state.field_errors["last_name"] == "Numbers are not allowed in a name."
        assert state.is_open

    def test_what_was_mended_is_not_called_wrong_any_more(self, site: Site) -> None:
        tab = tab_of(site)
        wrong = {**ELEONORE, "last_name": "D'Arc 2", "email": "nonsense", "password": "short"}
        tab.send(AddUserState.submit(wrong))
        tab.send(AddUserState.typed({**wrong, "last_name": "D'Arc", "password": GOOD_PASSWORD}))
        assert set(tab.state(AddUserState).field_errors) == {"email"}

    def test_opening_again_shows_an_empty_form_without_errors(self, site: Site) -> None:
        tab = tab_of(site)
        tab.send(AddUserState.submit({}))
        tab.send(AddUserState.open_form)
        assert tab.state(AddUserState).field_errors == {}


@pytest.mark.parametrize("role", ["", "help_desk", "auditor"])
class TestRights:
    def test_who_may_not_create_users_creates_none(self, site: Site, role: str) -> None:
        tab = tab_of(site, role)
        tab.send(AddUserState.submit(ELEONORE))
        assert stored("eleonore.darc") is None

    def test_who_may_not_create_users_learns_no_usernames(self, site: Site, role: str) -> None:
        add_person(username="eleonore.darc")
        tab = tab_of(site, role)
        answer = tab.send(AddUserState.typed({"username": "eleonore.darc"}))
        assert answer.of(AddUserState) == {}

    def test_the_drawer_stays_closed(self, site: Site, role: str) -> None:
        tab = tab_of(site, role)
        tab.send(AddUserState.open_form)
        assert not tab.state(AddUserState).is_open
