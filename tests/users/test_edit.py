import pytest
from sqlmodel import select

from admin_dashboard.core.errors import NotAllowed, NotFound
from admin_dashboard.core.forms import parse
from admin_dashboard.core.permissions import Permission
from admin_dashboard.models import AuditEntry, Link, Message, User
from admin_dashboard.roles.service import MorePowerful
from admin_dashboard.users import service
from admin_dashboard.users.commands import EditUser
from tests.conftest import WorkAs
from tests.factories import make_administrator, make_invitation, make_user
from tests.users.acting import holder, with_role

pytestmark = pytest.mark.usefixtures("database")
EDITOR = holder(Permission.USERS_VIEW, Permission.USERS_EDIT)


@pytest.fixture
def marie(work_as: WorkAs, database: str) -> User:
    names = {"username": "marie.dupont", "first_name": "Marie", "last_name": "Dupont"}
    with work_as() as work:
        return make_user(work.session, email="marie@example.org", **names)


def edit_user(user: User, **changes: object) -> EditUser:
    present = {"first_name": user.first_name, "last_name": user.last_name, "email": user.email}
    return parse(EditUser, {"user_id": user.id, "version": user.version, **present, **changes})


def stored(work_as: WorkAs, user: User) -> User:
    with work_as() as work:
        return work.session.get_one(User, user.id)


class TestEdit:
    def test_changes_names_and_email(self, work_as: WorkAs, marie: User):
        with work_as(EDITOR) as work:
            profile = service.edit(work, edit_user(marie, last_name="Durand", email="durand@example.org"))
        user = stored(work_as, marie)
        assert (user.first_name, user.last_name, user.email) == ("Marie", "Durand", "durand@example.org")
        assert profile == service.Profile(marie.id or 0, user.version, "Marie", "Durand", "durand@example.org")

    def test_never_changes_the_username(self, work_as: WorkAs, marie: User):
        with work_as(EDITOR) as work:
            service.edit(work, edit_user(marie, last_name="Durand"))
        assert stored(work_as, marie).username == "marie.dupont"
        with pytest.raises(Exception, match="marked fields"):
            edit_user(marie, username="marie.durand")

    def test_is_found_by_the_new_name_at_once(self, work_as: WorkAs, marie: User):
        with work_as(EDITOR) as work:
            service.edit(work, edit_user(marie, last_name="Durand"))
        assert "durand" in stored(work_as, marie).search

    def test_is_recorded_with_old_and_new_value(self, work_as: WorkAs, marie: User):
        with work_as(EDITOR) as work:
            service.edit(work, edit_user(marie, last_name="Durand"))
        with work_as() as work:
            entry = work.session.exec(select(AuditEntry)).one()
        assert (entry.action, entry.user_id, entry.actor_id) == ("user.edited", marie.id, EDITOR.id)
        assert '"last_name": ["Dupont", "Durand"]' in (entry.detail or "")

    def test_of_nothing_changes_and_records_nothing(self, work_as: WorkAs, marie: User):
        with work_as(EDITOR) as work:
            assert service.edit(work, edit_user(marie)).version == marie.version
        with work_as() as work:
            assert not work.session.exec(select(AuditEntry)).all()


class TestSecondEditor:
    def test_is_shown_the_first_ones_change_and_overwrites_nothing(self, work_as: WorkAs, marie: User):
        with work_as(EDITOR) as work:
            service.edit(work, edit_user(marie, last_name="Durand"))
        with pytest.raises(service.EditedElsewhere) as refusal, work_as(EDITOR) as work:
            service.edit(work, edit_user(marie, last_name="Duval"))
        assert refusal.value.present.last_name == "Durand"
        assert {name: str(text) for name, text in refusal.value.fields.items()} == {"last_name": "Now stored: Durand"}
        assert stored(work_as, marie).last_name == "Durand"

    def test_saves_with_the_version_they_were_shown(self, work_as: WorkAs, marie: User):
        with work_as(EDITOR) as work:
            version = service.edit(work, edit_user(marie, last_name="Durand")).version
        with work_as(EDITOR) as work:
            service.edit(work, edit_user(marie, last_name="Duval", version=version))
        assert stored(work_as, marie).last_name == "Duval"

    def test_who_asked_for_the_same_is_content(self, work_as: WorkAs, marie: User):
        for _time in range(2):
            with work_as(EDITOR) as work:
                assert service.edit(work, edit_user(marie, last_name="Durand")).last_name == "Durand"


class TestEmailChange:
    def test_ends_open_invitations(self, work_as: WorkAs, marie: User):
        with work_as() as work:
            make_invitation(work.session, marie)
        with work_as(EDITOR) as work:
            service.edit(work, edit_user(marie, email="new@example.org"))
        with work_as() as work:
            assert work.session.exec(select(Link)).one().revoked_at is not None

    def test_tells_the_old_address(self, work_as: WorkAs, marie: User):
        with work_as(EDITOR) as work:
            service.edit(work, edit_user(marie, email="new@example.org"))
        with work_as() as work:
            mail = work.session.exec(select(Message)).one()
        assert (mail.kind, mail.to_address) == ("email_changed", "marie@example.org")

    def test_of_names_alone_sends_nothing_and_ends_nothing(self, work_as: WorkAs, marie: User):
        with work_as() as work:
            make_invitation(work.session, marie)
        with work_as(EDITOR) as work:
            service.edit(work, edit_user(marie, last_name="Durand"))
        with work_as() as work:
            assert not work.session.exec(select(Message)).all()
            assert work.session.exec(select(Link)).one().revoked_at is None

    def test_to_an_address_somebody_has_is_refused(self, work_as: WorkAs, marie: User):
        with work_as() as work:
            make_user(work.session, email="taken@example.org", is_enabled=False)
        with pytest.raises(service.AlreadyTaken) as refusal, work_as(EDITOR) as work:
            service.edit(work, edit_user(marie, email="Taken@example.org"))
        assert list(refusal.value.fields) == ["email"]


class TestWhoMayEdit:
    def test_not_without_the_right(self, work_as: WorkAs, marie: User):
        with pytest.raises(NotAllowed), work_as(holder(Permission.USERS_VIEW)) as work:
            service.edit(work, edit_user(marie, last_name="Durand"))

    def test_nobody_edits_more_rights_than_their_own(self, work_as: WorkAs, marie: User):
        with work_as() as work:
            manager = with_role(work.session, "user_manager")
            administrator = make_administrator(work.session)
        with pytest.raises(MorePowerful), work_as(manager) as work:
            service.edit(work, edit_user(administrator, last_name="Durand"))

    @pytest.mark.parametrize("source", ["scim", "ldap"])
    def test_a_profile_mastered_elsewhere_is_read_only(self, work_as: WorkAs, source: str):
        with work_as() as work:
            user = make_user(work.session, source=source)
        with pytest.raises(service.ReadOnly, match=source.upper()), work_as(EDITOR) as work:
            service.edit(work, edit_user(user, last_name="Durand"))


class TestRowsOneMayNotSee:
    def test_do_not_exist(self, work_as: WorkAs, marie: User):
        with pytest.raises(NotFound), work_as(holder(Permission.USERS_EDIT)) as work:
            service.edit(work, edit_user(marie, last_name="Durand"))

    @pytest.mark.parametrize("user_id", [0, -1, 4711, 2**31, 2**80])
    def test_nor_do_ids_nobody_has(self, work_as: WorkAs, marie: User, user_id: int):
        with pytest.raises(NotFound), work_as(EDITOR) as work:
            service.edit(work, edit_user(marie, user_id=user_id))
