"""What ends sessions ends API tokens, in the same transaction."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from admin_dashboard.api_tokens import service
from admin_dashboard.api_tokens.commands import MakeToken
from admin_dashboard.core import sessions
from admin_dashboard.core.forms import parse
from admin_dashboard.core.sessions import Browser
from admin_dashboard.jobs.worker import Worker
from admin_dashboard.models import ApiToken, User
from admin_dashboard.roles.commands import GrantRole
from admin_dashboard.roles.service import grant_role
from admin_dashboard.sign_in.jobs import KINDS, TOKENS_ARE_KEPT
from admin_dashboard.sign_in.passwords import settle
from admin_dashboard.users import service as users
from admin_dashboard.users.commands import SetPassword
from tests.factories import NOW, UNUSABLE_HASH, make_user
from tests.mass_actions.doing import ask, carried_out
from tests.users.acting import GOOD_PASSWORD


@pytest.fixture
def boss(database, hold):
    """Somebody who does it to others."""
    return hold()


class TestDisabling:
    def test_of_one_ends_their_tokens_for_good(self, boss, hold, work_as, works):
        one = hold("administrator")
        with work_as(boss.actor) as work:
            users.disable(work, one.id)
        with work_as(boss.actor) as work:
            assert [token.user_id for token in work.session.exec(select(ApiToken))] == [boss.id]
            users.enable(work, one.id)
        assert not works(one)
        assert works(boss)

    def test_of_many_ends_their_tokens_for_good(self, boss, hold, work_as, works):
        with work_as() as work:
            many = [make_user(work.session) for _number in range(3)]
        one = hold("administrator")
        done = carried_out(ask("disable", *many, one.user), boss.actor)
        assert done.done == 4
        assert carried_out(ask("enable", *many, one.user), boss.actor).done == 4
        assert not works(one)
        assert works(boss)

    def test_leaves_those_of_people_who_are_left_out(self, boss, work_as, works):
        with work_as() as work:
            before, after = make_user(work.session), make_user(work.session)
        carried_out(ask("disable", before, boss.user, after), boss.actor)
        assert works(boss)

    def test_refuses_even_a_token_that_would_be_left(self, hold, work_as, works, database):
        one = hold()
        with work_as() as work:
            work.session.get_one(User, one.id).is_enabled = False
        assert not works(one)


def test_deleting_ends_them(boss, hold, works):
    one = hold("administrator")
    assert carried_out(ask("delete", one.user), boss.actor).done == 1
    assert not works(one)


def test_a_password_set_by_somebody_ends_them(boss, hold, work_as, works):
    one = hold("administrator")
    with work_as(boss.actor) as work:
        users.set_password(work, parse(SetPassword, {"user_id": one.id, "password": GOOD_PASSWORD}))
    assert not works(one)


def test_a_password_of_ones_own_ends_them(boss, work_as, works):
    with work_as(boss.actor) as work:
        settle(work, work.session.get_one(User, boss.id), UNUSABLE_HASH, Browser())
    assert not works(boss)


def test_one_that_is_asked_for_while_its_owner_is_disabled_waits_and_is_refused(boss, hold, work_as):
    one = hold("administrator")

    def make() -> None:
        with work_as(one.actor) as work:
            service.make(work, parse(MakeToken, {"name": "Script", "days": "7"}))

    with ThreadPoolExecutor(1) as pool:
        with work_as(boss.actor) as work:
            users.disable(work, one.id)
            made = pool.submit(make)
        with pytest.raises(service.MayNotHaveTokens):
            made.result(20)


def test_more_rights_end_them(boss, hold, work_as, works):
    one = hold("auditor")
    with work_as(boss.actor) as work:
        grant_role(work, GrantRole(user_id=one.id, role="help_desk", space_id=None))
    assert not works(one)


def test_more_rights_for_many_end_them(boss, hold, works):
    one, same = hold("auditor"), hold("administrator")
    assert carried_out(ask("grant_role", one.user, same.user, role="user_manager"), boss.actor).done == 2
    assert not works(one)
    assert works(same)


def test_signing_out_elsewhere_leaves_them(boss, work_as, works):
    with work_as(boss.actor) as work:
        sessions.end_others(work.session, boss.id, None)
    assert works(boss)


def test_long_after_their_end_they_are_forgotten(boss, hold, work_as):
    ended = hold()
    with work_as() as work:
        work.session.get_one(ApiToken, ended.token_id).ends_at = NOW - TOKENS_ARE_KEPT
        work.session.get_one(ApiToken, boss.token_id).ends_at = NOW - TOKENS_ARE_KEPT + timedelta(seconds=1)
    Worker(KINDS).run_once()
    with work_as() as work:
        assert [token.id for token in work.session.exec(select(ApiToken))] == [boss.token_id]
