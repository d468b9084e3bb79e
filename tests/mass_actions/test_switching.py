"""Disabling and enabling many: to whom it is done, who is left out and why."""

import pytest
from sqlmodel import col, select

from admin_dashboard.core import audit
from admin_dashboard.core.errors import NotAllowed
from admin_dashboard.core.permissions import SYSTEM, Actor, Permission
from admin_dashboard.mass_actions.reasons import Reason
from admin_dashboard.models import AuditEntry, Grant, JobState, Link, Purpose, SignInSession, User
from tests.conftest import WorkAs
from tests.factories import NOW, actor_of, grant, make_administrator, make_invitation, make_session, make_user
from tests.users.acting import holder, with_role

from .doing import ask, carried_out, outcomes

DISABLE, ENABLE = "disable", "enable"


def ids(*users: User) -> list[int]:
    return [user.id or 0 for user in users]


def enabled(work_as: WorkAs, *users: User) -> list[bool]:
    with work_as() as work:
        return [work.session.get_one(User, user.id).is_enabled for user in users]


class TestDisable:
    def test_takes_access_away_from_all_of_them(self, work_as: WorkAs, administrator: Actor, people: list[User]):
        with work_as() as work:
            make_session(work.session, people[0])
            reset, _token = make_invitation(work.session, people[1])
            reset.purpose = Purpose.PASSWORD_RESET
        done = carried_out(ask(DISABLE, *people), administrator)
        assert (done.state, done.asked, done.done) == (JobState.DONE, 5, 5)
        assert enabled(work_as, *people) == [False] * 5
        with work_as() as work:
            assert not work.session.exec(select(SignInSession)).all()
            assert work.session.exec(select(Link.revoked_at)).one() is not None

    def test_is_in_the_trail_for_each_with_reason_job_and_who_asked(
        self, work_as: WorkAs, administrator: Actor, people: list[User]
    ):
        done = carried_out(ask(DISABLE, *people, reason="  Left the\ncompany "), administrator)
        with work_as() as work:
            entries = work.session.exec(select(AuditEntry).where(AuditEntry.action == "user.disabled")).all()
            assert [e.user_id for e in sorted(entries, key=lambda e: e.number)] == ids(*people)
            assert {e.actor_id for e in entries} == {administrator.id}
            assert all(f'"job": {done.job_id}' in (e.detail or "") for e in entries)
            assert all('"reason": "Left the company"' in (e.detail or "") for e in entries)
            assert audit.verify(work.session) == []

    def test_leaves_out_who_is_disabled_the_actor_and_who_has_more_rights(self, work_as: WorkAs, people: list[User]):
        with work_as() as work:
            manager = with_role(work.session, "user_manager")
            away, above = make_user(work.session, is_enabled=False), make_administrator(work.session)
            himself = work.session.get_one(User, manager.id)
        done = carried_out(ask(DISABLE, himself, away, above, people[0]), manager)
        assert outcomes(done.job_id) == {
            manager.id: Reason.YOURSELF,
            away.id: Reason.ALREADY_DISABLED,
            above.id: Reason.MORE_RIGHTS,
            people[0].id: "done",
        }

    def test_rights_in_a_space_are_more_rights_too(self, work_as: WorkAs, people: list[User]):
        from tests.factories import make_space

        with work_as() as work:
            manager = with_role(work.session, "user_manager")
            space = make_space(work.session)
            grant(work.session, people[0], "space_manager", space.id)
        assert outcomes(carried_out(ask(DISABLE, people[0]), manager).job_id) == {people[0].id: Reason.MORE_RIGHTS}

    def test_of_all_administrators_leaves_the_last(self, work_as: WorkAs, database: str):
        with work_as() as work:
            three = [make_administrator(work.session) for _ in range(3)]
        done = carried_out(ask(DISABLE, *three))
        assert list(outcomes(done.job_id).values()) == ["done", "done", Reason.LAST_ADMINISTRATOR]
        assert enabled(work_as, *three) == [False, False, True]

    def test_of_administrators_but_one_leaves_nobody_out(self, work_as: WorkAs, administrator: Actor):
        with work_as() as work:
            two = [make_administrator(work.session) for _ in range(2)]
        assert carried_out(ask(DISABLE, *two), administrator).done == 2

    def test_an_administrator_of_a_space_only_is_not_the_last(self, work_as: WorkAs, administrator: Actor):
        from tests.factories import make_space

        with work_as() as work:
            local = make_user(work.session)
            grant(work.session, local, "administrator", make_space(work.session).id)
        assert carried_out(ask(DISABLE, local), SYSTEM).done == 1

    def test_names_who_was_deleted_meanwhile(self, work_as: WorkAs, administrator: Actor, people: list[User]):
        from .doing import row, run_jobs, started

        job_id = started(ask(DISABLE, *people), administrator)
        with work_as() as work:
            work.session.delete(work.session.get_one(User, people[2].id))
        run_jobs()
        assert outcomes(job_id)[people[2].id or 0] == Reason.GONE
        assert (row(job_id).done, row(job_id).skipped) == (4, 1)


class TestEnable:
    def test_gives_access_back_with_the_rights_they_had(
        self, work_as: WorkAs, administrator: Actor, people: list[User]
    ):
        with work_as() as work:
            grant(work.session, people[0], "auditor")
            make_invitation(work.session, people[1])
        carried_out(ask(DISABLE, *people), administrator)
        assert carried_out(ask(ENABLE, *people), administrator).done == 5
        with work_as() as work:
            assert all(user.disabled_at is None for user in work.session.exec(select(User)))
            assert work.session.exec(select(Grant.user_id).where(col(Grant.user_id) == people[0].id)).one()
            assert work.session.exec(select(Link.revoked_at)).one() is None

    def test_leaves_out_who_is_enabled_and_who_has_more_rights(self, work_as: WorkAs, people: list[User]):
        with work_as() as work:
            manager = with_role(work.session, "user_manager")
            above = make_administrator(work.session, is_enabled=False, disabled_at=NOW)
        done = carried_out(ask(ENABLE, people[0], above), manager)
        assert outcomes(done.job_id) == {people[0].id: Reason.ALREADY_ENABLED, above.id: Reason.MORE_RIGHTS}


@pytest.mark.parametrize("action", [DISABLE, ENABLE])
class TestWhoMayAsk:
    def test_not_without_the_right(self, people: list[User], action: str):
        with pytest.raises(NotAllowed):
            carried_out(ask(action, *people), holder(Permission.USERS_VIEW))

    def test_not_who_may_not_see_users(self, people: list[User], action: str):
        with pytest.raises(NotAllowed):
            carried_out(ask(action, *people), holder(Permission.USERS_ENABLE))

    def test_a_temporary_password_gives_no_rights(self, work_as: WorkAs, people: list[User], action: str):
        with work_as() as work:
            user = make_administrator(work.session, password_is_temporary=True)
            actor = actor_of(work.session, user)
        stopped = carried_out(ask(action, *people), actor)
        assert (stopped.state, stopped.stopped) == (JobState.FAILED, Reason.NOT_ALLOWED)
