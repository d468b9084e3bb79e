from datetime import timedelta

import pytest

from admin_dashboard.core.permissions import NOBODY
from admin_dashboard.core.throttle import Limit, hit
from admin_dashboard.jobs.queue import enqueue
from admin_dashboard.jobs.worker import Worker
from admin_dashboard.models import Attempt, Job, JobState, Link
from admin_dashboard.sign_in import jobs, reset, service
from admin_dashboard.sign_in.commands import ForgotPassword
from tests.factories import NOW, make_invitation, make_session, make_user

from . import reading

LATER = NOW + timedelta(days=100)


@pytest.fixture
def worker(database) -> Worker:
    return Worker(jobs.KINDS)


def test_a_forgotten_password_is_mailed_by_the_worker_once(worker, person, work_as):
    person()
    with work_as(NOBODY) as work:
        reset.forgot(work, ForgotPassword(login="ada.byron"))
    for _round in range(3):
        worker.run_once()
    assert [mail.kind for mail in reading.mails()] == ["password_reset"]


def test_a_mail_job_taken_up_again_after_a_crash_does_nothing_twice(worker, person, work_as):
    user_id = person()
    with work_as() as work:
        job_id = enqueue(work, reset.SEND_RESET, {"user_id": user_id})
        work.session.get_one(Job, job_id).position = 1
    worker.run_once()
    assert reading.mails() == []
    assert reading.all_of(Job)[0].state == JobState.DONE


def test_somebody_is_told_of_pauses_only_a_few_times_a_day(worker, person, work_as, set_clock):
    user_ids = person(), person(username="grace.hopper", email="grace@example.org")

    def pause(user_id: int, times: int) -> None:
        for _time in range(times):
            with work_as() as work:
                enqueue(work, service.TELL_OWNER, {"user_id": user_id})
            worker.run_once()

    pause(user_ids[0], times=jobs.PAUSE_MAILS.count + 2)
    pause(user_ids[1], times=1)
    assert [mail.user_id for mail in reading.mails()] == [user_ids[0]] * jobs.PAUSE_MAILS.count + [user_ids[1]]
    set_clock(NOW + jobs.PAUSE_MAILS.window)
    pause(user_ids[0], times=1)
    assert reading.mails()[-1].user_id == user_ids[0]


class TestHousekeeping:
    def test_deletes_sessions_that_have_ended(self, worker, work_as, set_clock):
        with work_as() as work:
            user = make_user(work.session)
            make_session(work.session, user)
            staying = make_session(work.session, user, idle_until=LATER, ends_at=LATER)[0].id
        set_clock(NOW + timedelta(hours=13))
        worker.run_once()
        assert [row.id for row in reading.sessions()] == [staying]

    def test_deletes_attempts_whose_window_is_over(self, worker, work_as, set_clock):
        with work_as() as work:
            hit(work.session, Limit("short", 1, timedelta(minutes=1)), "a", NOW)
            hit(work.session, Limit("long", 1, timedelta(days=1)), "a", NOW)
        set_clock(NOW + timedelta(hours=1))
        worker.run_once()
        assert [row.key for row in reading.all_of(Attempt)] == ["long:a"]

    def test_deletes_links_after_ninety_days(self, worker, work_as, set_clock):
        with work_as() as work:
            make_invitation(work.session, make_user(work.session))
            kept = make_invitation(work.session, make_user(work.session), created_at=NOW + timedelta(days=20))[0].id
        set_clock(LATER)
        worker.run_once()
        assert [row.id for row in reading.all_of(Link)] == [kept]

    def test_deletes_its_own_finished_jobs_after_a_day(self, worker, work_as, set_clock):
        with work_as() as work:
            enqueue(work, reset.SEND_RESET, {"user_id": None})
        worker.run_once()
        set_clock(NOW + timedelta(days=2))
        worker.run_once()
        assert {job.kind for job in reading.all_of(Job)} == {"housekeeping"}

    def test_deletes_few_rows_at_a_time(self, worker, work_as, set_clock, monkeypatch):
        monkeypatch.setattr(jobs, "CHUNK", 2)
        with work_as() as work:
            user = make_user(work.session)
            for _number in range(5):
                make_session(work.session, user)
        set_clock(LATER)
        worker.run_once()
        assert reading.sessions() == []
