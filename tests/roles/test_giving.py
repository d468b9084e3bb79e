"""Giving roles to users and taking them back."""

import json

import pytest
from sqlmodel import Session, select
from typer.testing import CliRunner

from admin_dashboard.cli import app
from admin_dashboard.core.errors import NotAllowed, NotFound
from admin_dashboard.core.permissions import ADMINISTRATOR, SPACE_MANAGER, Actor, Permission
from admin_dashboard.core.rights import rights_of
from admin_dashboard.models import AuditEntry, Grant, SignInSession, User
from admin_dashboard.roles.commands import GrantRole, RevokeRole
from admin_dashboard.roles.service import LastAdministrator, MorePowerful, Yourself, grant_role, revoke_role
from admin_dashboard.spaces.queries import spaces_of
from tests.conftest import WorkAs
from tests.factories import actor_of, grant, make_administrator, make_session, make_space, make_user
from tests.users.acting import holder, with_role

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def marie(work_as: WorkAs) -> int:
    with work_as() as work:
        return make_user(work.session).id or 0


@pytest.fixture
def paris(work_as: WorkAs) -> int:
    with work_as() as work:
        return make_space(work.session, "Paris").id or 0


def administrator(session: Session) -> Actor:
    return actor_of(session, make_administrator(session))


def give(role: str, user_id: int, space_id: int | None = None) -> GrantRole:
    return GrantRole(user_id=user_id, role=role, space_id=space_id)


def take(role: str, user_id: int, space_id: int | None = None) -> RevokeRole:
    return RevokeRole(user_id=user_id, role=role, space_id=space_id)


class TestGrantRole:
    def test_gives_it_once(self, work_as: WorkAs, marie: int):
        for is_new in (True, False):
            with work_as() as work:
                assert grant_role(work, give("help_desk", marie)) is is_new
        with work_as() as work:
            assert len(work.session.exec(select(Grant)).all()) == 1
            assert work.session.exec(select(AuditEntry.action)).all() == ["role.granted"]

    def test_gives_it_in_one_space_beside_the_whole_site(self, work_as: WorkAs, marie: int, paris: int):
        for space_id in (None, paris):
            with work_as() as work:
                assert grant_role(work, give("auditor", marie, space_id))
        with work_as() as work:
            spaces = {space for _permission, space in rights_of(work.session, marie)}
            details = work.session.exec(select(AuditEntry.detail)).all()
        assert spaces == {None, paris}
        assert '"space": "Paris"' in (details[1] or "")

    def test_ends_the_sessions_of_whoever_gets_more_rights(self, work_as: WorkAs, marie: int):
        with work_as() as work:
            make_session(work.session, work.session.get_one(User, marie))
            grant_role(work, give("help_desk", marie))
        with work_as() as work:
            assert work.session.exec(select(SignInSession)).all() == []

    def test_leaves_the_sessions_of_whoever_gets_none(self, work_as: WorkAs):
        with work_as() as work:
            chief = make_administrator(work.session)
            make_session(work.session, chief)
            assert grant_role(work, give("help_desk", chief.id or 0))
        with work_as() as work:
            assert len(work.session.exec(select(SignInSession)).all()) == 1

    def test_makes_a_member_who_gets_the_role_there_a_manager(self, work_as: WorkAs, marie: int):
        with work_as() as work:
            rome = make_space(work.session, "Rome", work.session.get_one(User, marie)).id or 0
            grant_role(work, give(SPACE_MANAGER, marie, rome))
            assert spaces_of(work.session, [marie])[marie][0].is_manager
        with work_as() as work:
            revoke_role(work, take(SPACE_MANAGER, marie, rome))
            assert not spaces_of(work.session, [marie])[marie][0].is_manager

    def test_of_more_rights_than_ones_own_is_refused(self, work_as: WorkAs, marie: int):
        with pytest.raises(MorePowerful), work_as(holder(Permission.USERS_VIEW, Permission.ROLES_GRANT)) as work:
            grant_role(work, give("help_desk", marie))
        with work_as() as work:
            assert work.session.exec(select(Grant)).all() == []

    def test_needs_the_right_to_grant(self, work_as: WorkAs, marie: int):
        with work_as() as work:
            actor = with_role(work.session, "user_manager")
        with pytest.raises(NotAllowed), work_as(actor) as work:
            grant_role(work, give("help_desk", marie))
        with pytest.raises(NotAllowed), work_as(actor) as work:
            revoke_role(work, take("help_desk", marie))

    @pytest.mark.parametrize("wrong", [{"role": "emperor"}, {"user_id": 2**40}, {"space_id": 77}, {"space_id": 2**40}])
    def test_of_what_is_not_there_is_refused(self, work_as: WorkAs, marie: int, wrong: dict):
        asked = {"user_id": marie, "role": "auditor", **wrong}
        with pytest.raises(NotFound), work_as() as work:
            grant_role(work, GrantRole(**asked))
        with pytest.raises(NotFound), work_as() as work:
            revoke_role(work, RevokeRole(**asked))


