"""The jobs behind an import: cancelled, stopped, failing on one row, resumed, overtaken by changes, two at once."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text, update
from sqlmodel import col, select

from admin_dashboard.core import audit, clock
from admin_dashboard.core.permissions import SYSTEM, Actor
from admin_dashboard.core.work import Door, begin
from admin_dashboard.db.engine import engine
from admin_dashboard.imports import checking, inviting, running, service, storage, turns
from admin_dashboard.imports.commands import CHECK, RUN
from admin_dashboard.imports.jobs import IMPORT_CHECK, IMPORT_RUN, KINDS
from admin_dashboard.jobs.queue import LEASE, claim
from admin_dashboard.jobs.worker import Worker
from admin_dashboard.mass_actions import service as mass_actions
from admin_dashboard.models import Attribute, AuditEntry, Grant, ImportState, RowOutcome, User
from admin_dashboard.settings import settings
from tests.conftest import WorkAs
from tests.factories import make_administrator, make_attribute, make_user
from tests.waiting import wait_until

from .importing import check, checked, counts, csv, drafted, imported, outcomes, reasons, rows_of, run, run_jobs, view

MANY = csv(*(f"anna.n{number},Anna,Long,a{number}@example.org" for number in range(9)))
real = clock.now


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker looks elsewhere after each step of two rows, because somebody else always waits."""
    for module in (checking, running):
        monkeypatch.setattr(module, "FIRST_STEP", 2)
        monkeypatch.setattr(module, "SMALLEST_STEP", 2)
        monkeypatch.setattr(module, "STEP_SECONDS", 0.0)
    monkeypatch.setattr(turns, "TURN_SECONDS", 0.0)
    monkeypatch.setattr(turns.Turn, "_somebody_waits", lambda _turn: True)


def started(import_id: int, actor: Actor = SYSTEM) -> None:
    with begin(actor, Door.PAGE) as work:
        service.start_run(work, import_id)


def is_somebody_waiting() -> bool:
    with engine().connect() as connection:
        return bool(connection.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar())


def cancelled(import_id: int) -> bool:
    with begin(SYSTEM) as work:
        return service.cancel(work, import_id)


