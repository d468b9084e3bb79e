import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from admin_dashboard.core.errors import InvalidInput, NotAllowed, NotFound
from admin_dashboard.core.forms import parse
from admin_dashboard.core.passwords import is_password
from admin_dashboard.core.permissions import SYSTEM, Actor, Permission
from admin_dashboard.models import AuditEntry, Link, Message, SignInSession, User
from admin_dashboard.roles.service import MorePowerful
from admin_dashboard.users import service
from admin_dashboard.users.commands import SetPassword
from admin_dashboard.users.passwords import YourOwnPassword
from tests.conftest import WorkAs
from tests.factories import make_administrator, make_invitation, make_session, make_user
from tests.users.acting import GOOD_PASSWORD, holder, with_role

SETTER = holder(Permission.USERS_VIEW, Permission.USERS_SET_PASSWORD)


@pytest.fixture
def marie(work_as: WorkAs, database: str) -> User:
    names = {"username": "marie.dupont", "first_name": "Marie", "last_name": "Dupont"}
    with work_as() as work:
        return make_user(work.session, email="mary@sunflower.example", **names)


def set_password(work_as: WorkAs, user: User, password: str = GOOD_PASSWORD, actor: Actor = SETTER) -> None:
    with work_as(actor) as work:
        service.set_password(work, parse(SetPassword, {"user_id": user.id, "password": password}))


class TestSetPassword:
    def test_sets_a_temporary_one(self, work_as: WorkAs, marie: User):
        set_password(work_as, marie)
        with work_as() as work:
            user = work.session.get_one(User, marie.id)
        assert is_password(user.password_hash, GOOD_PASSWORD)
        assert user.password_is_temporary
        assert user.version == marie.version + 1

    def test_ends_every_session_of_the_person(self, work_as: WorkAs, marie: User):
        with work_as() as work:
            make_session(work.session, marie)
            make_session(work.session, make_user(work.session))
        set_password(work_as, marie)
        with work_as() as work:
            assert marie.id not in work.session.exec(select(SignInSession.user_id)).all()
            assert len(work.session.exec(select(SignInSession)).all()) == 1

    def test_ends_open_links(self, work_as: WorkAs, marie: User):
        with work_as() as work:
            make_invitation(work.session, marie)
        set_password(work_as, marie)
        with work_as() as work:
            assert work.session.exec(select(Link)).one().revoked_at is not None

    def test_tells_the_person_by_mail_without_the_password(self, work_as: WorkAs, marie: User):
        set_password(work_as, marie)
        with work_as() as work:
            mail = work.session.exec(select(Message)).one()
        assert (mail.kind, mail.to_address) == ("password_set", marie.email)
        assert GOOD_PASSWORD not in f"{mail.subject}{mail.body_text}{mail.body_html}"

    def test_is_recorded_without_the_password(self, work_as: WorkAs, marie: User):
        set_password(work_as, marie)
        with work_as() as work:
            entry = work.session.exec(select(AuditEntry)).one()
        assert (entry.action, entry.user_id, entry.actor_id) == ("user.password_set", marie.id, SETTER.id)
        assert GOOD_PASSWORD not in (entry.detail or "")


class TestPasswordRules:
    @pytest.mark.parametrize(
        ("password", "sentence"),
        [
            ("", "Please fill this in."),
            ("kx7m-9qpd", "at least 10 characters"),
            ("kx7m9qpd" * 33, "at most 256 characters"),
            ("password1234", "easy to guess"),
            ("dupont-marie", "name, username or email"),
            ("sunflower.1", "name, username or email"),
        ],
    )
    def test_a_bad_password_is_refused(self, work_as: WorkAs, marie: User, password: str, sentence: str):
        with pytest.raises(InvalidInput) as refusal:
            set_password(work_as, marie, password)
        assert sentence in str(refusal.value.fields["password"])
        with work_as() as work:
            assert work.session.get_one(User, marie.id).password_hash is None

    def test_each_rule_is_told_while_typing(self):
        verdict = service.check_password("dupont-marie", ("Marie", "Dupont"))
        assert (verdict.is_long_enough, verdict.is_impersonal, verdict.is_good) == (True, False, False)
        assert not service.check_password("x" * 100_000).is_short_enough

    @given(st.builds(service.generate_password))
    def test_a_generated_password_is_good(self, password: str):
        assert service.check_password(password, ("Marie", "Dupont")).is_good


class TestWhoMaySetPasswords:
    def test_not_without_the_right(self, work_as: WorkAs, marie: User):
        with pytest.raises(NotAllowed):
            set_password(work_as, marie, actor=holder(Permission.USERS_VIEW))

    def test_a_row_one_may_not_see_does_not_exist(self, work_as: WorkAs, marie: User):
        with pytest.raises(NotFound):
            set_password(work_as, marie, actor=holder(Permission.USERS_SET_PASSWORD))

    def test_nobody_sets_the_password_of_more_rights_than_their_own(self, work_as: WorkAs, marie: User):
        with work_as() as work:
            administrator = make_administrator(work.session)
            helper = with_role(work.session, "help_desk")
        with pytest.raises(MorePowerful):
            set_password(work_as, administrator, actor=helper)

    def test_ones_own_is_changed_in_ones_account(self, work_as: WorkAs, marie: User):
        with work_as() as work:
            helper = with_role(work.session, "help_desk")
        with pytest.raises(YourOwnPassword), work_as(helper) as work:
            service.set_password(work, SetPassword(user_id=helper.id or 0, password=GOOD_PASSWORD))


class TestHashing:
    @pytest.mark.parametrize("actor", [SYSTEM, SETTER])
    def test_locks_nobody_out_of_the_database(
        self, work_as: WorkAs, marie: User, actor: Actor, monkeypatch: pytest.MonkeyPatch
    ):
        def hash_while_another_writes(_password: str) -> str:
            with work_as() as other:
                other.record("another.wrote")
            return "hash"

        monkeypatch.setattr("admin_dashboard.users.passwords.hash_password", hash_while_another_writes)
        set_password(work_as, marie, actor=actor)
        with work_as() as work:
            actions = work.session.exec(select(AuditEntry.action).order_by(AuditEntry.id)).all()  # type: ignore[arg-type]
        assert actions == ["another.wrote", "user.password_set"]
