"""Giving many a role and taking it back."""

import pytest
from sqlmodel import col, select

from admin_dashboard.core.errors import InvalidInput, NotAllowed, NotFound
from admin_dashboard.core.permissions import BUILT_IN_ROLES, Actor, Permission
from admin_dashboard.core.work import Work
from admin_dashboard.mass_actions.granting import RoleAbove
from admin_dashboard.mass_actions.reasons import Reason
from admin_dashboard.models import Grant, Role, RolePermission, SignInSession, SpaceMember, User
from tests.conftest import WorkAs
from tests.factories import grant, make_administrator, make_session, make_space
from tests.users.acting import holder, with_role

from .doing import ask, carried_out, outcomes, row, run_jobs, started

GRANT, REVOKE = "grant_role", "revoke_role"
GRANTER = (Permission.USERS_VIEW, Permission.ROLES_GRANT)


def granter(work: Work, *further: Permission) -> Actor:
    """Somebody who may grant roles, and has these rights besides."""
    role = Role(key="granter", name="Granter")
    work.session.add(role)
    work.session.flush()
    work.session.add_all([RolePermission(role_id=role.id or 0, permission=one) for one in {*GRANTER, *further}])
    work.session.flush()
    return with_role(work.session, "granter")


def held(work_as: WorkAs) -> list[int]:
    with work_as() as work:
        return sorted(work.session.exec(select(Grant.user_id).where(col(Grant.granted_by_id).is_not(None))))


class TestGrant:
    def test_gives_it_to_all_who_do_not_hold_it(self, work_as: WorkAs, administrator: Actor, people: list[User]):
        with work_as() as work:
            grant(work.session, people[0], "auditor")
        done = carried_out(ask(GRANT, *people, role="auditor"), administrator)
        assert outcomes(done.job_id)[people[0].id or 0] == Reason.HAS_ROLE
        assert held(work_as) == [user.id for user in people[1:]]

    def test_ends_the_sessions_of_those_who_get_more_rights(
        self, work_as: WorkAs, administrator: Actor, people: list[User]
    ):
        with work_as() as work:
            grant(work.session, people[0], "user_manager")
            for user in people[:2]:
                make_session(work.session, user)
        carried_out(ask(GRANT, *people, role="help_desk"), administrator)
        with work_as() as work:
            assert work.session.exec(select(SignInSession.user_id)).all() == [people[0].id]

    def test_in_a_space_marks_its_members_as_managers(self, work_as: WorkAs, administrator: Actor, people: list[User]):
        with work_as() as work:
            space = make_space(work.session, "", people[0])
        carried_out(ask(GRANT, *people, role="space_manager", space_id=space.id), administrator)
        with work_as() as work:
            assert work.session.exec(select(SpaceMember.is_manager)).one()
            assert set(work.session.exec(select(Grant.space_id).where(col(Grant.space_id).is_not(None)))) == {space.id}

    def test_of_more_rights_than_ones_own_is_refused(self, people: list[User]):
        with pytest.raises(RoleAbove):
            carried_out(ask(GRANT, *people, role="administrator"), holder(*GRANTER))

    def test_without_the_right_is_refused(self, people: list[User]):
        with pytest.raises(NotAllowed):
            carried_out(ask(GRANT, *people, role="help_desk"), holder(Permission.USERS_VIEW))

    def test_of_what_is_not_there_is_refused(self, administrator: Actor, people: list[User]):
        for wrong in ({"role": "emperor"}, {"role": "auditor", "space_id": 77}):
            with pytest.raises(NotFound):
                carried_out(ask(GRANT, *people, **wrong), administrator)

    def test_takes_no_unknown_field(self, administrator: Actor, people: list[User]):
        with pytest.raises(InvalidInput):
            carried_out(ask(GRANT, *people, role="auditor", is_admin=True), administrator)

    def test_stops_when_the_role_has_risen_above_the_actor(self, work_as: WorkAs, people: list[User]):
        with work_as() as work:
            actor = granter(work, *BUILT_IN_ROLES["space_manager"][1])
        job_id = started(ask(GRANT, *people, role="space_manager"), actor)
        with work_as() as work:
            role_id = work.session.exec(select(Role.id).where(Role.key == "space_manager")).one() or 0
            work.session.add(RolePermission(role_id=role_id, permission=Permission.USERS_DELETE))
        run_jobs()
        assert (row(job_id).stopped, row(job_id).failed) == (Reason.NOT_ALLOWED, 5)


class TestRevoke:
    def test_takes_it_from_all_who_hold_it(self, work_as: WorkAs, administrator: Actor, people: list[User]):
        with work_as() as work:
            for user in people[1:]:
                grant(work.session, user, "auditor")
        done = carried_out(ask(REVOKE, *people, role="auditor"), administrator)
        assert outcomes(done.job_id)[people[0].id or 0] == Reason.LACKS_ROLE
        assert (done.done, done.skipped) == (4, 1)

    def test_leaves_the_actor_and_the_last_administrator(self, work_as: WorkAs, administrator: Actor):
        with work_as() as work:
            himself, other = work.session.get_one(User, administrator.id), make_administrator(work.session)
        done = carried_out(ask(REVOKE, himself, other, role="administrator"), administrator)
        assert outcomes(done.job_id) == {administrator.id: Reason.YOURSELF, other.id: "done"}
        done = carried_out(ask(REVOKE, himself, other, role="administrator"))
        assert outcomes(done.job_id) == {administrator.id: Reason.LAST_ADMINISTRATOR, other.id: Reason.LACKS_ROLE}

    def test_leaves_who_has_more_rights(self, work_as: WorkAs, people: list[User]):
        with work_as() as work:
            actor = granter(work)
            grant(work.session, people[0], "auditor")
        done = carried_out(ask(REVOKE, people[0], role="auditor"), actor)
        assert outcomes(done.job_id) == {people[0].id: Reason.MORE_RIGHTS}
