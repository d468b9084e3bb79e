import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from admin_dashboard.core.errors import InvalidInput, NotAllowed
from admin_dashboard.core.forms import parse
from admin_dashboard.core.passwords import is_password
from admin_dashboard.core.permissions import Permission
from admin_dashboard.models import AuditEntry, Link, Message, User
from admin_dashboard.roles.queries import roles_of
from admin_dashboard.users import service
from admin_dashboard.users.commands import CreateAdministrator, CreateUser
from admin_dashboard.users.uniqueness import first_come
from tests.conftest import WorkAs
from tests.factories import grant, make_user
from tests.users.acting import ELEONORE, GOOD_PASSWORD, holder

pytestmark = pytest.mark.usefixtures("database")


def create_user(**changes: object) -> CreateUser:
    return parse(CreateUser, {**ELEONORE, **changes})


def stored(work_as: WorkAs, username: str = "eleonore.darc") -> User:
    with work_as() as work:
        return work.session.exec(select(User).where(User.username == username)).one()


def refused_fields(work_as: WorkAs, **changes: object) -> dict[str, str]:
    with pytest.raises((InvalidInput, service.AlreadyTaken)) as refusal, work_as() as work:
        service.create(work, create_user(**changes))
    return {name: str(text) for name, text in refusal.value.fields.items()}


class TestCreate:
    def test_makes_an_enabled_internal_user_who_never_connected(self, work_as: WorkAs):
        with work_as() as work:
            made = service.create(work, create_user())
        user = stored(work_as)
        assert (made.id, made.username, made.email) == (user.id, "eleonore.darc", "eleonore@example.org")
        assert (user.first_name, user.last_name, user.source) == ("Éléonore", "D'Arc", "internal")
        assert user.is_enabled
        assert not user.is_external
        assert user.first_login_at is None
        assert user.enrolled_at is None

    def test_gives_a_temporary_password(self, work_as: WorkAs):
        with work_as() as work:
            service.create(work, create_user())
        user = stored(work_as)
        assert user.password_is_temporary
        assert is_password(user.password_hash, GOOD_PASSWORD)

    def test_a_user_may_start_without_a_password(self, work_as: WorkAs):
        with work_as() as work:
            service.create(work, create_user(password=None))
        user = stored(work_as)
        assert user.password_hash is None
        assert not user.password_is_temporary

    def test_can_be_found_and_sorted_by_name_at_once(self, work_as: WorkAs):
        with work_as() as work:
            service.create(work, create_user())
        user = stored(work_as)
        assert "  eleonore" in user.search
        assert user.name_key.startswith("d'arc")

    def test_is_recorded_without_the_password(self, work_as: WorkAs):
        with work_as() as work:
            made = service.create(work, create_user())
        with work_as() as work:
            entry = work.session.exec(select(AuditEntry)).one()
        assert (entry.action, entry.user_id) == ("user.created", made.id)
        assert GOOD_PASSWORD not in (entry.detail or "")
        assert "argon2" not in (entry.detail or "")

    def test_needs_the_right_to_create_users(self, work_as: WorkAs):
        with pytest.raises(NotAllowed), work_as(holder(Permission.USERS_VIEW)) as work:
            service.create(work, create_user())


class TestCreateAndInvite:
    def test_sends_the_invitation_in_the_same_transaction(self, work_as: WorkAs):
        with work_as() as work:
            made = service.create(work, create_user(invite=True))
        assert made.invited
        with work_as() as work:
            assert work.session.exec(select(Link.user_id)).all() == [made.id]
            assert work.session.exec(select(Message.user_id)).all() == [made.id]

    def test_without_the_right_to_invite_creates_nobody(self, work_as: WorkAs):
        with pytest.raises(NotAllowed), work_as(holder(Permission.USERS_VIEW, Permission.USERS_CREATE)) as work:
            service.create(work, create_user(invite=True))
        with work_as() as work:
            assert not work.session.exec(select(User)).all()


class TestUsernameIsUnique:
    def test_a_taken_username_is_refused(self, work_as: WorkAs):
        with work_as() as work:
            make_user(work.session, username="eleonore.darc")
        assert refused_fields(work_as) == {"username": "This username is taken."}

    def test_whatever_its_case(self, work_as: WorkAs):
        with work_as() as work:
            make_user(work.session, username="eleonore.darc")
        assert "username" in refused_fields(work_as, username="ELEONORE.Darc")

    def test_of_a_disabled_user_too(self, work_as: WorkAs):
        with work_as() as work:
            make_user(work.session, username="eleonore.darc", is_enabled=False)
        assert "username" in refused_fields(work_as)


class TestEmailIsUnique:
    def test_a_taken_email_is_refused(self, work_as: WorkAs):
        with work_as() as work:
            make_user(work.session, email="eleonore@example.org")
        assert refused_fields(work_as) == {"email": "Another user has this email address."}

    @pytest.mark.parametrize("typed", ["Eleonore@Example.ORG", "ｅleonore@example.org", "eleo\u200bnore@example.org"])
    def test_without_regard_to_case_or_look_alikes(self, work_as: WorkAs, typed: str):
        with work_as() as work:
            make_user(work.session, email="eleonore@example.org")
        assert "email" in refused_fields(work_as, email=typed)

    def test_all_wrong_fields_are_told_at_once(self, work_as: WorkAs):
        with work_as() as work:
            make_user(work.session, username="eleonore.darc", email="eleonore@example.org")
        assert set(refused_fields(work_as, password="short")) == {"username", "email", "password"}


class TestDatabaseRefusal:
    @pytest.mark.parametrize("field", ["username", "email"])
    def test_of_a_second_row_is_told_as_the_field(self, work_as: WorkAs, field: str):
        first = {"username": "first.one", "email": "first@example.org"}
        with work_as() as work:
            make_user(work.session, **first)
        second = {"username": "second.one", "email": "second@example.org", field: first[field]}
        with pytest.raises(service.AlreadyTaken) as refusal, work_as() as work, first_come():
            make_user(work.session, **second)
        assert set(refusal.value.fields) == {field}

    def test_of_anything_else_stays_a_fault(self, work_as: WorkAs):
        with pytest.raises(IntegrityError), work_as() as work, first_come():
            make_user(work.session, created_at=None)

    def test_of_another_tables_row_stays_a_fault(self, work_as: WorkAs):
        with work_as() as work:
            user = make_user(work.session)
            grant(work.session, user, "auditor")
        with pytest.raises(IntegrityError), work_as() as work, first_come():
            grant(work.session, user, "auditor")


class TestCreateAdministrator:
    def test_gives_every_right_and_a_lasting_password(self, work_as: WorkAs):
        with work_as() as work:
            made = service.create_administrator(work, parse(CreateAdministrator, ELEONORE))
        with work_as() as work:
            assert [role.key for role in roles_of(work.session, made.id)] == ["administrator"]
        assert not stored(work_as).password_is_temporary

    def test_is_for_the_system_only(self, work_as: WorkAs):
        with pytest.raises(NotAllowed), work_as(holder(*Permission)) as work:
            service.create_administrator(work, parse(CreateAdministrator, ELEONORE))
