"""What becomes of a message, on both databases, with a real mail server."""

from datetime import timedelta

import pytest
from sqlmodel import select

from admin_dashboard.core import clock
from admin_dashboard.mail.delivery import WAITS
from admin_dashboard.mail.jobs import SERVER_PAUSE
from admin_dashboard.mail.reasons import Reason
from admin_dashboard.models import AuditEntry, Delivery, Job, Link, Message, User
from admin_dashboard.settings import settings

pytestmark = pytest.mark.usefixtures("database")


def actions(work_as) -> list[str]:
    with work_as() as work:
        return list(work.session.exec(select(AuditEntry.action).order_by(AuditEntry.id)))  # type: ignore[arg-type]


class TestSent:
    def test_reaches_its_reader(self, mail_server, queued, deliver, stored):
        message = stored(queued("ada@example.org"))
        deliver()
        received = mail_server.messages[0]
        assert mail_server.recipients == ["ada@example.org"]
        assert (received["Message-ID"], received["Subject"]) == (message.message_id, message.subject)
        assert stored(message.id).state == Delivery.SENT

    def test_keeps_no_body_because_it_holds_a_link(self, mail_server, queued, deliver, stored):
        sent = queued()
        deliver()
        assert (stored(sent).body_text, stored(sent).body_html) == (None, None)

    def test_makes_its_person_enrolled(self, mail_server, queued, deliver, stored, work_as):
        before, sent = clock.now(), queued()
        deliver()
        with work_as() as work:
            user = work.session.get_one(User, stored(sent).user_id)
        assert before <= user.enrolled_at == stored(sent).sent_at <= clock.now()
        assert actions(work_as) == ["mail.sent"]

    def test_is_sent_once(self, mail_server, queued, deliver):
        queued()
        deliver()
        deliver()
        assert len(mail_server.messages) == 1


class TestRefused:
    def test_a_refused_recipient_has_failed_and_stops_nobody_elses(self, mail_server, queued, deliver, stored):
        mail_server.answers["RCPT nobody@example.org"] = "550 No such mailbox"
        refused, other = queued("nobody@example.org"), queued("ada@example.org")
        deliver()
        assert (stored(refused).state, stored(refused).error) == (Delivery.FAILED, Reason.ADDRESS_REFUSED)
        assert stored(refused).body_text is None
        assert stored(other).state == Delivery.SENT

    def test_is_not_enrolled(self, mail_server, queued, deliver, stored, work_as):
        mail_server.answers["RCPT"] = "553 No"
        refused = queued()
        deliver()
        with work_as() as work:
            assert work.session.get_one(User, stored(refused).user_id).enrolled_at is None
        assert actions(work_as) == ["mail.failed"]

    def test_a_refused_message_has_failed(self, mail_server, queued, deliver, stored):
        mail_server.answers["DATA"] = "554 Looks like spam"
        refused = queued()
        deliver()
        assert (stored(refused).state, stored(refused).error) == (Delivery.FAILED, Reason.MESSAGE_REFUSED)


class TestPutOff:
    @pytest.mark.parametrize("command", ["RCPT", "DATA"])
    def test_is_tried_again_later(self, mail_server, queued, deliver, stored, later, command):
        mail_server.answers[command] = "451 Greylisted, come back later"
        waiting = queued()
        deliver()
        assert (stored(waiting).state, stored(waiting).tries) == (Delivery.QUEUED, 1)
        mail_server.answers.clear()
        deliver()
        assert mail_server.messages == []
        later(WAITS[0])
        deliver()
        assert stored(waiting).state == Delivery.SENT

    def test_waits_longer_each_time_and_fails_in_the_end(self, mail_server, queued, deliver, stored, later):
        mail_server.answers["RCPT"] = "450 Busy"
        waiting = queued()
        deliver()
        for number, wait in enumerate(WAITS, start=1):
            row = stored(waiting)
            assert (row.state, row.tries) == (Delivery.QUEUED, number)
            assert timedelta(0) <= clock.now() + wait - row.due_at < timedelta(seconds=5)
            later(wait)
            deliver()
        assert (stored(waiting).state, stored(waiting).error) == (Delivery.FAILED, Reason.PUT_OFF)

    def test_others_go_first(self, mail_server, queued, deliver, stored):
        mail_server.answers["RCPT slow@example.org"] = "450 Busy"
        queued("slow@example.org")
        other = queued()
        deliver()
        assert stored(other).state == Delivery.SENT


