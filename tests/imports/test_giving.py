"""Roles and spaces a file adds: only what the importer may give, and never taken away."""

import pytest
from sqlmodel import select

from admin_dashboard.core.permissions import Actor, Permission
from admin_dashboard.models import Grant, Role, SignInSession, SpaceMember, User
from tests.conftest import WorkAs
from tests.factories import grant, make_session, make_space
from tests.users.acting import with_role

from .importing import counts, csv, imported, outcomes, reasons, rows_of, with_rights

ROLES, SPACES = "username,roles", "username,spaces"
NEW = "username,first_name,last_name,email,roles,spaces"


def roles_of(work_as: WorkAs, username: str = "anna.long") -> list[tuple[str, int | None]]:
    with work_as() as work:
        held = select(Role.key, Grant.space_id).join(Grant).join(User).where(User.username == username)
        return sorted(((row[0], row[1]) for row in work.session.exec(held)), key=str)


def spaces_of(work_as: WorkAs, username: str = "anna.long") -> list[tuple[int, bool]]:
    with work_as() as work:
        inside = select(SpaceMember.space_id, SpaceMember.is_manager).join(User).where(User.username == username)
        return sorted((row[0], row[1]) for row in work.session.exec(inside))


class TestRoles:
    def test_are_added_to_those_there_are(self, work_as: WorkAs, anna: User):
        with work_as() as work:
            grant(work.session, anna, "auditor")
        done = imported(csv("anna.long,help_desk; auditor", head=ROLES))
        assert roles_of(work_as) == [("auditor", None), ("help_desk", None)]
        assert [(c.target, c.old, c.new) for c in rows_of(done)[0].changes] == [("roles", "", "help_desk")]

    def test_are_known_by_their_names(self, work_as: WorkAs, anna: User):
        imported(csv("anna.long,Gestionnaire des utilisateurs;Help desk", head=ROLES))
        assert roles_of(work_as) == [("help_desk", None), ("user_manager", None)]

    def test_in_a_space(self, work_as: WorkAs, anna: User):
        with work_as() as work:
            space = make_space(work.session, "Sales; North")
        imported(csv('anna.long,"""space_manager@Sales; North"";auditor"', head=ROLES))
        assert roles_of(work_as) == [("auditor", None), ("space_manager", space.id)]

    def test_of_somebody_new(self, work_as: WorkAs, database: str):
        imported(csv("anna.long,Anna,Long,a@example.org,auditor,", head=NEW))
        assert roles_of(work_as) == [("auditor", None)]

    def test_that_are_held_change_nothing(self, work_as: WorkAs, anna: User):
        with work_as() as work:
            grant(work.session, anna, "auditor")
        assert outcomes(imported(csv("anna.long,auditor", head=ROLES))) == ["unchanged"]

    def test_are_not_taken_back(self, anna: User):
        found = imported(csv("anna.long,-", head=ROLES))
        assert reasons(found) == ["2 roles: An import only adds here, “-” takes nothing back."]

    @pytest.mark.parametrize(
        ("text", "reason"),
        [("king", "There is no role king."), ("auditor@Nowhere", "There is no space Nowhere.")],
    )
    def test_that_are_none_refuse_the_row(self, anna: User, text: str, reason: str):
        assert reasons(imported(csv(f"anna.long,{text}", head=ROLES))) == [f"2 roles: {reason}"]

    def test_end_the_sessions_of_who_rises(self, work_as: WorkAs, anna: User):
        with work_as() as work:
            make_session(work.session, anna)
        imported(csv("anna.long,auditor", head=ROLES))
        with work_as() as work:
            assert work.session.exec(select(SignInSession)).all() == []


class TestCeiling:
    def test_who_may_not_grant_gives_no_role(self, work_as: WorkAs, anna: User):
        with work_as() as work:
            manager = with_role(work.session, "user_manager")
        found = imported(csv("anna.long,help_desk", head=ROLES), manager)
        assert reasons(found) == ["2 roles: You do not have the right to do this."]

    def test_nobody_gives_more_than_they_have(self, work_as: WorkAs, anna: User, administrator: Actor):
        with work_as() as work:
            granter = with_rights(work, *(p for p in Permission if p is not Permission.SETTINGS_EDIT))
        found = imported(csv("anna.long,administrator", head=ROLES), granter)
        assert reasons(found) == ["2 roles: This role has rights that you do not have."]

    def test_who_may_not_manage_a_space_lets_nobody_in(self, work_as: WorkAs, anna: User):
        with work_as() as work:
            make_space(work.session, "Sales")
            manager = with_role(work.session, "user_manager")
        found = imported(csv("anna.long,Sales", head=SPACES), manager)
        assert reasons(found) == ["2 spaces: You do not have the right to do this."]


class TestSpaces:
    def test_are_added(self, work_as: WorkAs, anna: User):
        with work_as() as work:
            north, south = make_space(work.session, "North", anna), make_space(work.session, "Süd")
        done = imported(csv("anna.long,north;SUD", head=SPACES))
        assert spaces_of(work_as) == [(north.id, False), (south.id, False)]
        assert (counts(done), rows_of(done)[0].changes[0].new) == ((0, 1, 0, 0), "Süd")

    def test_together_with_managing_them(self, work_as: WorkAs, database: str):
        with work_as() as work:
            space = make_space(work.session, "North")
        imported(csv("anna.long,Anna,Long,a@example.org,space_manager@North,North", head=NEW))
        assert (spaces_of(work_as), roles_of(work_as)) == ([(space.id, True)], [("space_manager", space.id)])

    def test_that_are_none_refuse_the_row(self, anna: User):
        assert reasons(imported(csv("anna.long,Nowhere", head=SPACES))) == ["2 spaces: There is no space Nowhere."]
