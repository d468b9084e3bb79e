"""Several connections to the mail server at once, on both databases, with a real mail server."""

import pytest
from sqlmodel import select

from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.mail.conversation import SmtpConnection
from admin_dashboard.mail.delivery import WAITS
from admin_dashboard.mail.jobs import SERVER_PAUSE
from admin_dashboard.mail.outbox import forget_texts
from admin_dashboard.models import AuditEntry, Delivery, Link, Message, User
from admin_dashboard.settings import settings

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def connections(monkeypatch):
    """Have so many connections at most."""

    def allow(count: int) -> None:
        monkeypatch.setenv("MAIL_CONNECTIONS", str(count))
        settings.cache_clear()

    return allow


def states(work_as) -> list[str]:
    with work_as() as work:
        return sorted(work.session.exec(select(Message.state)))


def actions(work_as) -> list[str]:
    with work_as() as work:
        return sorted(work.session.exec(select(AuditEntry.action)))


class TestHowMany:
    @pytest.mark.parametrize("count", [1, 3])
    def test_as_many_as_are_set_are_open_at_once_and_each_is_used_again(
        self, mail_server, queued, deliver, connections, count
    ):
        connections(count)
        mail_server.gathers = count
        for _ in range(12):
            queued()
        deliver()
        assert (len(mail_server.messages), mail_server.connections) == (12, count)

    def test_one_message_needs_one(self, mail_server, queued, deliver):
        queued()
        deliver()
        assert mail_server.connections == 1

    def test_a_server_that_admits_fewer_gets_everything_over_those(self, mail_server, queued, deliver, work_as):
        mail_server.admits = 2
        for _ in range(10):
            queued()
        deliver()
        assert len(mail_server.messages) == 10
        assert actions(work_as) == ["mail.sent"] * 10


class TestTogether:
    def test_a_refused_recipient_stops_nobody_elses(self, mail_server, queued, deliver, stored, connections):
        connections(4)
        mail_server.gathers = 3
        mail_server.answers["RCPT nobody@example.org"] = "550 No such mailbox"
        others = [queued(), queued()]
        refused = queued("nobody@example.org")
        others.append(queued())
        deliver()
        assert stored(refused).state == Delivery.FAILED
        assert {stored(other).state for other in others} == {Delivery.SENT}

    def test_everybody_is_enrolled_and_everything_is_in_the_audit_trail(self, mail_server, queued, deliver, work_as):
        for _ in range(70):
            queued()
        deliver()
        assert states(work_as) == [Delivery.SENT] * 70
        assert actions(work_as) == ["mail.sent"] * 70
        with work_as() as work:
            assert len(work.session.exec(select(User).where(User.enrolled_at.is_not(None))).all()) == 70  # type: ignore[union-attr]

    def test_a_link_that_ends_while_others_go_out_is_not_sent(
        self, mail_server, queued, deliver, stored, connections, work_as
    ):
        connections(1)
        messages = [queued() for _ in range(4)]
        mail_server.before_data = lambda: end_link(stored(messages[3]).link_id)
        deliver()
        assert [stored(one).state for one in messages] == [Delivery.SENT] * 3 + [Delivery.CANCELLED]
        assert len(mail_server.messages) == 3


def end_link(link_id: int) -> None:
    """As whoever ends links does."""
    with begin(SYSTEM) as work:
        work.session.get_one(Link, link_id).revoked_at = work.now
        work.session.flush()
        forget_texts(work, Link.id == link_id)  # type: ignore[arg-type]


class TestServerGone:
    def test_it_goes_down_and_comes_back_and_nothing_is_lost_or_sent_twice(
        self, mail_server, queued, deliver, later, work_as
    ):
        for _ in range(30):
            queued()
        mail_server.before_data = lambda: len(mail_server.recipients) >= 10 and self.go_down(mail_server)
        deliver()
        sent = len(mail_server.recipients)
        assert 10 <= sent < 30
        assert states(work_as) == [Delivery.QUEUED] * (30 - sent) + [Delivery.SENT] * sent
        self.come_back(mail_server)
        later(SERVER_PAUSE)
        deliver()
        assert states(work_as) == [Delivery.SENT] * 30
        assert len(set(mail_server.recipients)) == len(mail_server.recipients) == 30

    def go_down(self, mail_server) -> None:
        mail_server.admits = 0
        mail_server.answers["MAIL"] = "421 Closing"

    def come_back(self, mail_server) -> None:
        mail_server.before_data, mail_server.admits = (lambda: None), 1000
        mail_server.answers.clear()

    def test_the_trail_says_when_it_went_and_when_it_was_back(self, queued, deliver, later, request, work_as):
        with pytest.MonkeyPatch.context() as changed:
            changed.setenv("SMTP_URL", "smtp://127.0.0.1:9")
            settings.cache_clear()
            queued()
            for _ in range(3):
                deliver()
                later(SERVER_PAUSE)
        assert actions(work_as) == ["mail.server_down"]
        request.getfixturevalue("mail_server")
        deliver()
        assert actions(work_as) == ["mail.sent", "mail.server_back", "mail.server_down"]

    def test_connections_that_break_put_their_messages_off(self, mail_server, queued, deliver, stored, later):
        messages = [queued() for _ in range(4)]
        mail_server.answers["RCPT"] = "421 Closing"
        deliver()
        assert {(stored(one).state, stored(one).tries) for one in messages} == {(Delivery.QUEUED, 1)}
        mail_server.answers.clear()
        later(WAITS[0])
        deliver()
        assert {stored(one).state for one in messages} == {Delivery.SENT}


class TestFault:
    def test_a_message_over_which_we_fall_leaves_the_others_theirs(
        self, mail_server, queued, stored, monkeypatch, deliver
    ):
        begin = SmtpConnection.begin

        def fall(self, outgoing):
            assert outgoing.to_address != "fall@example.org"
            return begin(self, outgoing)

        monkeypatch.setattr(SmtpConnection, "begin", fall)
        others = [queued(), queued()]
        fallen = queued("fall@example.org")
        others.append(queued())
        deliver()
        assert (stored(fallen).state, stored(fallen).tries) == (Delivery.QUEUED, 0)
        assert {stored(one).state for one in others} == {Delivery.SENT}
