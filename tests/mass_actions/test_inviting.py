"""Inviting many."""

from datetime import timedelta

import pytest
from sqlmodel import select

from admin_dashboard.core.errors import NotAllowed
from admin_dashboard.core.permissions import Actor, Permission
from admin_dashboard.core.tokens import token_hash
from admin_dashboard.mail.delivery import settle, take
from admin_dashboard.mail.reasons import Reason as MailReason
from admin_dashboard.mail.transport import Delivered, Outcome, Refused
from admin_dashboard.mass_actions import queries
from admin_dashboard.mass_actions.commands import RetryMassAction
from admin_dashboard.mass_actions.reasons import Reason
from admin_dashboard.models import Delivery, Link, Message, User
from tests.conftest import WorkAs
from tests.factories import NOW, make_invitation, make_message, make_user
from tests.users.acting import holder

from .doing import ask, carried_out, outcomes, row

INVITE = "invite"


def deliver(work_as: WorkAs, *became: Outcome) -> None:
    """Mails meet these fates, in the order they were queued."""
    with work_as() as work:
        messages = take(work, len(became))
        settle(work, list(zip(messages, became, strict=True)))


class TestInvite:
    def test_sends_each_a_link_of_their_own(self, work_as: WorkAs, administrator: Actor, people: list[User]):
        assert carried_out(ask(INVITE, *people), administrator).done == 5
        with work_as() as work:
            links = {link.user_id: link for link in work.session.exec(select(Link))}
            mails = work.session.exec(select(Message)).all()
            assert {mail.to_address for mail in mails} == {user.email for user in people}
            assert all(self.token_in(mail) == links[mail.user_id].token_hash for mail in mails)
            assert all(administrator.name in (mail.body_text or "") for mail in mails)

    def token_in(self, mail: Message) -> str:
        return token_hash((mail.body_text or "").partition("/invitation/")[2].split()[0])

    def test_ends_the_links_there_were(self, work_as: WorkAs, people: list[User]):
        with work_as() as work:
            old, _token = make_invitation(work.session, people[0])
        carried_out(ask(INVITE, *people))
        with work_as() as work:
            assert work.session.get_one(Link, old.id).revoked_at is not None

    def test_leaves_out_whom_a_single_invitation_would_refuse(self, work_as: WorkAs, administrator: Actor):
        kinds = {
            Reason.EXTERNAL: {"is_external": True},
            Reason.DISABLED: {"is_enabled": False},
            Reason.JOINED: {"first_login_at": NOW, "enrolled_at": NOW},
            Reason.USES: {"first_login_at": NOW},
            Reason.NO_ADDRESS: {"email": ""},
        }
        with work_as() as work:
            users = {reason: make_user(work.session, **values) for reason, values in kinds.items()}
        done = carried_out(ask(INVITE, *users.values()), administrator)
        assert outcomes(done.job_id) == {user.id: reason for reason, user in users.items()}

    def test_leaves_out_whose_mail_is_under_way(self, work_as: WorkAs, people: list[User]):
        with work_as() as work:
            make_message(work.session, people[0], make_invitation(work.session, people[0])[0], state=Delivery.QUEUED)
        assert outcomes(carried_out(ask(INVITE, *people)).job_id)[people[0].id or 0] == Reason.BEING_SENT

    def test_needs_the_right(self, people: list[User]):
        with pytest.raises(NotAllowed):
            carried_out(ask(INVITE, *people), holder(Permission.USERS_VIEW))


class TestDelivery:
    def test_that_fails_is_that_persons_failure(self, work_as: WorkAs, people: list[User]):
        job_id = carried_out(ask(INVITE, *people)).job_id
        deliver(work_as, Delivered(), Refused(MailReason.ADDRESS_REFUSED))
        ended = row(job_id)
        assert (ended.done, ended.failed, ended.asked) == (4, 1, 5)
        assert list(outcomes(job_id).values()).count(MailReason.ADDRESS_REFUSED) == 1
        with work_as() as work:
            assert queries.deliveries(work, job_id) == {"sent": 1, "failed": 1, "queued": 3}

    def test_that_failed_is_tried_again(self, work_as: WorkAs, people: list[User]):
        job_id = carried_out(ask(INVITE, *people)).job_id
        deliver(work_as, *[Refused(MailReason.ADDRESS_REFUSED)] * 2)
        again = carried_out(RetryMassAction(job_id))
        assert (again.asked, again.done) == (2, 2)


def test_a_link_has_its_time(work_as: WorkAs, people: list[User]):
    carried_out(ask(INVITE, people[0]))
    with work_as() as work:
        link = work.session.exec(select(Link)).one()
        assert link.expires_at - link.created_at == timedelta(hours=24)
