"""Durable jobs: claimed once, held by a lease, fenced, taken over, given up."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from admin_dashboard.core import clock
from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.jobs import queue
from admin_dashboard.jobs.owner import new_owner
from admin_dashboard.jobs.queue import BACKOFF, LEASE, Lease, LeaseLost
from admin_dashboard.models import AuditEntry, Job, JobState
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("database")
KIND = "count sheep"
SECOND = timedelta(seconds=1)


@pytest.fixture
def set_clock(monkeypatch):
    """Make it this moment."""

    def make_it(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    make_it(NOW)
    return make_it


@pytest.fixture(autouse=True)
def _at_noon(set_clock):
    """Every test starts at noon."""


def add(**values) -> int:
    with begin(SYSTEM) as work:
        return queue.enqueue(work, KIND, values, total=3)


def claim(owner: str = "me") -> Lease | None:
    with begin(SYSTEM) as work:
        return queue.claim(work, KIND, owner)


def claimed(owner: str = "me") -> Lease:
    lease = claim(owner)
    assert lease is not None
    return lease


def row() -> Job:
    with begin(SYSTEM) as work:
        return work.session.exec(select(Job)).one()


class TestClaim:
    def test_gives_the_arguments_and_the_position(self):
        add(sheep=["Dolly"])
        lease = claimed()
        assert (lease.args, lease.position) == ({"sheep": ["Dolly"]}, 0)
        assert (row().state, row().owner, row().lease_until) == (JobState.RUNNING, "me", NOW + LEASE)

    def test_of_many_workers_one_gets_it(self):
        add()
        with ThreadPoolExecutor(6) as pool:
            leases = list(pool.map(lambda n: claim(f"worker {n}"), range(6)))
        assert sum(lease is not None for lease in leases) == 1

    def test_the_longest_due_comes_first(self, set_clock):
        add(number=1)
        set_clock(NOW - SECOND)
        add(number=2)
        set_clock(NOW)
        assert [claimed().args["number"], claimed().args["number"], claim()] == [2, 1, None]

    def test_what_is_not_due_waits(self, set_clock):
        add()
        set_clock(NOW - SECOND)
        assert claim() is None

    def test_a_kind_we_do_not_know_waits_for_who_does(self):
        add()
        with begin(SYSTEM) as work:
            assert queue.claim(work, "other", "me") is None
            assert not queue.has_queued(work.session, "other", NOW)
            assert queue.has_queued(work.session, KIND, NOW)


class TestLease:
    def test_a_step_and_its_position_commit_together(self):
        add()
        lease = claimed()
        with lease.step(advance=2) as work:
            work.record("sheep.counted")
        assert (lease.position, row().position) == (2, 2)
        with pytest.raises(RuntimeError):
            fail_within(lease)
        assert (lease.position, row().position) == (2, 2)
        with begin(SYSTEM) as work:
            assert len(work.session.exec(select(AuditEntry)).all()) == 1

    def test_a_step_renews_it(self, set_clock):
        add()
        lease = claimed()
        set_clock(NOW + LEASE / 2)
        with lease.step():
            pass
        assert row().lease_until == NOW + LEASE / 2 + LEASE

    def test_a_crashed_workers_job_goes_on_where_it_stopped(self, set_clock):
        add()
        with claimed("crashed").step(advance=2):
            pass
        assert claim("other") is None
        set_clock(NOW + LEASE + SECOND)
        assert claimed("other").position == 2

    def test_who_lost_it_writes_nothing(self, set_clock):
        add()
        slow = claimed("slow")
        set_clock(NOW + LEASE + SECOND)
        claimed("other")
        with pytest.raises(LeaseLost), slow.step(advance=1) as work:
            work.record("never.happens")
        slow.finish(NOW)
        assert (row().owner, row().state, row().position) == ("other", JobState.RUNNING, 0)

    def test_a_cancelled_job_stops_at_its_next_step(self):
        add()
        lease = claimed()
        with begin(SYSTEM) as work:
            work.session.exec(select(Job)).one().state = JobState.CANCELLED
        with pytest.raises(LeaseLost), lease.step():
            pass

    def test_is_kept_while_somebody_else_takes_long(self, set_clock, monkeypatch):
        add()
        lease = claimed()
        set_clock(NOW + LEASE / 2)
        monkeypatch.setattr(queue, "LEASE", timedelta(seconds=0.2))
        with lease.kept():
            threading.Event().wait(0.3)
        assert row().lease_until == NOW + LEASE / 2 + timedelta(seconds=0.2)


def fail_within(lease: Lease) -> None:
    with lease.step(advance=1) as work:
        work.record("sheep.counted")
        raise RuntimeError


class TestEnds:
    def test_done(self):
        add()
        claimed().finish(NOW)
        assert (row().state, row().finished_at, row().owner) == (JobState.DONE, NOW, None)
        assert claim() is None

    def test_paused_with_what_it_waits_for(self, set_clock):
        add()
        claimed().pause(NOW + 30 * SECOND, "the mail server does not answer")
        assert (row().state, row().error) == (JobState.QUEUED, "the mail server does not answer")
        assert claim() is None
        set_clock(NOW + 30 * SECOND)
        assert claimed()

    def test_failed_waits_longer_each_time_and_is_given_up(self, set_clock):
        add()
        at = NOW
        for wait in BACKOFF:
            claimed().fail(RuntimeError("fell asleep"), at)
            assert (row().state, row().due_at) == (JobState.QUEUED, at + wait)
            at += wait
            set_clock(at)
        claimed().fail(RuntimeError("fell asleep"), at)
        assert (row().state, row().error) == (JobState.FAILED, "RuntimeError: fell asleep")
        assert claim() is None

    def test_a_step_that_goes_well_starts_the_count_anew(self):
        add()
        lease = claimed()
        with lease.step():
            pass
        lease.fail(RuntimeError(), NOW)
        assert row().due_at == NOW + BACKOFF[0]


class TestStanding:
    def take(self, owner: str = "me") -> Lease | None:
        with begin(SYSTEM) as work:
            return queue.claim_standing(work, KIND, owner)

    def may_run(self, now=NOW) -> bool:
        with begin(SYSTEM) as work:
            return queue.may_run(work.session, KIND, now)

    def test_has_one_row_for_ever(self):
        with ThreadPoolExecutor(6) as pool:
            leases = list(pool.map(lambda n: self.take(f"worker {n}"), range(6)))
        assert sum(lease is not None for lease in leases) == 1
        assert row().unique_key == KIND

    def test_may_run_unless_it_runs_or_waits(self):
        assert self.may_run()
        lease = self.take()
        assert not self.may_run()
        assert lease is not None
        lease.pause(NOW + SECOND)
        assert (self.may_run(), self.may_run(NOW + SECOND)) == (False, True)

    def test_is_never_given_up(self, set_clock):
        at = NOW
        for _ in range(len(BACKOFF) + 3):
            lease = self.take()
            assert lease is not None
            lease.fail(RuntimeError(), at)
            at += BACKOFF[-1]
            set_clock(at)
        assert self.may_run(at)

    def test_is_no_queued_job(self):
        self.take()
        assert claim() is None


class TestTheDead:
    def test_jobs_of_ended_processes_are_free_at_once(self, monkeypatch):
        add()
        claimed("somewhere/1/x")
        monkeypatch.setattr(queue, "is_dead", lambda owner: owner == "somewhere/1/x")
        with begin(SYSTEM) as work:
            queue.free_of_the_dead(work)
        assert claimed("other")

    def test_jobs_of_the_living_are_not(self):
        add()
        claimed(new_owner())
        with begin(SYSTEM) as work:
            queue.free_of_the_dead(work)
        assert claim("other") is None
