"""The job behind an action: frozen when confirmed, cancelled, stopped, failing on one, resumed, two at once."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from admin_dashboard.core import clock
from admin_dashboard.core.errors import InvalidInput, NotAllowed, NotFound
from admin_dashboard.core.permissions import Actor, Permission
from admin_dashboard.db.engine import engine
from admin_dashboard.jobs.queue import LEASE, LeaseLost, claim
from admin_dashboard.jobs.worker import Worker
from admin_dashboard.mass_actions import jobs, service
from admin_dashboard.mass_actions.commands import JOB, ActionName, StartMassAction
from admin_dashboard.mass_actions.jobs import MASS_ACTION
from admin_dashboard.mass_actions.reasons import Reason
from admin_dashboard.mass_actions.service import ABANDONED_AFTER, MoreByNow, NobodyAsked
from admin_dashboard.models import AuditEntry, Grant, Job, JobState, User
from admin_dashboard.selection.selection import MOST_IDS, NOTHING, Selection
from admin_dashboard.users import service as users
from admin_dashboard.users.listing import ListUsers
from tests.conftest import WorkAs
from tests.factories import make_user
from tests.users.acting import holder

from .doing import ask, carried_out, outcomes, row, run_jobs, started

EVERYBODY = Selection.of_all(ListUsers())


def step_once(monkeypatch: pytest.MonkeyPatch, people: int) -> None:
    """The worker does one step of so many, and then looks elsewhere."""
    with monkeypatch.context() as patch:
        patch.setattr(jobs, "FIRST_STEP", people)
        patch.setattr(jobs, "TURN_SECONDS", 0.0)
        Worker([MASS_ACTION]).run_once()


class TestFreezing:
    def test_who_comes_to_match_later_is_not_concerned(self, work_as: WorkAs, people: list[User]):
        job_id = started(StartMassAction(ActionName.DISABLE, EVERYBODY))
        with work_as() as work:
            late = make_user(work.session)
        run_jobs()
        assert late.id not in outcomes(job_id)
        assert row(job_id).asked == 5

    def test_more_than_the_person_was_told_are_not_touched(self, work_as: WorkAs, people: list[User]):
        with pytest.raises(MoreByNow):
            started(StartMassAction(ActionName.DISABLE, EVERYBODY, counted=4))
        run_jobs()
        with work_as() as work:
            assert all(user.is_enabled for user in work.session.exec(select(User)))

    def test_fewer_are(self, people: list[User]):
        assert carried_out(StartMassAction(ActionName.DISABLE, EVERYBODY, counted=6)).done == 5

    def test_goes_on_over_its_parts(self, monkeypatch: pytest.MonkeyPatch, people: list[User]):
        monkeypatch.setattr(service, "FREEZE_AT_ONCE", 2)
        assert carried_out(StartMassAction(ActionName.DISABLE, EVERYBODY)).done == 5

    def test_of_nobody_is_refused(self, people: list[User]):
        with pytest.raises(NobodyAsked):
            started(StartMassAction(ActionName.DISABLE, NOTHING))

    def test_of_too_many_named_ones_is_refused(self, people: list[User]):
        with pytest.raises(InvalidInput):
            started(StartMassAction(ActionName.DISABLE, NOTHING.tick(range(1, MOST_IDS + 2))))

    def test_a_reason_has_a_length(self, people: list[User]):
        with pytest.raises(InvalidInput):
            started(ask("disable", *people, reason="x" * 501))

    def test_that_was_interrupted_is_never_done(
        self, work_as: WorkAs, monkeypatch: pytest.MonkeyPatch, people: list[User]
    ):
        job_id = started(ask("disable", *people))
        with work_as() as work:
            abandoned = clock.now() - ABANDONED_AFTER - timedelta(minutes=1)
            values = {"state": JobState.PREPARING, "created_at": abandoned}
            work.session.execute(update(Job).where(col(Job.id) == job_id).values(**values))
        run_jobs()
        assert not row(job_id).is_over
        started(ask("disable", *people))
        assert (row(job_id).state, row(job_id).done) == (JobState.CANCELLED, 0)


class TestCancel:
    def test_keeps_what_is_done_and_does_no_more(
        self, work_as: WorkAs, monkeypatch: pytest.MonkeyPatch, administrator: Actor, people: list[User]
    ):
        job_id = started(ask("disable", *people), administrator)
        step_once(monkeypatch, 2)
        with work_as(administrator) as work:
            assert service.cancel(work, job_id)
        run_jobs()
        assert list(outcomes(job_id).values()) == ["done", "done", *[Reason.CANCELLED] * 3]
        ended = row(job_id)
        assert (ended.state, ended.asked, ended.done, ended.skipped) == (JobState.CANCELLED, 5, 2, 3)

    def test_stops_a_step_that_has_not_begun(self, work_as: WorkAs, people: list[User]):
        job_id = started(ask("disable", *people))
        with work_as() as work:
            lease = claim(work, JOB, "me")
        with work_as() as work:
            service.cancel(work, job_id)
        assert lease is not None
        with pytest.raises(LeaseLost):
            jobs.run(lease)
        assert row(job_id).done == 0

    def test_twice_happens_once(self, work_as: WorkAs, people: list[User]):
        job_id = started(ask("disable", *people))
        answers = []
        for _time in range(2):
            with work_as() as work:
                answers.append(service.cancel(work, job_id))
        assert answers == [True, False]

    def test_not_by_who_could_not_have_asked(self, work_as: WorkAs, administrator: Actor, people: list[User]):
        job_id = started(ask("disable", *people), administrator)
        reader = holder(Permission.USERS_VIEW, Permission.AUDIT_VIEW)
        with pytest.raises(NotAllowed), work_as(reader) as work:
            service.cancel(work, job_id)

    def test_not_by_who_may_not_know_of_it(self, work_as: WorkAs, administrator: Actor, people: list[User]):
        job_id = started(ask("disable", *people), administrator)
        with pytest.raises(NotFound), work_as(holder(Permission.USERS_VIEW, Permission.USERS_ENABLE)) as work:
            service.cancel(work, job_id)


class TestWhoAsked:
    @pytest.mark.parametrize("fate", ["demoted", "disabled", "deleted"])
    def test_no_longer_may_and_nothing_more_is_done(
        self, work_as: WorkAs, monkeypatch: pytest.MonkeyPatch, administrator: Actor, people: list[User], fate: str
    ):
        job_id = started(ask("disable", *people), administrator)
        step_once(monkeypatch, 2)
        with work_as() as work:
            self.end(work.session, administrator.id, fate)
        run_jobs()
        expected = Reason.NOT_ALLOWED if fate == "demoted" else Reason.ACTOR_DISABLED
        assert list(outcomes(job_id).values()) == ["done", "done", expected, expected, expected]
        ended = row(job_id)
        assert (ended.state, ended.done, ended.failed, ended.stopped) == (JobState.FAILED, 2, 3, expected)

    def end(self, session, user_id, fate: str) -> None:
        user = session.get_one(User, user_id)
        if fate == "demoted":
            for held in session.exec(select(Grant).where(Grant.user_id == user_id)):
                session.delete(held)
        elif fate == "disabled":
            user.is_enabled = False
        else:
            session.delete(user)


@pytest.fixture
def poisoned(people: list[User]) -> User:
    """Somebody over whom the database stumbles."""
    victim = people[3]
    on_postgresql = engine().dialect.name == "postgresql"
    with engine().begin() as connection:
        if on_postgresql:
            check = f"ALTER TABLE users ADD CONSTRAINT odd CHECK (is_enabled OR id <> {victim.id})"
            connection.exec_driver_sql(check)
        else:
            connection.exec_driver_sql(
                f"CREATE TRIGGER odd BEFORE UPDATE ON users WHEN NOT new.is_enabled AND new.id = {victim.id}"
                " BEGIN SELECT RAISE(ABORT, 'odd'); END"
            )
    return victim


class TestFailing:
    def test_on_one_person_keeps_nobody_else_from_it(self, people: list[User], poisoned: User):
        done = carried_out(ask("disable", *people))
        assert outcomes(done.job_id)[poisoned.id or 0] == Reason.ERROR
        assert (done.state, done.asked, done.done, done.failed) == (JobState.DONE, 5, 4, 1)

    def test_for_good_fails_on_those_it_did_not_come_to(
        self, work_as: WorkAs, monkeypatch: pytest.MonkeyPatch, people: list[User]
    ):
        def fall(*_args):
            raise RuntimeError("a bug")

        job_id = started(ask("disable", *people))
        monkeypatch.setattr(jobs, "take_step", fall)
        for wait in range(5):
            monkeypatch.setattr(clock, "now", lambda hours=wait: real() + timedelta(hours=hours))
            Worker([MASS_ACTION]).run_once()
        ended = row(job_id)
        assert (ended.state, ended.failed) == (JobState.FAILED, 5)
        assert set(outcomes(job_id).values()) == {"RuntimeError: a bug"}


real = clock.now


class TestResuming:
    @pytest.mark.parametrize("few", [1, jobs.FEW])
    def test_after_a_crash_it_goes_on_where_it_was(
        self, work_as: WorkAs, monkeypatch: pytest.MonkeyPatch, people: list[User], few: int
    ):
        monkeypatch.setattr(jobs, "FEW", few)
        job_id = started(ask("disable", *people))
        step_once(monkeypatch, 2)
        with work_as() as work:
            assert claim(work, JOB, "crashed")
        monkeypatch.setattr(clock, "now", lambda: real() + LEASE + timedelta(seconds=1))
        run_jobs()
        assert (row(job_id).done, set(outcomes(job_id).values())) == (5, {"done"})
        with work_as() as work:
            told = work.session.exec(select(AuditEntry.user_id).where(AuditEntry.action == "user.disabled")).all()
            assert sorted(map(str, told)) == sorted(str(user.id) for user in people)

    def test_a_worker_that_is_to_end_leaves_the_rest_to_another(self, people: list[User], monkeypatch):
        job_id = started(ask("disable", *people))
        monkeypatch.setattr(jobs, "FIRST_STEP", 1)
        worker = Worker([MASS_ACTION])
        take = jobs.take_step
        monkeypatch.setattr(jobs, "take_step", lambda *args: (take(*args), worker.stop()))
        worker.run_once()
        monkeypatch.setattr(jobs, "take_step", take)
        assert (row(job_id).state, row(job_id).done) == (JobState.QUEUED, 1)
        run_jobs()
        assert row(job_id).done == 5


class TestSeveralAtOnce:
    def test_each_person_ends_as_one_of_the_two_has_it(self, work_as: WorkAs, people: list[User]):
        off, on = started(ask("disable", *people)), started(ask("enable", *people))
        threads = [threading.Thread(target=run_jobs) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert set(outcomes(off).values()) == {"done"}
        order = {"done": True, Reason.ALREADY_ENABLED: False}
        with work_as() as work:
            for user_id, outcome in outcomes(on).items():
                assert work.session.get_one(User, user_id).is_enabled is order[outcome]

    def test_somebody_changed_by_hand_in_between_is_reported_as_found(self, work_as: WorkAs, people: list[User]):
        job_id = started(ask("disable", *people))
        with work_as() as work:
            users.disable(work, people[0].id or 0)
        run_jobs()
        assert outcomes(job_id)[people[0].id or 0] == Reason.ALREADY_DISABLED
