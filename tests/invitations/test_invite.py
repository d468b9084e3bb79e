"""Who may be invited, by whom, and what it does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import col, select

from admin_dashboard.core.errors import DomainError, NotAllowed, NotFound
from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.tokens import token_hash
from admin_dashboard.invitations import service
from admin_dashboard.invitations.queries import look_up
from admin_dashboard.invitations.standing import CannotBeInvited
from admin_dashboard.mail.delivery import take
from admin_dashboard.models import Link, Purpose
from admin_dashboard.roles.service import MorePowerful
from admin_dashboard.settings import settings
from tests.factories import NOW, actor_of, grant, make_administrator, make_user

from .conftest import actions, change, invite, mails, newest_token, open_page


def links(user_id: int) -> list[Link]:
    with open_page() as work:
        return list(work.session.exec(select(Link).where(Link.user_id == user_id).order_by(col(Link.id))))


def is_open(token: str) -> bool:
    with open_page() as work:
        return look_up(work, token) is not None


def actor(role: str):
    with open_page() as work:
        person = make_user(work.session, first_name="Marie", last_name="Dupont", first_login_at=NOW)
        grant(work.session, person, role)
        return actor_of(work.session, person)


class TestInvite:
    def test_sends_a_link_valid_for_24_hours(self, eleonore):
        token = invite(eleonore)
        with open_page() as work:
            invitee = look_up(work, token)
        assert invitee is not None
        assert (invitee.email, invitee.expires_at) == ("e@example.org", NOW + timedelta(hours=24))
        assert mails(eleonore)[0].to_address == "e@example.org"

    def test_the_24_hours_are_a_setting(self, eleonore, monkeypatch):
        monkeypatch.setenv("INVITATION_HOURS", "72")
        settings.cache_clear()
        invite(eleonore)
        assert links(eleonore)[0].expires_at == NOW + timedelta(hours=72)

    def test_keeps_only_a_hash_of_256_random_bits(self, eleonore):
        token = invite(eleonore)
        assert len(token) == 43
        assert links(eleonore)[0].token_hash == token_hash(token)
        assert token not in str(links(eleonore)[0].model_dump())

    def test_again_sends_a_new_link_and_ends_the_older(self, eleonore):
        first, second = invite(eleonore), invite(eleonore)
        assert (is_open(first), is_open(second)) == (False, True)
        assert len(mails(eleonore)) == 2

    def test_leaves_a_password_reset_alone(self, eleonore):
        with open_page() as work:
            reset = {"token_hash": "x", "email": "e@example.org", "created_at": NOW, "expires_at": NOW}
            work.session.add(Link(purpose=Purpose.PASSWORD_RESET, user_id=eleonore, **reset))
        invite(eleonore)
        assert links(eleonore)[0].revoked_at is None

    def test_is_recorded(self, eleonore):
        invite(eleonore)
        assert actions(eleonore) == ["user.invited"]

    def test_writes_in_the_persons_language(self, eleonore):
        change(eleonore, language="fr")
        invite(eleonore)
        assert '<html lang="fr">' in (mails(eleonore)[0].body_html or "")

    def test_builds_the_link_from_the_configured_address(self, eleonore, monkeypatch):
        monkeypatch.setenv("PUBLIC_URL", "https://people.example/")
        settings.cache_clear()
        token = invite(eleonore)
        assert f"https://people.example/invitation/{token}" in (mails(eleonore)[0].body_text or "")

    def test_says_who_invites(self, eleonore):
        invite(eleonore, actor("user_manager"))
        assert "Marie Dupont invites you" in (mails(eleonore)[0].body_text or "")

    def test_two_administrators_at_once_leave_one_live_link(self, eleonore):
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: service_invite(eleonore), range(8)))
        assert sum(link.revoked_at is None for link in links(eleonore)) == 1
        assert is_open(newest_token(eleonore))

    def test_the_mail_of_a_replaced_link_is_not_sent(self, eleonore):
        invite(eleonore)
        invite(eleonore)
        with open_page() as work:
            first, second = take(work, 10)
        assert (first.obstacle is not None, second.obstacle) == (True, None)


def service_invite(user_id: int) -> None:
    with open_page() as work:
        service.invite(work, user_id)


class TestRefusals:
    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({"first_login_at": NOW, "enrolled_at": NOW}, "has joined"),
            ({"first_login_at": NOW}, "already uses the platform"),
            ({"is_enabled": False}, "Disabled: enable first"),
            ({"is_external": True}, "External"),
        ],
        ids=["joined", "connected", "disabled", "external"],
    )
    def test_refuses_somebody_who(self, eleonore, values, words):
        change(eleonore, **values)
        with pytest.raises(CannotBeInvited, match=words):
            invite(eleonore)
        assert mails(eleonore) == []

    def test_refuses_who_may_not_invite(self, eleonore):
        with pytest.raises(NotAllowed):
            invite(eleonore, actor("auditor"))

    def test_refuses_to_act_above_ones_own_rights(self, database):
        with open_page() as work:
            powerful = make_administrator(work.session, first_login_at=None).id or 0
        with pytest.raises(MorePowerful):
            invite(powerful, actor("help_desk"))

    @pytest.mark.parametrize("user_id", [0, -1, 10**9, 2**80, "1", None])
    def test_an_unknown_user_is_not_there(self, database, user_id):
        with pytest.raises(NotFound):
            invite(user_id)

    def test_a_refusal_changes_nothing(self, eleonore):
        token = invite(eleonore)
        with pytest.raises(DomainError):
            invite(eleonore, actor("auditor"))
        assert is_open(token)


class TestRevokeOpen:
    def test_ends_invitations_and_resets(self, eleonore):
        token = invite(eleonore)
        with open_page(SYSTEM) as work:
            reset = {"token_hash": "x", "email": "e@example.org", "created_at": NOW, "expires_at": NOW}
            work.session.add(Link(purpose=Purpose.PASSWORD_RESET, user_id=eleonore, **reset))
            work.session.flush()
            assert service.revoke_open(work, eleonore) == 2
        assert not is_open(token)

    def test_leaves_others_alone(self, eleonore):
        with open_page() as work:
            other = make_user(work.session).id or 0
        token = invite(other)
        with open_page() as work:
            assert service.revoke_open(work, eleonore) == 0
        assert is_open(token)
