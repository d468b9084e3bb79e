from datetime import timedelta
from types import SimpleNamespace

import pytest

from admin_dashboard.core import passwords
from admin_dashboard.core.errors import DomainError
from admin_dashboard.core.permissions import NOBODY, Actor
from admin_dashboard.core.sessions import Browser
from admin_dashboard.settings import settings
from admin_dashboard.sign_in import service
from admin_dashboard.sign_in.commands import SignIn
from admin_dashboard.sign_in.service import SignedIn, SignInRefused
from tests.factories import NOW, make_session

from . import reading
from .conftest import PASSWORD

BROWSER = Browser("192.0.2.7", "Firefox")


@pytest.fixture
def sign_in(database, open_work):
    def start(login: str = "ada@example.org", password: str = PASSWORD, *, stay: bool = False) -> SignedIn:
        return service.sign_in(open_work, SignIn(login=login, password=password, stay=stay), BROWSER)

    return start


class TestSignIn:
    @pytest.mark.parametrize("login", ["ada@example.org", "ada.byron", " ADA.BYRON ", "ＡＤＡ@example.org"])
    def test_admits_by_email_or_username_folded(self, sign_in, person, login):
        user_id = person()
        assert sign_in(login).token
        assert [row.user_id for row in reading.sessions()] == [user_id]

    @pytest.mark.parametrize("login", ["ada", "ada@example", "example.org", "%", "ada_byron", "ada.byro\u0000n", ""])
    def test_looks_nobody_up_by_part_of_a_name(self, sign_in, person, login):
        person()
        with pytest.raises(SignInRefused):
            sign_in(login)

    def test_notes_first_and_last_connection(self, sign_in, person, set_clock):
        user_id = person(first_login_at=None, last_login_at=None)
        sign_in()
        set_clock(NOW + timedelta(days=1))
        sign_in()
        user = reading.user(user_id)
        assert (user.first_login_at, user.last_login_at) == (NOW, NOW + timedelta(days=1))

    def test_keeps_only_a_hash_of_the_cookies_value(self, sign_in, person):
        person()
        token = sign_in().token
        assert len(token) >= 43
        assert token not in str([row.model_dump() for row in reading.sessions()])

    def test_starts_a_new_session_each_time(self, sign_in, person):
        person()
        assert sign_in().token != sign_in().token

    def test_ends_the_oldest_session_of_too_many(self, sign_in, person, monkeypatch):
        monkeypatch.setenv("SESSIONS_PER_PERSON", "2")
        settings.cache_clear()
        person()
        for _time in range(3):
            sign_in()
        assert [row.id for row in reading.sessions()] == [2, 3]

    def test_ends_after_hours_unless_one_stays(self, sign_in, person):
        person()
        sign_in()
        sign_in(stay=True)
        assert [row.ends_at - NOW for row in reading.sessions()] == [timedelta(hours=12), timedelta(days=30)]

    def test_is_audited_as_the_persons_own_deed(self, sign_in, person):
        user_id = person()
        sign_in()
        entry = reading.all_of(reading.AuditEntry)[-1]
        assert (entry.action, entry.actor_id, entry.user_id) == ("session.started", user_id, user_id)

    def test_renews_a_hash_made_with_older_parameters(self, sign_in, person, monkeypatch):
        user_id = person()
        monkeypatch.setenv("PASSWORD_HASH_TIME", "2")
        settings.cache_clear()
        sign_in()
        assert "t=2" in (reading.user(user_id).password_hash or "")
        assert sign_in().token

    def test_keeps_a_hash_of_todays_parameters(self, sign_in, person):
        user_id = person()
        before = reading.user(user_id).password_hash
        sign_in()
        assert reading.user(user_id).password_hash == before


