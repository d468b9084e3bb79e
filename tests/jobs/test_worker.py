"""The worker runs what is due."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.jobs import worker
from admin_dashboard.jobs.queue import Lease, LeaseLost, claim_standing, enqueue
from admin_dashboard.jobs.worker import Kind, Worker
from admin_dashboard.models import Job, JobState
from tests.waiting import wait_until

pytestmark = pytest.mark.usefixtures("sqlite_database")


def add(kind: str = "count") -> None:
    with begin(SYSTEM) as work:
        enqueue(work, kind)


def job() -> Job:
    with begin(SYSTEM) as work:
        return work.session.exec(select(Job)).one()


class TestRunOnce:
    def test_runs_a_queued_job_to_its_end(self):
        add()
        ran = []
        assert Worker([Kind("count", ran.append)]).run_once()
        assert (len(ran), job().state) == (1, JobState.DONE)

    def test_says_when_there_is_nothing(self):
        assert not Worker([Kind("count", print)]).run_once()

    def test_a_job_that_falls_is_put_back(self):
        def fall(_lease):
            raise ValueError("no sheep")

        add()
        Worker([Kind("count", fall)]).run_once()
        assert (job().state, job().error) == (JobState.QUEUED, "ValueError: no sheep")

    def test_a_lost_lease_is_no_failure(self):
        def lose(_lease):
            raise LeaseLost

        add()
        Worker([Kind("count", lose)]).run_once()
        assert (job().state, job().error) == (JobState.RUNNING, None)

    def test_a_kind_it_does_not_know_is_left(self):
        add("other")
        assert not Worker([Kind("count", print)]).run_once()
        assert job().state == JobState.QUEUED

    def test_a_standing_job_runs_when_there_is_something_to_do(self):
        ran, due = [], [False]
        kind = Kind("sweep", ran.append, is_due=lambda _session, _now: due[0])
        ours = Worker([kind])
        assert not ours.run_once()
        due[0] = True
        assert ours.run_once()
        assert ours.run_once()
        assert (len(ran), job().state) == (2, JobState.QUEUED)

    def test_a_regular_job_runs_at_its_interval(self):
        ran = []
        ours = Worker([Kind("sweep", ran.append, every=timedelta(hours=1))])
        assert ours.run_once()
        assert not ours.run_once()
        assert len(ran) == 1

    def test_two_workers_do_not_run_a_standing_job_twice(self):
        ran = []
        kind = Kind("sweep", ran.append, is_due=lambda _session, _now: True)
        with begin(SYSTEM) as work:
            claim_standing(work, "sweep", "somebody else")
        assert not Worker([kind]).run_once()
        assert ran == []

    def test_a_job_is_told_that_the_worker_is_to_end(self):
        seen = []

        def stop(lease):
            ours.stop()
            seen.append(lease.is_stopping())

        ours = Worker([Kind("count", stop)])
        add()
        ours.run_once()
        assert seen == [True]

    def test_a_stopped_worker_takes_nothing(self):
        add()
        ours = Worker([Kind("count", print)])
        ours.stop()
        assert not ours.run_once()


def hanging_until(is_over: threading.Event) -> Kind:
    def hang(_lease: Lease) -> None:
        is_over.wait()

    return Kind("hang", hang, is_due=lambda _session, _now: True)


class TestRunForever:
    def test_works_until_it_is_stopped(self, monkeypatch):
        monkeypatch.setattr(worker, "LOOK_EVERY_SECONDS", 0.01)
        ran = []
        ours = Worker([Kind("count", ran.append)])
        thread = threading.Thread(target=ours.run_forever)
        thread.start()
        add()
        wait_until(lambda: ran, "the job")
        ours.stop()
        thread.join(5)
        assert not thread.is_alive()

    def test_a_kind_that_hangs_does_not_hold_up_the_others(self, monkeypatch):
        monkeypatch.setattr(worker, "LOOK_EVERY_SECONDS", 0.01)
        is_over, ran = threading.Event(), []
        ours = Worker([hanging_until(is_over), Kind("count", ran.append)])
        thread = threading.Thread(target=ours.run_forever)
        thread.start()
        add()
        wait_until(lambda: ran, "the other job")
        ours.stop()
        is_over.set()
        thread.join(5)
        assert not thread.is_alive()

    def test_survives_a_database_that_does_not_answer(self, monkeypatch):
        monkeypatch.setattr(worker, "LOOK_EVERY_SECONDS", 0.01)
        ours = Worker([])
        answers = iter([OperationalError("select", {}, Exception()), None])

        def answer(_work) -> None:
            error = next(answers)
            if error is not None:
                raise error
            ours.stop()

        monkeypatch.setattr(worker, "free_of_the_dead", answer)
        ours.run_forever()
        assert next(answers, "asked twice") == "asked twice"