class TestCheck:
    def test_shows_its_first_rows_while_it_goes_on(self, database: str, small_steps: None):
        import_id = drafted(MANY)
        with begin(SYSTEM) as work:
            service.start_check(work, import_id)
        Worker([IMPORT_CHECK]).run_once()
        found = view(import_id)
        assert (found.state, found.rows, found.created, len(rows_of(found))) == (ImportState.CHECKING, 2, 2, 2)
        assert found.progress == pytest.approx(0.3)

    def test_goes_on_after_a_pause_with_what_it_knew(self, database: str, small_steps: None):
        found = checked(MANY + "anna.n0,Anna,Long,other@example.org\n")
        assert (found.state, counts(found)) == (ImportState.CHECKED, (9, 0, 0, 1))
        assert reasons(found) == ["11 username: Line 2 has the same username."]

    def test_remembers_over_a_pause_which_administrators_it_disables(self, work_as: WorkAs, database, small_steps):
        with work_as() as work:
            for name in ("anna.long", "bert.short"):
                make_administrator(work.session, username=name)
            make_user(work.session, username="carl.tall")
        found = checked(csv("anna.long,no", "carl.tall,no", "bert.short,no", head="username,enabled"))
        assert outcomes(found) == ["updated", "updated", "refused"]

    def test_again_forgets_the_one_before(self, database: str):
        found = checked(MANY)
        with begin(SYSTEM) as work:
            service.start_check(work, found.id)
        run_jobs()
        assert (counts(view(found.id)), len(rows_of(found))) == ((9, 0, 0, 0), 9)

    def test_cancelled_leaves_a_draft(self, database: str, small_steps: None):
        import_id = drafted(MANY)
        with begin(SYSTEM) as work:
            service.start_check(work, import_id)
        Worker([IMPORT_CHECK]).run_once()
        assert cancelled(import_id)
        run_jobs()
        assert view(import_id).state == ImportState.DRAFT

    def test_of_a_file_that_turns_out_damaged_says_so(self, sqlite_database: str, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("IMPORT_MAX_ROWS", "100")
        settings.cache_clear()
        found = checked(MANY + "x,x,x,x\n" * 100)
        assert (found.state, str(found.error)) == (ImportState.DRAFT, "The file has more than 100 rows.")
        assert (found.rows, found.refused, rows_of(found)) == (0, 0, [])

    def test_of_very_long_rows_takes_few_at_once(self, database: str, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(checking, "MOST_LETTERS_AT_ONCE", 50)
        monkeypatch.setattr(running, "MOST_BYTES_AT_ONCE", 50)
        steps = []
        monkeypatch.setattr(turns.Turn, "must_pause", lambda turn: steps.append(turn.lease.kind) or False)
        assert counts(imported(MANY)) == (9, 0, 0, 0)
        assert (steps.count(CHECK), steps.count(RUN)) == (5, 9)

    def test_of_a_file_that_is_gone_says_so(self, sqlite_database: str):
        import_id = drafted(MANY)
        for path in storage.folder().iterdir():
            path.unlink()
        check(import_id)
        assert "no longer here" in str(view(import_id).error)


class TestCancel:
    def test_keeps_what_is_done_and_says_where_it_stopped(self, work_as: WorkAs, database: str, small_steps: None):
        found = checked(MANY)
        started(found.id)
        Worker([IMPORT_RUN]).run_once()
        assert cancelled(found.id)
        run_jobs()
        ended = view(found.id)
        assert (ended.state, ended.rows, counts(ended)) == (ImportState.CANCELLED, 9, (2, 0, 0, 0))
        assert [row.outcome for row in rows_of(ended)] == [RowOutcome.CREATED] * 2 + [None] * 7
        with work_as() as work:
            assert len(work.session.exec(select(User)).all()) == 2

    def test_twice_happens_once(self, database: str):
        found = checked(MANY)
        started(found.id)
        assert [cancelled(found.id), cancelled(found.id)] == [True, False]

    def test_waits_for_the_step_that_is_going_on(self, postgresql_database: str, monkeypatch: pytest.MonkeyPatch):
        import_id = drafted(MANY)
        with begin(SYSTEM, Door.PAGE) as work:
            service.start_check(work, import_id)
        cancelling = threading.Thread(target=cancelled, args=(import_id,))
        keep = checking.store

        def store(*args: Any) -> None:
            cancelling.start()
            wait_until(is_somebody_waiting, "somebody to wait")
            keep(*args)

        monkeypatch.setattr(checking, "store", store)
        Worker([IMPORT_CHECK]).run_once()
        cancelling.join(30)
        assert (view(import_id).state, counts(view(import_id))) == (ImportState.DRAFT, (9, 0, 0, 0))


class TestWhoAsked:
    @pytest.mark.parametrize("fate", ["demoted", "disabled"])
    def test_no_longer_may_and_nothing_more_is_done(
        self, work_as: WorkAs, administrator: Actor, small_steps: None, fate: str
    ):
        found = checked(MANY, administrator)
        started(found.id, administrator)
        Worker([IMPORT_RUN]).run_once()
        with work_as() as work:
            self.end(work.session, administrator.id, fate)
        run_jobs()
        ended = view(found.id)
        expected = "no longer has the right" if fate == "demoted" else "may no longer sign in"
        assert (ended.state, counts(ended), expected in str(ended.error)) == (ImportState.FAILED, (2, 0, 0, 0), True)

    def end(self, session, user_id, fate: str) -> None:
        if fate == "disabled":
            session.get_one(User, user_id).is_enabled = False
        for held in session.exec(select(Grant).where(Grant.user_id == user_id)):
            session.delete(held)


@pytest.fixture
def poisoned(database: str) -> str:
    """A username over which the database stumbles."""
    with engine().begin() as connection:
        if engine().dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE users ADD CONSTRAINT odd CHECK (username <> 'anna.n5')"))
        else:
            connection.execute(
                text(
                    "CREATE TRIGGER odd BEFORE INSERT ON users WHEN new.username = 'anna.n5'"
                    " BEGIN SELECT RAISE(ABORT, 'odd'); END"
                )
            )
    return "anna.n5"


class TestFailing:
    def test_on_one_row_keeps_no_other_from_its_due(self, work_as: WorkAs, poisoned: str):
        done = imported(MANY)
        assert (done.state, counts(done)) == (ImportState.DONE, (8, 0, 0, 1))
        assert reasons(done) == ["7 : Something went wrong on our side."]
        with work_as() as work:
            assert audit.verify(work.session) == []

    def test_for_good_says_so(self, sqlite_database: str, monkeypatch: pytest.MonkeyPatch):
        def fall(*_args):
            raise RuntimeError("a bug")

        found = checked(MANY)
        started(found.id)
        monkeypatch.setattr(running, "apply", fall)
        for wait in range(5):
            monkeypatch.setattr(clock, "now", lambda hours=wait: real() + timedelta(hours=hours))
            Worker([IMPORT_RUN]).run_once()
        assert view(found.id).state == ImportState.FAILED


class TestTodaysData:
    """What changes between the check and the run."""

    def test_who_has_come_is_updated(self, work_as: WorkAs, database: str):
        found = checked(csv("anna.long,Anna,Long,"))
        with work_as() as work:
            make_user(work.session, username="anna.long", email="anna@example.org")
        assert outcomes(found) == ["refused"]
        found = checked(csv("bert.short,Bert,Short,bert@example.org"))
        with work_as() as work:
            make_user(work.session, username="bert.short", email="bert@example.org")
        assert outcomes(run(found.id)) == ["updated"]

    def test_an_address_that_was_taken_refuses_the_row(self, work_as: WorkAs, database: str):
        found = checked(csv("bert.short,Bert,Short,bert@example.org"))
        with work_as() as work:
            make_user(work.session, username="eve.quick", email="bert@example.org")
        done = run(found.id)
        assert (counts(done), reasons(done)) == (
            (0, 0, 0, 1),
            ["2 email: Another user, eve.quick, has this email address."],
        )

    def test_a_username_made_from_names_that_was_taken_is_made_anew(self, work_as: WorkAs, database: str):
        found = checked(csv("Bert,Short,bert@example.org", head="first_name,last_name,email"))
        with work_as() as work:
            make_user(work.session, username="bert.short")
        assert [row.username for row in rows_of(run(found.id))] == ["bert.short2"]

    def test_a_username_made_anew_is_nobody_elses_row(self, work_as: WorkAs, database: str, small_steps: None):
        lines = [",Bert,Short,b@x.org", "carl.tall,Carl,Tall,c@x.org", "bert.short2,Bertha,Short,b2@x.org"]
        found = checked(csv(*lines))
        with work_as() as work:
            make_user(work.session, username="bert.short")
        done = run(found.id)
        assert (outcomes(done), reasons(done)) == (
            ["created", "created", "refused"],
            ["4 username: Line 2 has the same username."],
        )

    def test_who_is_as_the_file_says_by_now_is_unchanged(self, work_as: WorkAs, anna: User):
        found = checked(csv("anna.long,Hannah,,"))
        with work_as() as work:
            work.session.get_one(User, anna.id).first_name = "Hannah"
        done = run(found.id)
        assert (counts(done), rows_of(done)[0].changes) == ((0, 0, 1, 0), ())

    def test_what_the_check_refused_stays_refused(self, work_as: WorkAs, anna: User):
        found = checked(csv("bert.short,Bert,Short,anna@example.org"))
        with work_as() as work:
            work.session.delete(work.session.get_one(User, anna.id))
        assert counts(run(found.id)) == (0, 0, 0, 1)

    def test_an_attribute_that_holds_something_else_by_now_decides(self, work_as: WorkAs, anna: User):
        with work_as() as work:
            make_attribute(work.session)
        found = checked(csv("anna.long,red", "bert.short,7", head="username,badge"), mode="update")
        with work_as() as work:
            work.session.execute(update(Attribute).where(col(Attribute.key) == "badge").values(type="number"))
        assert reasons(run(found.id))[0] == "2 badge: Enter a number, as in 1250 or 12.5."

    def test_an_attribute_that_is_gone_stops_the_import(self, work_as: WorkAs, anna: User):
        with work_as() as work:
            made = make_attribute(work.session)
        found = checked(csv("anna.long,red", head="username,badge"))
        started(found.id)
        with work_as() as work:
            work.session.delete(work.session.get_one(Attribute, made.id))
        run_jobs()
        assert view(found.id).state == ImportState.FAILED


class TestResuming:
    @pytest.mark.parametrize("kind", [CHECK, RUN])
    def test_after_a_crash_it_goes_on_where_it_was(
        self, work_as: WorkAs, database: str, small_steps: None, monkeypatch: pytest.MonkeyPatch, kind: str
    ):
        import_id = drafted(MANY) if kind == CHECK else checked(MANY).id
        with work_as() as work:
            (service.start_check if kind == CHECK else service.start_run)(work, import_id)
        Worker(KINDS).run_once()
        with work_as() as work:
            assert claim(work, kind, "crashed")
        monkeypatch.setattr(clock, "now", lambda: real() + LEASE + timedelta(seconds=1))
        run_jobs()
        assert (counts(view(import_id)), len(rows_of(view(import_id)))) == ((9, 0, 0, 0), 9)

    def test_a_worker_that_is_to_end_leaves_the_rest_to_another(self, database: str, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(running, "FIRST_STEP", 2)
        found = checked(MANY)
        started(found.id)
        worker = Worker([IMPORT_RUN])
        carry_out = running.apply
        monkeypatch.setattr(running, "apply", lambda *args: (carry_out(*args), worker.stop()))
        worker.run_once()
        monkeypatch.setattr(running, "apply", carry_out)
        assert counts(view(found.id)) == (2, 0, 0, 0)
        run_jobs()
        assert counts(view(found.id)) == (9, 0, 0, 0)


class TestSeveralAtOnce:
    def test_each_row_is_done_by_one_of_two_imports_of_the_same(self, work_as: WorkAs, database: str):
        found = [checked(MANY), checked(MANY)]
        for one in found:
            started(one.id)
        threads = [threading.Thread(target=run_jobs) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        sums = [sum(each) for each in zip(*(counts(view(one.id)) for one in found), strict=True)]
        assert sums == [9, 0, 9, 0]
        with work_as() as work:
            made = work.session.exec(select(AuditEntry.user_id).where(AuditEntry.action == "user.created")).all()
        assert len(made) == len(set(made)) == 9

    def test_another_that_waits_has_its_turn(self, database: str, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(turns, "TURN_SECONDS", 0.0)
        monkeypatch.setattr(running, "FIRST_STEP", 2)
        first, second = checked(MANY), checked(csv("bert.short,Bert,Short,b@example.org"))
        for one in (first, second):
            started(one.id)
        worker = Worker([IMPORT_RUN])
        worker.run_once()
        worker.run_once()
        assert (view(first.id).done, view(second.id).state) == (2, ImportState.DONE)


class TestInvitations:
    HEAD = "username,first_name,last_name,email,invite"

    def asked(self, of) -> list[int | None]:
        with begin(SYSTEM) as work:
            return [item.user_id for item in mass_actions.queries.items(work, of.invite_job_id)]

    def test_go_to_everybody_who_was_created(self, anna: User, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(inviting, "AT_ONCE", 2)
        done = imported(MANY + "anna.long,Hannah,,\nno,no,no,no\n", invite=True)
        assert self.asked(done) == [row.user_id for row in rows_of(done)[:9]]

    def test_go_to_whose_row_says_so(self, anna: User):
        done = imported(csv("anna.long,Hannah,,,yes", "bert.short,Bert,Short,b@x.org,", head=self.HEAD))
        assert self.asked(done) == [anna.id]

    def test_of_nobody_are_none(self, database: str):
        assert imported(MANY).invite_job_id is None