REFUSED = [
    ({}, "nobody@example.org", PASSWORD),
    ({}, "ada@example.org", "not the password"),
    ({}, "ada@example.org", ""),
    ({"is_enabled": False}, "ada@example.org", PASSWORD),
    ({"password_hash": None}, "ada@example.org", PASSWORD),
    ({"password_hash": None}, "ada@example.org", "a hash nobody's password has"),
    ({}, "ada@example.org", PASSWORD + "x" * 300),
    ({}, "a" * 10_000, "b" * 10_000),
]


class TestRefusal:
    @pytest.mark.parametrize(("values", "login", "password"), REFUSED)
    def test_has_the_same_words_and_status_for_every_reason(self, sign_in, person, values, login, password):
        person(**values)
        with pytest.raises(DomainError) as refused:
            sign_in(login, password)
        assert str(refused.value.message) == "This email or username and this password do not go together."
        assert (refused.value.status, refused.value.fields) == (401, {})
        assert reading.sessions() == []

    @pytest.fixture
    def lengths_hashed(self, monkeypatch) -> list[int]:
        """The length of every password that was held against a hash."""
        lengths: list[int] = []
        real = passwords._current_hasher()

        def verify(stored: str, password: str) -> bool:
            lengths.extend([len(password)] * stored.startswith("$argon2id$"))
            return real.verify(stored, password)

        monkeypatch.setattr(passwords, "_current_hasher", lambda: SimpleNamespace(verify=verify, hash=real.hash))
        return lengths

    @pytest.mark.parametrize("case", REFUSED)
    def test_does_the_same_work_for_every_reason(self, sign_in, person, lengths_hashed, case):
        values, login, password = case
        person(**values)
        with pytest.raises(SignInRefused):
            sign_in(login, password)
        assert lengths_hashed == [min(len(password), 256)]
        assert reading.actions() == ["session.refused"]

    def test_is_audited_with_the_person_but_not_with_what_was_typed(self, sign_in, person):
        user_id = person()
        with pytest.raises(SignInRefused):
            sign_in("ada.byron", "my secret typed wrong")
        entry = reading.all_of(reading.AuditEntry)[-1]
        assert (entry.action, entry.user_id, entry.actor_id) == ("session.refused", user_id, None)
        assert "secret" not in entry.detail
        assert "ada.byron" not in entry.detail

    def test_of_somebody_disabled_while_the_password_was_checked(self, sign_in, person, work_as, monkeypatch):
        user_id = person()

        def disabled_meanwhile(_hash, _password):
            with work_as() as work:
                work.session.get_one(reading.User, user_id).is_enabled = False
            return True

        monkeypatch.setattr(passwords, "is_password", disabled_meanwhile)
        with pytest.raises(SignInRefused):
            sign_in()
        assert reading.sessions() == []


class TestTemporaryPassword:
    @pytest.fixture
    def newcomer(self, person):
        return person(password_is_temporary=True, first_login_at=None)

    def test_lets_in_once(self, sign_in, newcomer):
        assert sign_in().must_change_password
        with pytest.raises(SignInRefused):
            sign_in()

    def test_still_has_to_be_replaced_after_it_let_in(self, sign_in, newcomer):
        sign_in()
        user = reading.user(newcomer)
        assert user.password_is_temporary
        assert user.first_login_at == NOW

    def test_is_not_used_up_by_a_wrong_guess(self, sign_in, newcomer):
        with pytest.raises(SignInRefused):
            sign_in(password="not the password")
        assert sign_in().must_change_password


class TestSignOut:
    def test_ends_this_session_and_no_other(self, database, work_as, person):
        user_id = person()
        with work_as() as work:
            user = work.session.get_one(reading.User, user_id)
            here, there = (make_session(work.session, user)[0].id for _place in range(2))
        with work_as(Actor(id=user_id, name="Ada", session_id=here)) as work:
            service.sign_out(work)
        assert [row.id for row in reading.sessions()] == [there]
        assert reading.actions() == ["session.ended"]

    def test_of_nobody_does_nothing(self, database, work_as):
        with work_as(NOBODY) as work:
            service.sign_out(work)
        assert reading.actions() == []
