"""What is shown of actions: before, meanwhile, afterwards, to whom, and as a file."""

import csv
import io
from random import Random

import pytest
from sqlalchemy import delete
from sqlmodel import select

from admin_dashboard.core.errors import NotFound
from admin_dashboard.core.permissions import SYSTEM, Actor, Permission
from admin_dashboard.core.work import begin
from admin_dashboard.mass_actions import queries, service
from admin_dashboard.mass_actions.reasons import TEXTS, Reason
from admin_dashboard.mass_actions.report import report
from admin_dashboard.mass_actions.words import NAMES
from admin_dashboard.models import Outcome, SignInSession, User
from tests.conftest import WorkAs
from tests.factories import actor_of, make_administrator, make_user
from tests.users.acting import holder, with_role

from .doing import ask, carried_out, open_work, row, started
from .test_job import step_once
from .test_same_as_one_by_one import CASES, acting, populate


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("seed", range(4))
def test_a_preview_says_exactly_what_will_happen(database: str, case: str, seed: int):
    random = Random(f"preview {case} {seed}")
    name, args, _single = CASES[case]
    with begin(SYSTEM) as work:
        work.session.execute(delete(User))
        people, space_id = populate(work, random)
        actor = acting(work, people, random)
        actor = actor if actor.may(Permission.USERS_VIEW) and actor.may(Permission.ROLES_GRANT) else SYSTEM
        shown = service.preview(with_actor(work, actor), ask(name, *people, **args(space_id)))
        before = len(work.session.exec(select(SignInSession)).all())
    done = carried_out(ask(name, *people, **args(space_id)), actor)
    with begin(SYSTEM) as work:
        ended = before - len(work.session.exec(select(SignInSession)).all())
        assert shown.skipped == queries.reasons(work, done.job_id)
    assert (shown.asked, shown.will_change, shown.sessions_ending) == (done.asked, done.done, ended)
    assert shown.mails == (done.done if case == "invite" else 0)


def with_actor(work, actor: Actor):
    work.actor = actor
    return work


class TestProgress:
    def test_is_told_by_counts_rate_and_time_left(self, monkeypatch: pytest.MonkeyPatch, people: list[User]):
        job_id = started(ask("disable", *people))
        assert (row(job_id).waiting, row(job_id).rate, row(job_id).left) == (5, None, None)
        step_once(monkeypatch, 2)
        meanwhile = row(job_id)
        assert (meanwhile.done, meanwhile.waiting) == (2, 3)
        assert meanwhile.rate
        assert meanwhile.left
        assert meanwhile.left.total_seconds() == pytest.approx(3 / meanwhile.rate, abs=1e-5)

    def test_follows_who_asked(self, work_as: WorkAs, administrator: Actor, people: list[User]):
        going_on = started(ask("disable", *people), administrator)
        carried_out(ask("enable", *people), administrator)
        with work_as(administrator) as work:
            assert [one.action.name for one in queries.active(work)] == ["enable", "disable"]
            assert going_on in {one.job_id for one in queries.active(work)}
        with work_as() as work:
            other = actor_of(work.session, make_administrator(work.session))
        with work_as(other) as work:
            assert queries.active(work) == []


class TestWhoMayKnow:
    def test_who_asked_and_who_may_see_the_trail(self, work_as: WorkAs, people: list[User]):
        with work_as() as work:
            manager, other = with_role(work.session, "user_manager"), with_role(work.session, "user_manager")
            auditor = with_role(work.session, "auditor")
        job_id = started(ask("disable", *people), manager)
        seen = []
        for actor in (manager, auditor, other, holder(Permission.AUDIT_VIEW)):
            with work_as(actor) as work:
                seen.append([one.job_id for one in queries.latest(work)])
        assert seen == [[job_id], [job_id], [], []]

    def test_nobody_else_learns_that_there_is_one(self, work_as: WorkAs, administrator: Actor, people: list[User]):
        job_id = started(ask("disable", *people), administrator)
        for asked in (queries.row, queries.items, queries.reasons, queries.deliveries):
            with pytest.raises(NotFound), work_as(holder(Permission.USERS_VIEW)) as work:
                asked(work, job_id)


class TestItems:
    def test_are_found_by_their_outcome_page_by_page(self, work_as: WorkAs, people: list[User]):
        with work_as() as work:
            people.append(make_user(work.session, is_enabled=False))
        job_id = carried_out(ask("disable", *people)).job_id
        with work_as() as work:
            first = queries.items(work, job_id, Outcome.DONE, limit=3)
            rest = queries.items(work, job_id, Outcome.DONE, after_id=first[-1].user_id)
            (skipped,) = queries.items(work, job_id, Outcome.SKIPPED)
        assert [one.user_id for one in first + rest] == [user.id for user in people[:5]]
        assert (skipped.username, skipped.reason) == (people[5].username, Reason.ALREADY_DISABLED)

    def test_pages_of_actions_go_back_in_time(self, work_as: WorkAs, people: list[User]):
        jobs = [started(ask("disable", *people)) for _ in range(3)]
        with work_as() as work:
            assert [one.job_id for one in queries.latest(work, 2)] == [jobs[2], jobs[1]]
            assert [one.job_id for one in queries.latest(work, before_id=jobs[1])] == [jobs[0]]


class TestReport:
    def test_names_everybody_and_says_why_not_in_the_readers_language(self, work_as: WorkAs, people: list[User]):
        with work_as() as work:
            people.append(make_user(work.session, is_enabled=False))
        job_id = carried_out(ask("disable", *people)).job_id
        french = Actor(id=None, name="system", language="fr", is_system=True)
        text = "".join(report(lambda _actor: open_work(french), job_id, french))
        lines = list(csv.reader(io.StringIO(text)))
        assert len(lines) == 7
        assert lines[-1][1] == people[5].username
        assert lines[-1][6] == TEXTS[Reason.ALREADY_DISABLED].in_language("fr") == "Déjà désactivé."

    def test_holds_no_formula(self, work_as: WorkAs, database: str):
        with work_as() as work:
            user = make_user(work.session, last_name="=cmd()")
        text = "".join(report(open_work, carried_out(ask("disable", user)).job_id, SYSTEM))
        assert ",'=cmd()," in text


def test_every_reason_and_every_action_has_words():
    assert TEXTS.keys() == {str(reason) for reason in Reason}
    assert NAMES.keys() == {str(action.name) for action in queries.ACTIONS.values()}
