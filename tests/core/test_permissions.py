import pytest
from sqlmodel import select

from admin_dashboard.core.errors import NotAllowed
from admin_dashboard.core.permissions import (
    BUILT_IN_ROLES,
    NOBODY,
    PERMISSION_LABELS,
    SYSTEM,
    Actor,
    Permission,
)
from admin_dashboard.core.rights import rights_of, rights_of_many
from admin_dashboard.models import Role, RolePermission, Space, User
from tests.conftest import WorkAs
from tests.factories import NOW, grant, make_user

VIEWER = Actor(id=1, name="Viewer", rights=frozenset({(Permission.USERS_VIEW, None)}))
MANAGER = Actor(id=2, name="Manager", rights=frozenset({(Permission.SPACES_MANAGE, 7)}))


class TestActor:
    def test_may_do_everywhere_what_they_hold_platform_wide(self):
        assert VIEWER.may(Permission.USERS_VIEW)
        assert VIEWER.may(Permission.USERS_VIEW, 7)
        assert not VIEWER.may(Permission.USERS_EDIT)

    def test_may_do_in_a_space_only_what_they_hold_there(self):
        assert MANAGER.may(Permission.SPACES_MANAGE, 7)
        assert not MANAGER.may(Permission.SPACES_MANAGE, 8)
        assert not MANAGER.may(Permission.SPACES_MANAGE)

    def test_is_refused_what_they_may_not(self):
        VIEWER.require(Permission.USERS_VIEW)
        with pytest.raises(NotAllowed):
            VIEWER.require(Permission.USERS_EDIT)

    def test_covers_only_rights_they_hold(self):
        assert VIEWER.covers(frozenset())
        assert VIEWER.covers(frozenset({(Permission.USERS_VIEW, 7)}))
        assert not MANAGER.covers(frozenset({(Permission.SPACES_MANAGE, None)}))

    def test_system_may_everything_and_nobody_nothing(self):
        everything = frozenset((permission, None) for permission in Permission)
        assert SYSTEM.covers(everything)
        assert all(SYSTEM.may(permission) and not NOBODY.may(permission) for permission in Permission)


class TestBuiltInRoles:
    def test_stand_in_the_database_as_in_the_code(self, database: str, work_as: WorkAs):
        with work_as() as work:
            rows = work.session.exec(
                select(Role.key, Role.name, RolePermission.permission).join(RolePermission).where(Role.is_built_in)
            ).all()
        for key, (name, permissions) in BUILT_IN_ROLES.items():
            assert {(n, p) for k, n, p in rows if k == key} == {(str(name), str(p)) for p in permissions}
        assert {key for key, _name, _permission in rows} == set(BUILT_IN_ROLES)

    def test_every_permission_has_a_label(self):
        assert set(PERMISSION_LABELS) == set(Permission)

    def test_the_auditor_only_reads(self):
        _name, permissions = BUILT_IN_ROLES["auditor"]
        assert all(permission.endswith(".view") for permission in permissions)


class TestRights:
    def test_are_those_of_every_role_with_their_space(self, database: str, work_as: WorkAs):
        with work_as() as work:
            user, other = make_user(work.session), make_user(work.session)
            space = Space(name="Paris", created_at=NOW)
            work.session.add(space)
            work.session.flush()
            grant(work.session, user, "help_desk")
            grant(work.session, user, "space_manager", space.id)
            found = rights_of(work.session, user.id or 0)
        assert (Permission.USERS_INVITE, None) in found
        assert (Permission.SPACES_MANAGE, space.id) in found
        assert (Permission.SPACES_MANAGE, None) not in found
        assert len(found) == 7
        assert rights_of_nobody(work_as, other) == {}


def rights_of_nobody(work_as: WorkAs, user: User) -> dict[int, object]:
    with work_as() as work:
        assert rights_of(work.session, user.id or 0) == frozenset()
        return dict(rights_of_many(work.session, [user.id or 0]))
