"""Joining by an invitation's link: what it does, and every link that does not work."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import col, select

from admin_dashboard.core.errors import InvalidInput
from admin_dashboard.core.passwords import is_password
from admin_dashboard.core.permissions import NOBODY, Actor
from admin_dashboard.core.sessions import Browser, find
from admin_dashboard.invitations import joining, service
from admin_dashboard.invitations.commands import AcceptInvitation
from admin_dashboard.invitations.joining import DeadLink, Joined, SomebodySignedIn
from admin_dashboard.invitations.queries import look_up
from admin_dashboard.models import Link, Purpose, SignInSession
from tests.factories import NOW, grant, make_session, make_user

from .conftest import PASSWORD, actions, change, invite, open_page, user

DAY = timedelta(hours=24)
SECOND = timedelta(seconds=1)
HOSTILE = [
    "",
    " ",
    "x",
    "x" * 64,
    "x" * 10_000,
    None,
    7,
    [],
    {},
    ["x"],
    {"$ne": ""},
    "\x00",
    "\ud800",
    "' OR 1=1 --",
    "é",
]


def accept(token: object, password: str = PASSWORD, caller: Actor = NOBODY) -> Joined:
    command = AcceptInvitation(token=token, password=password)
    return joining.accept(open_page, command, caller, Browser("192.0.2.7", "Firefox"))


def refuses(token: object) -> bool:
    """Whether the link opens nothing, neither to look nor to join."""
    with open_page() as work:
        seen = look_up(work, token)
    with pytest.raises(DeadLink):
        accept(token)
    return seen is None


class TestAccept:
    def test_sets_the_password_and_the_person_has_joined(self, eleonore):
        accept(invite(eleonore))
        person = user(eleonore)
        assert is_password(person.password_hash, PASSWORD)
        assert (person.first_login_at, person.last_login_at) == (NOW, NOW)
        assert not person.password_is_temporary

    def test_a_temporary_password_is_over(self, eleonore):
        change(eleonore, password_hash="old", password_is_temporary=True)
        accept(invite(eleonore))
        assert not user(eleonore).password_is_temporary

    def test_signs_the_person_in(self, eleonore):
        joined = accept(invite(eleonore))
        with open_page() as work:
            found = find(work.session, joined.session, NOW)
            assert found is not None
            assert (found.user_id, work.session.get_one(SignInSession, found.id).user_agent) == (eleonore, "Firefox")

    def test_ends_every_other_session_and_open_link(self, eleonore):
        token = invite(eleonore)
        with open_page() as work:
            make_session(work.session, user(eleonore))
            reset = {"token_hash": "x", "email": "e@example.org", "created_at": NOW, "expires_at": NOW + DAY}
            work.session.add(Link(purpose=Purpose.PASSWORD_RESET, user_id=eleonore, **reset))
        accept(token)
        with open_page() as work:
            assert len(work.session.exec(select(SignInSession)).all()) == 1
            assert work.session.exec(select(Link).where(col(Link.revoked_at).is_not(None))).one().token_hash == "x"

    def test_tells_administrators_from_others(self, eleonore):
        token = invite(eleonore)
        with open_page() as work:
            grant(work.session, user(eleonore), "help_desk")
        assert accept(token).is_administrator

    def test_is_recorded_as_the_persons_own_act(self, eleonore):
        accept(invite(eleonore))
        assert actions(eleonore) == ["user.invited", "invitation.accepted"]

    @pytest.mark.parametrize("password", ["short", "eleonore darc", "password1234", "x" * 257])
    def test_a_bad_password_is_refused_and_the_link_stays_good(self, eleonore, password):
        token = invite(eleonore)
        with pytest.raises((InvalidInput, ValueError)):
            accept(token, password)
        assert user(eleonore).password_hash is None
        accept(token)

    def test_opening_uses_nothing_up(self, eleonore):
        token = invite(eleonore)
        for _ in range(3):
            with open_page() as work:
                assert look_up(work, token) is not None
                service.note_opened(work, token)
        accept(token)

    def test_the_first_opening_is_noted(self, eleonore, set_clock):
        token = invite(eleonore)
        for minutes in (1, 2):
            set_clock(NOW + timedelta(minutes=minutes))
            with open_page() as work:
                service.note_opened(work, token)
        with open_page() as work:
            assert work.session.exec(select(Link)).one().opened_at == NOW + timedelta(minutes=1)

    def test_a_signed_in_browser_joins_for_nobody(self, eleonore):
        token = invite(eleonore)
        with pytest.raises(SomebodySignedIn, match="Marie Dupont"):
            accept(token, caller=Actor(id=99, name="Marie Dupont"))
        accept(token)


class TestOnce:
    def test_a_used_link_is_dead(self, eleonore):
        token = invite(eleonore)
        accept(token)
        assert refuses(token)

    def test_of_two_browsers_at_once_one_joins(self, eleonore):
        token = invite(eleonore)

        def join(number: int) -> int | None:
            try:
                accept(token, f"{PASSWORD} {number}")
            except DeadLink:
                return None
            return number

        with ThreadPoolExecutor(6) as pool:
            joined = [number for number in pool.map(join, range(6)) if number is not None]
        assert len(joined) == 1
        assert is_password(user(eleonore).password_hash, f"{PASSWORD} {joined[0]}")
        assert actions(eleonore).count("invitation.accepted") == 1

    def test_an_attempt_with_a_dead_link_is_recorded(self, eleonore):
        token = invite(eleonore)
        accept(token)
        assert refuses(token)
        assert actions(eleonore)[-1] == "invitation.refused"


class TestDeadLinks:
    def test_is_valid_to_the_last_second(self, eleonore, set_clock):
        token = invite(eleonore)
        set_clock(NOW + DAY - SECOND)
        with open_page() as work:
            assert look_up(work, token) is not None
        set_clock(NOW + DAY)
        assert refuses(token)

    def test_a_replaced_link(self, eleonore):
        token = invite(eleonore)
        invite(eleonore)
        assert refuses(token)

    def test_a_link_ended_by_a_password_or_an_email(self, eleonore):
        token = invite(eleonore)
        with open_page() as work:
            service.revoke_open(work, eleonore)
        assert refuses(token)

    def test_a_link_to_another_address(self, eleonore):
        token = invite(eleonore)
        change(eleonore, email="other@example.org")
        assert refuses(token)

    def test_a_link_of_somebody_who_signed_in_meanwhile(self, eleonore):
        token = invite(eleonore)
        change(eleonore, first_login_at=NOW)
        assert refuses(token)

    def test_a_disabled_persons_link_stops_and_works_again_after_enabling(self, eleonore, set_clock):
        token = invite(eleonore)
        change(eleonore, is_enabled=False)
        assert refuses(token)
        change(eleonore, is_enabled=True)
        set_clock(NOW + DAY - SECOND)
        accept(token)

    def test_a_link_for_another_purpose(self, eleonore):
        token = invite(eleonore)
        with open_page() as work:
            work.session.exec(select(Link)).one().purpose = Purpose.PASSWORD_RESET
        assert refuses(token)

    def test_a_deleted_persons_link(self, eleonore):
        token = invite(eleonore)
        with open_page() as work:
            work.session.delete(user(eleonore))
        assert refuses(token)

    @pytest.mark.parametrize("token", HOSTILE, ids=lambda token: repr(token)[:20])
    def test_what_is_no_token(self, eleonore, token):
        invite(eleonore)
        assert refuses(token)

    def test_a_hash_is_no_token(self, eleonore):
        invite(eleonore)
        with open_page() as work:
            assert make_user(work.session).id != eleonore
            stored = work.session.exec(select(Link.token_hash)).one()
        assert refuses(stored)