class TestRevokeRole:
    def test_takes_it_back_once_and_the_rights_at_once(self, work_as: WorkAs, marie: int):
        with work_as() as work:
            grant(work.session, work.session.get_one(User, marie), "help_desk")
        for was_held in (True, False):
            with work_as() as work:
                assert revoke_role(work, take("help_desk", marie)) is was_held
                assert rights_of(work.session, marie) == frozenset()
        with work_as() as work:
            assert work.session.exec(select(AuditEntry.action)).all() == ["role.revoked"]

    def test_takes_back_what_was_given_there_and_no_more(self, work_as: WorkAs, marie: int, paris: int):
        with work_as() as work:
            for space_id in (None, paris):
                grant(work.session, work.session.get_one(User, marie), "auditor", space_id)
            assert revoke_role(work, take("auditor", marie))
            assert {space for _permission, space in rights_of(work.session, marie)} == {paris}

    def test_of_the_last_administrator_is_refused(self, work_as: WorkAs):
        with work_as() as work:
            chief = make_administrator(work.session).id or 0
        with pytest.raises(LastAdministrator), work_as() as work:
            revoke_role(work, take(ADMINISTRATOR, chief))

    def test_of_one_administrator_of_two_is_done(self, work_as: WorkAs):
        with work_as() as work:
            actor, other = administrator(work.session), make_administrator(work.session).id or 0
        with work_as(actor) as work:
            assert revoke_role(work, take(ADMINISTRATOR, other))

    def test_from_oneself_is_refused(self, work_as: WorkAs):
        with work_as() as work:
            actor = administrator(work.session)
            make_administrator(work.session)
        with pytest.raises(Yourself), work_as(actor) as work:
            revoke_role(work, take(ADMINISTRATOR, actor.id or 0))

    def test_from_somebody_with_more_rights_is_refused(self, work_as: WorkAs):
        with work_as() as work:
            chief = make_administrator(work.session).id or 0
        limited = holder(Permission.USERS_VIEW, Permission.ROLES_GRANT)
        with pytest.raises(MorePowerful), work_as(limited) as work:
            revoke_role(work, take(ADMINISTRATOR, chief))


class TestCommandLine:
    @pytest.fixture(autouse=True)
    def _people(self, work_as: WorkAs, database: str, paris: int) -> None:
        with work_as() as work:
            make_user(work.session, username="marie.dupont")
            make_administrator(work.session, username="ada.byron")

    def run(self, *arguments: str) -> tuple[int, str, str]:
        result = CliRunner().invoke(app, ["roles", *arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.stdout, result.stderr

    def roles_of(self, username: str) -> list[str]:
        return json.loads(CliRunner().invoke(app, ["users", "show", username, "--json"]).stdout)[0]["roles"]

    def test_grants_and_takes_back(self):
        assert self.run("grant", "auditor", "marie.dupont", "ada.byron")[1] == (
            "marie.dupont: granted.\nada.byron: granted.\n"
        )
        assert self.run("grant", "auditor", "marie.dupont")[1] == "marie.dupont: held already.\n"
        assert self.run("revoke", "auditor", "marie.dupont")[1] == "marie.dupont: taken back.\n"
        assert self.run("revoke", "auditor", "marie.dupont", "--json")[0] == 0
        assert self.roles_of("marie.dupont") == []

    def test_does_so_in_one_space(self):
        assert self.run("grant", "space_manager", "marie.dupont", "--space", "Paris")[0] == 0
        assert self.roles_of("marie.dupont") == ["space_manager@Paris"]
        assert self.run("revoke", "space_manager", "marie.dupont")[1] == "marie.dupont: not held.\n"
        assert self.run("revoke", "space_manager", "marie.dupont", "--space", "Paris")[0] == 0

    def test_tells_each_refusal_in_one_sentence(self):
        code, output, errors = self.run("revoke", "administrator", "ada.byron", "no.body")
        assert (code, output) == (1, "")
        assert errors == "ada.byron: This is the last enabled administrator.\nno.body: There is no user no.body.\n"
