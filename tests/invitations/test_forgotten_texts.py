"""The text of a waiting mail holds a link: it goes with the link, not only once the mail is sent."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from admin_dashboard.core.permissions import NOBODY, SYSTEM
from admin_dashboard.core.sessions import Browser
from admin_dashboard.invitations import joining, service
from admin_dashboard.invitations.commands import AcceptInvitation
from admin_dashboard.mail import delivery
from admin_dashboard.models import Delivery, Link, Message, Purpose, User
from admin_dashboard.sign_in import links
from admin_dashboard.users import status
from tests.factories import make_user

from .conftest import invite, mails, open_page

PASSWORD = "walnut harbour 41 kites"


def kept(user_id: int) -> list[bool]:
    """Of each of the person's mails, oldest first, whether anything of its text is left."""
    return [bool(mail.body_text or mail.body_html) for mail in mails(user_id)]


def join(token: str) -> None:
    joining.accept(open_page, AcceptInvitation(token=token, password=PASSWORD), NOBODY, Browser("192.0.2.7", "Firefox"))


@pytest.fixture
def reset_mail(eleonore: int) -> int:
    """The id of a link to choose a new password, whose mail waits."""
    with open_page() as work:
        user = make_user(work.session, email="r@example.org")
        _token, link = links.issue(work, Purpose.PASSWORD_RESET, timedelta(hours=1), user)
        mail = Message(message_id="<1@localhost>", kind="password_reset", to_address="r@example.org", subject="")
        mail.user_id, mail.link_id, mail.created_at, mail.due_at = user.id, link.id, work.now, work.now
        mail.body_text = mail.body_html = "https://…"
        work.session.add(mail)
        work.session.flush()
        return link.id or 0


def text_of(link_id: int) -> str | None:
    with open_page() as work:
        return work.session.exec(select(Message.body_text).where(col(Message.link_id) == link_id)).one()


class TestInvitation:
    def test_is_kept_while_it_waits(self, eleonore: int):
        invite(eleonore)
        assert kept(eleonore) == [True]

    def test_goes_when_a_newer_one_replaces_it(self, eleonore: int):
        invite(eleonore)
        invite(eleonore)
        assert kept(eleonore) == [False, True]

    def test_goes_when_it_is_used(self, eleonore: int):
        join(invite(eleonore))
        assert kept(eleonore) == [False]

    def test_goes_when_it_is_ended(self, eleonore: int):
        invite(eleonore)
        with open_page() as work:
            service.revoke_open(work, eleonore)
        assert kept(eleonore) == [False]

    def test_stays_when_the_person_is_disabled_since_the_link_works_again_afterwards(self, eleonore: int):
        invite(eleonore)
        with open_page() as work:
            status.disable(work, eleonore)
        assert kept(eleonore) == [True]

    def test_is_cancelled_when_its_turn_comes(self, eleonore: int):
        invite(eleonore)
        with open_page(SYSTEM) as work:
            service.revoke_open(work, eleonore)
            [taken] = delivery.take(work, 10)
            assert taken.obstacle is not None
            delivery.settle(work, [(taken, taken.obstacle)])
        assert [mail.state for mail in mails(eleonore)] == [Delivery.CANCELLED]

    def test_of_a_caught_mail_stays_readable(self, eleonore: int):
        invite(eleonore)
        with open_page() as work:
            work.session.exec(select(Message)).one().state = Delivery.SENT
        invite(eleonore)
        assert kept(eleonore) == [True, True]


class TestPasswordReset:
    def test_goes_when_the_person_is_disabled(self, reset_mail: int):
        with open_page() as work:
            status.disable(work, work.session.get_one(Link, reset_mail).user_id or 0)
        assert text_of(reset_mail) is None

    def test_goes_when_it_is_used(self, reset_mail: int):
        with open_page() as work:
            assert links.redeem(work, work.session.get_one(Link, reset_mail))
        assert text_of(reset_mail) is None

    def test_goes_when_a_newer_one_replaces_it(self, reset_mail: int):
        with open_page() as work:
            user = work.session.get_one(User, work.session.get_one(Link, reset_mail).user_id)
            links.issue(work, Purpose.PASSWORD_RESET, timedelta(hours=1), user)
        assert text_of(reset_mail) is None
