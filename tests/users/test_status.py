import pytest
from sqlmodel import select

from admin_dashboard.core.errors import NotAllowed, NotFound
from admin_dashboard.core.permissions import Actor, Permission
from admin_dashboard.models import AuditEntry, Link, Purpose, SignInSession, User
from admin_dashboard.roles.queries import roles_of
from admin_dashboard.roles.service import LastAdministrator, MorePowerful, Yourself
from admin_dashboard.users import rows, service
from tests.conftest import WorkAs
from tests.factories import NOW, actor_of, grant, make_administrator, make_invitation, make_session, make_user
from tests.users.acting import holder, with_role

pytestmark = pytest.mark.usefixtures("database")
SWITCHER = holder(Permission.USERS_VIEW, Permission.USERS_ENABLE)


@pytest.fixture
def marie(work_as: WorkAs, database: str) -> User:
    with work_as() as work:
        return make_user(work.session)


def switch(work_as: WorkAs, actor: Actor, user: User, *, on: bool) -> bool:
    with work_as(actor) as work:
        return (service.enable if on else service.disable)(work, user.id or 0)


def stored(work_as: WorkAs, user: User) -> User:
    with work_as() as work:
        return work.session.get_one(User, user.id)


class TestDisable:
    def test_takes_access_away_with_the_rows_change(self, work_as: WorkAs, marie: User):
        with work_as() as work:
            make_session(work.session, marie)
        assert switch(work_as, SWITCHER, marie, on=False)
        user = stored(work_as, marie)
        assert not user.is_enabled
        assert user.disabled_at is not None
        assert user.version == marie.version + 1
        with work_as() as work:
            assert not work.session.exec(select(SignInSession)).all()

    def test_pauses_an_invitation_and_ends_a_password_reset(self, work_as: WorkAs, marie: User):
        with work_as() as work:
            make_invitation(work.session, marie)
            reset, _token = make_invitation(work.session, marie)
            reset.purpose = Purpose.PASSWORD_RESET
        switch(work_as, SWITCHER, marie, on=False)
        with work_as() as work:
            revoked = {link.purpose: link.revoked_at for link in work.session.exec(select(Link))}
        assert revoked["invitation"] is None
        assert revoked["password_reset"] is not None

    def test_twice_changes_and_records_once(self, work_as: WorkAs, marie: User):
        assert [switch(work_as, SWITCHER, marie, on=False) for _time in range(2)] == [True, False]
        with work_as() as work:
            assert work.session.exec(select(AuditEntry.action)).all() == ["user.disabled"]

    def test_nobody_disables_themselves(self, work_as: WorkAs):
        with work_as() as work:
            actor = with_role(work.session, "user_manager")
        with pytest.raises(Yourself), work_as(actor) as work:
            service.disable(work, actor.id or 0)

    def test_the_last_enabled_administrator_stays(self, work_as: WorkAs):
        with work_as() as work:
            last = make_administrator(work.session)
            make_administrator(work.session, is_enabled=False)
        with pytest.raises(LastAdministrator), work_as() as work:
            service.disable(work, last.id or 0)
        assert stored(work_as, last).is_enabled

    def test_one_of_two_administrators_may_go(self, work_as: WorkAs):
        with work_as() as work:
            first, second = make_administrator(work.session), make_administrator(work.session)
            actor = actor_of(work.session, first)
        assert switch(work_as, actor, second, on=False)


class TestEnable:
    def test_gives_access_back_with_the_rights_the_person_had(self, work_as: WorkAs, marie: User):
        with work_as() as work:
            grant(work.session, marie, "auditor")
            manager = with_role(work.session, "administrator")
        switch(work_as, manager, marie, on=False)
        assert switch(work_as, manager, marie, on=True)
        user = stored(work_as, marie)
        assert user.is_enabled
        assert user.disabled_at is None
        with work_as() as work:
            assert [role.key for role in roles_of(work.session, marie.id or 0)] == ["auditor"]

    def test_twice_changes_and_records_once(self, work_as: WorkAs, marie: User):
        switch(work_as, SWITCHER, marie, on=False)
        assert [switch(work_as, SWITCHER, marie, on=True) for _time in range(2)] == [True, False]
        with work_as() as work:
            assert work.session.exec(select(AuditEntry.action)).all() == ["user.disabled", "user.enabled"]


@pytest.mark.parametrize("on", [True, False])
class TestWhoMaySwitch:
    def test_not_without_the_right(self, work_as: WorkAs, marie: User, on: bool):
        with pytest.raises(NotAllowed):
            switch(work_as, holder(Permission.USERS_VIEW), marie, on=on)

    def test_a_row_one_may_not_see_does_not_exist(self, work_as: WorkAs, marie: User, on: bool):
        with pytest.raises(NotFound):
            switch(work_as, holder(Permission.USERS_ENABLE), marie, on=on)

    def test_nobody_switches_more_rights_than_their_own(self, work_as: WorkAs, on: bool):
        with work_as() as work:
            administrator = make_administrator(work.session)
            manager = with_role(work.session, "user_manager")
        with pytest.raises(MorePowerful):
            switch(work_as, manager, administrator, on=on)


def test_a_user_who_went_in_the_meantime_does_not_exist(work_as: WorkAs):
    with pytest.raises(NotFound), work_as(SWITCHER) as work:
        rows.hold(work, User(id=4711, first_name="A", last_name="B", created_at=NOW))
