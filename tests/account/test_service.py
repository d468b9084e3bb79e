from datetime import timedelta

import pytest
from sqlmodel import Session, select

from admin_dashboard.account import queries, service
from admin_dashboard.account.commands import ChangeEmail, ChooseLanguage, ChooseTheme, Rename
from admin_dashboard.core import clock
from admin_dashboard.core.errors import InvalidInput, NotFound, NotSignedIn, TooMany
from admin_dashboard.core.forms import parse
from admin_dashboard.core.permissions import NOBODY
from admin_dashboard.db.engine import engine
from admin_dashboard.models import AuditEntry, Link, Message, SignInSession, Source, User
from admin_dashboard.sign_in.passwords import BY_PERSON, WrongPassword
from admin_dashboard.users.service import AlreadyTaken, EditedElsewhere, ReadOnly
from tests.factories import NOW, make_invitation, make_session, make_user

from .conftest import PASSWORD


def all_of(model) -> list:
    with Session(engine()) as session:
        return list(session.exec(select(model).order_by(model.id)))


def stored(user_id: int) -> User:
    with Session(engine()) as session:
        return session.get_one(User, user_id)


def names(first: str = "Augusta", last: str = "King", version: int = 1) -> Rename:
    return parse(Rename, {"first_name": first, "last_name": last, "version": version})


class TestRename:
    def test_saves_ones_own_names_without_any_right(self, database, sign_in, work_as):
        me = sign_in()
        with work_as(me.actor) as work:
            service.rename(work, names())
        user = stored(me.id)
        assert (user.first_name, user.last_name, user.username) == ("Augusta", "King", "ada.byron")
        assert user.name_key.startswith("king")

    def test_is_audited_as_ones_own_deed(self, database, sign_in, work_as):
        me = sign_in()
        with work_as(me.actor) as work:
            service.rename(work, names())
        entry = all_of(AuditEntry)[-1]
        assert (entry.action, entry.actor_id, entry.user_id) == ("user.edited", me.id, me.id)

    def test_overwrites_nothing_unseen(self, database, sign_in, work_as):
        me = sign_in()
        with work_as(me.actor) as work:
            service.rename(work, names())
        with pytest.raises(EditedElsewhere), work_as(me.actor) as work:
            service.rename(work, names("Annabella"))
        assert stored(me.id).first_name == "Augusta"

    @pytest.mark.parametrize("source", [Source.SCIM, Source.LDAP])
    def test_is_refused_where_the_profile_comes_from_elsewhere(self, database, sign_in, work_as, source):
        me = sign_in(source=source)
        with pytest.raises(ReadOnly), work_as(me.actor) as work:
            service.rename(work, names())

    @pytest.mark.parametrize("field", ["id", "email", "is_enabled", "password_hash", "user_id"])
    def test_admits_no_other_field(self, field):
        with pytest.raises(InvalidInput):
            parse(Rename, {"first_name": "Ada", "last_name": "Byron", "version": 1, field: "1"})


