"""Nobody gives or acts upon more rights than their own; there is always one enabled Administrator."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlmodel import select

from admin_dashboard.core.errors import NotFound
from admin_dashboard.core.permissions import BUILT_IN_ROLES, SYSTEM, Permission
from admin_dashboard.core.rights import rights_of
from admin_dashboard.core.work import begin
from admin_dashboard.models import AuditEntry, User
from admin_dashboard.roles import queries
from admin_dashboard.roles.service import (
    LastAdministrator,
    MorePowerful,
    Yourself,
    grant,
    require_administrator_left,
    require_not_above,
    require_other,
)
from admin_dashboard.users.service import disable
from tests.conftest import WorkAs
from tests.factories import make_administrator, make_user
from tests.users.acting import with_role

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def marie(work_as: WorkAs, database: str) -> User:
    with work_as() as work:
        return make_user(work.session)


class TestGrant:
    def test_gives_the_roles_rights(self, work_as: WorkAs, marie: User):
        with work_as() as work:
            grant(work, marie.id or 0, "help_desk")
        with work_as() as work:
            held = {permission for permission, _space in rights_of(work.session, marie.id or 0)}
            assert held == BUILT_IN_ROLES["help_desk"][1]
            assert work.session.exec(select(AuditEntry.action)).all() == ["role.granted"]

    def test_twice_gives_and_records_once(self, work_as: WorkAs, marie: User):
        for _time in range(2):
            with work_as() as work:
                grant(work, marie.id or 0, "help_desk")
        with work_as() as work:
            assert len(queries.roles_of(work.session, marie.id or 0)) == 1
            assert len(work.session.exec(select(AuditEntry.action)).all()) == 1

    def test_of_more_rights_than_ones_own_is_refused(self, work_as: WorkAs, marie: User):
        with work_as() as work:
            manager = with_role(work.session, "user_manager")
        with pytest.raises(MorePowerful), work_as(manager) as work:
            grant(work, marie.id or 0, "administrator")
        with work_as() as work:
            assert not queries.roles_of(work.session, marie.id or 0)

    def test_of_an_unknown_role_is_refused(self, work_as: WorkAs, marie: User):
        with pytest.raises(NotFound, match="no such role"), work_as() as work:
            grant(work, marie.id or 0, "emperor")


class TestCeiling:
    @pytest.mark.parametrize(
        ("actor_role", "user_role", "may"),
        [
            ("administrator", "administrator", True),
            ("administrator", "auditor", True),
            ("user_manager", "help_desk", True),
            ("user_manager", "auditor", False),
            ("help_desk", "user_manager", False),
            ("help_desk", "help_desk", True),
        ],
    )
    def test_is_the_actors_own_rights(self, work_as: WorkAs, actor_role: str, user_role: str, may: bool):
        with work_as() as work:
            actor, user = with_role(work.session, actor_role), with_role(work.session, user_role)
        with work_as(actor) as work:
            if may:
                require_not_above(work, user.id or 0)
            else:
                with pytest.raises(MorePowerful):
                    require_not_above(work, user.id or 0)

    def test_oneself_is_somebody_else_to_nobody_else(self, work_as: WorkAs, marie: User):
        with work_as() as work:
            actor = with_role(work.session, "help_desk")
        with work_as(actor) as work:
            require_other(work, marie.id or 0)
            with pytest.raises(Yourself):
                require_other(work, actor.id or 0)


class TestLastAdministrator:
    def test_is_the_last_enabled_one(self, work_as: WorkAs):
        with work_as() as work:
            first = make_administrator(work.session)
            make_administrator(work.session, is_enabled=False)
            require_administrator_left(work)
            first.is_enabled = False
            with pytest.raises(LastAdministrator):
                require_administrator_left(work)

    def test_stays_when_two_disable_each_other_at_once(self, work_as: WorkAs):
        with work_as() as work:
            ids = [make_administrator(work.session).id or 0 for _number in range(4)]

        def end(user_id: int) -> None:
            with suppress(LastAdministrator), begin(SYSTEM) as work:
                disable(work, user_id)

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(end, ids))
        with work_as() as work:
            assert queries.enabled_administrators(work.session) == 1


class TestGivenRights:
    def test_are_in_the_order_permissions_are_declared(self, work_as: WorkAs, marie: User):
        with work_as() as work:
            for role in ("auditor", "help_desk"):
                grant(work, marie.id or 0, role)
            given = queries.given_rights(work.session, marie.id or 0)
        order = [list(Permission).index(right.permission) for right in given]
        assert order == sorted(order)
        views = [right.role_key for right in given if right.permission is Permission.USERS_VIEW]
        assert views == ["auditor", "help_desk"]