class TestServerDown:
    def test_burns_no_tries_and_says_so(self, queued, deliver, stored, monkeypatch, work_as):
        monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1:9")
        settings.cache_clear()
        waiting = [queued(), queued()]
        deliver()
        assert [(stored(i).state, stored(i).tries) for i in waiting] == [(Delivery.QUEUED, 0)] * 2
        with work_as() as work:
            job = work.session.exec(select(Job)).one()
        assert (job.state, job.error) == ("queued", Reason.UNREACHABLE)
        assert job.due_at > clock.now() + SERVER_PAUSE / 2

    def test_goes_on_when_it_is_back(self, queued, deliver, stored, monkeypatch, later, request):
        monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1:9")
        settings.cache_clear()
        waiting = queued()
        deliver()
        request.getfixturevalue("mail_server")
        later(SERVER_PAUSE)
        deliver()
        assert stored(waiting).state == Delivery.SENT

    def test_an_unreadable_setting_is_the_sites_fault(self, queued, deliver, stored, monkeypatch):
        monkeypatch.setenv("SMTP_URL", "http://mail.example")
        settings.cache_clear()
        waiting = queued()
        deliver()
        assert (stored(waiting).state, stored(waiting).tries) == (Delivery.QUEUED, 0)

    def test_a_refused_sender_is_nobodys_message(self, mail_server, queued, deliver, stored):
        mail_server.answers["MAIL"] = "550 Not from you"
        waiting = queued()
        deliver()
        assert (stored(waiting).state, stored(waiting).tries) == (Delivery.QUEUED, 0)


class TestCancelled:
    @pytest.mark.parametrize(
        ("model", "values", "reason"),
        [
            (Link, {"revoked_at": clock.now()}, Reason.LINK_ENDED),
            (Link, {"used_at": clock.now()}, Reason.LINK_ENDED),
            (User, {"is_enabled": False}, Reason.PERSON_DISABLED),
            (User, {"first_login_at": clock.now()}, Reason.PERSON_JOINED),
            (User, {"email": "other@example.org"}, Reason.LINK_ENDED),
        ],
        ids=["link revoked", "link used", "disabled", "joined", "email changed"],
    )
    def test_is_not_sent(self, mail_server, queued, deliver, stored, change, model, values, reason):
        message = queued()
        change(message, model, **values)
        deliver()
        assert (stored(message).state, stored(message).error) == (Delivery.CANCELLED, reason)
        assert (stored(message).body_text, mail_server.messages) == (None, [])

    def test_a_link_that_expired_in_the_queue_is_a_failure(self, mail_server, queued, deliver, stored, later):
        message = queued()
        later(timedelta(hours=25))
        deliver()
        assert (stored(message).state, stored(message).error) == (Delivery.FAILED, Reason.LINK_EXPIRED)

    def test_it_all_adds_up(self, mail_server, queued, deliver, stored, change, work_as):
        mail_server.answers["RCPT nobody@example.org"] = "550 No"
        queued("nobody@example.org")
        change(queued(), Link, revoked_at=clock.now())
        queued()
        deliver()
        with work_as() as work:
            states = sorted(work.session.exec(select(Message.state)))
        assert states == [Delivery.CANCELLED, Delivery.FAILED, Delivery.SENT]


class TestLeftOver:
    def test_a_message_left_in_its_conversation_is_sent_with_its_message_id(
        self, mail_server, queued, deliver, stored, crashed
    ):
        message = queued()
        crashed(begun=[message])
        deliver()
        assert mail_server.messages[0]["Message-ID"] == stored(message).message_id
        assert (stored(message).state, stored(message).tries) == (Delivery.SENT, 2)

    def test_others_go_first(self, mail_server, queued, deliver, crashed, stored, monkeypatch):
        monkeypatch.setenv("MAIL_CONNECTIONS", "1")
        settings.cache_clear()
        left, other = queued(), queued()
        crashed(begun=[left])
        deliver()
        assert [message["Message-ID"] for message in mail_server.messages] == [
            stored(other).message_id,
            stored(left).message_id,
        ]

    def test_a_message_over_which_the_worker_falls_is_given_up(
        self, mail_server, queued, deliver, stored, crashed, work_as
    ):
        message = queued()
        with work_as() as work:
            work.session.get_one(Message, message).tries = len(WAITS)
        crashed(begun=[message])
        deliver()
        assert (stored(message).state, mail_server.messages) == (Delivery.FAILED, [])

    def test_what_was_noted_as_sent_is_written_down_and_not_sent_again(
        self, mail_server, queued, deliver, stored, crashed, work_as
    ):
        noted = queued()
        crashed(sent=[noted])
        deliver()
        assert (stored(noted).state, stored(noted).tries) == (Delivery.SENT, 1)
        assert stored(noted).body_text is None
        assert mail_server.messages == []
        assert actions(work_as) == ["mail.sent"]


class TestCatcher:
    def test_keeps_the_mail_as_sent_with_its_bodies(self, queued, deliver, stored, work_as):
        message = queued()
        deliver()
        row = stored(message)
        assert row.state == Delivery.SENT
        assert "/invitation/" in (row.body_text or "")
        assert "/invitation/" in (row.body_html or "")
        with work_as() as work:
            assert work.session.get_one(User, row.user_id).enrolled_at is not None