class TestChangeEmail:
    @pytest.fixture
    def change(self, database, open_work):
        def start(me, email: str = "augusta@example.org", present: str = PASSWORD) -> None:
            service.change_email(open_work, parse(ChangeEmail, {"email": email, "present": present}), me.actor)

        return start

    def test_tells_the_old_address(self, change, sign_in):
        me = sign_in()
        change(me, "Augusta@Example.org")
        assert stored(me.id).email == "augusta@example.org"
        assert [(mail.kind, mail.to_address) for mail in all_of(Message)] == [("email_changed", "ada@example.org")]

    def test_ends_open_links(self, change, sign_in, work_as):
        me = sign_in()
        with work_as() as work:
            make_invitation(work.session, work.session.get_one(User, me.id))
        change(me)
        assert all_of(Link)[0].revoked_at == NOW

    def test_asks_for_the_present_password(self, change, sign_in):
        me = sign_in()
        with pytest.raises(WrongPassword):
            change(me, present="wrong")
        assert stored(me.id).email == "ada@example.org"
        assert all_of(AuditEntry)[-1].action == "password.refused"

    def test_is_paused_after_too_many_wrong_passwords(self, change, sign_in):
        me = sign_in()
        for _time in range(BY_PERSON.count):
            with pytest.raises(WrongPassword):
                change(me, present="wrong")
        with pytest.raises(TooMany):
            change(me)

    def test_is_refused_when_somebody_has_the_address(self, change, sign_in, work_as):
        me = sign_in()
        with work_as() as work:
            make_user(work.session, email="augusta@example.org")
        with pytest.raises(AlreadyTaken) as refused:
            change(me)
        assert list(refused.value.fields) == ["email"]

    def test_tells_only_a_few_times_an_hour_who_has_an_address(self, change, sign_in, work_as, monkeypatch):
        me, other = sign_in(), sign_in(username="grace.hopper", email="grace@example.org")
        for _time in range(service.EMAIL_CHANGES.count):
            with pytest.raises(AlreadyTaken):
                change(me, "grace@example.org")
        for email in ("grace@example.org", "free@example.org"):
            with pytest.raises(TooMany):
                change(me, email)
        change(other, "hopper@example.org")
        monkeypatch.setattr(clock, "now", lambda: NOW + service.EMAIL_CHANGES.window)
        change(me, "free@example.org")
        assert stored(me.id).email == "free@example.org"


class TestPreferences:
    def test_are_kept(self, database, sign_in, work_as):
        me = sign_in()
        with work_as(me.actor) as work:
            service.choose_language(work, ChooseLanguage(language="fr"))
            service.choose_theme(work, ChooseTheme(theme="dark"))
        assert (stored(me.id).language, stored(me.id).theme) == ("fr", "dark")

    @pytest.mark.parametrize("theme", ["", "pink", None, {"a": 1}])
    def test_are_only_what_is_offered(self, theme):
        with pytest.raises(InvalidInput):
            parse(ChooseTheme, {"theme": theme})

    def test_of_nobody_are_not_kept(self, database, work_as):
        with pytest.raises(NotSignedIn), work_as(NOBODY) as work:
            service.choose_theme(work, ChooseTheme(theme="dark"))


class TestSessions:
    def test_are_listed_this_one_first(self, database, sign_in, work_as):
        me = sign_in()
        with work_as() as work:
            user = work.session.get_one(User, me.id)
            make_session(work.session, user, seen_at=NOW + timedelta(minutes=5))
            make_session(work.session, user, idle_until=NOW)
            make_session(work.session, make_user(work.session))
        with work_as(me.actor) as work:
            found = queries.sessions(work)
        assert [row.is_this for row in found] == [True, False]
        assert (found[0].browser, found[0].address) == ("Firefox", "192.0.2.7")

    def test_can_be_ended_one_by_one(self, database, sign_in, work_as):
        me = sign_in()
        with work_as() as work:
            there = make_session(work.session, work.session.get_one(User, me.id))[0].id
        with work_as(me.actor) as work:
            service.end_session(work, there or 0)
        assert [row.id for row in all_of(SignInSession)] == [me.actor.session_id]
        assert all_of(AuditEntry)[-1].action == "session.ended"

    def test_of_others_answer_like_none(self, database, sign_in, work_as):
        me, other = sign_in(), sign_in(username="grace.hopper", email="grace@example.org")
        for session_id in (other.actor.session_id or 0, 12345, 0):
            with pytest.raises(NotFound) as refused, work_as(me.actor) as work:
                service.end_session(work, session_id)
            assert str(refused.value.message) == "This does not exist, or you may not see it."
        assert len(all_of(SignInSession)) == 2

    def test_can_all_be_ended_but_this_one(self, database, sign_in, work_as):
        me, other = sign_in(), sign_in(username="grace.hopper", email="grace@example.org")
        with work_as() as work:
            make_session(work.session, work.session.get_one(User, me.id))
        with work_as(me.actor) as work:
            assert service.end_others(work) == 1
            assert service.end_others(work) == 0
        assert [row.id for row in all_of(SignInSession)] == [me.actor.session_id, other.actor.session_id]


def test_a_profile_holds_no_password(database, sign_in, work_as):
    me = sign_in()
    with work_as(me.actor) as work:
        assert "argon2" not in repr(queries.me(work))
