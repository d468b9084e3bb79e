from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from admin_dashboard.core.errors import DomainError, InvalidInput
from admin_dashboard.core.permissions import NOBODY, Permission
from admin_dashboard.core.rights import rights_of
from admin_dashboard.core.sessions import Browser
from admin_dashboard.roles.queries import enabled_administrators
from admin_dashboard.settings import settings
from admin_dashboard.sign_in import setup
from admin_dashboard.sign_in.commands import SetUp
from admin_dashboard.sign_in.reset import DeadLink
from tests.factories import NOW, make_administrator, make_user

from . import reading
from .conftest import PASSWORD

ADA = {"first_name": "Ada", "last_name": "Byron", "username": "ada.byron", "email": "ada@example.org"}


@pytest.fixture
def prepare(database, work_as):
    def start() -> str | None:
        with work_as(now=None) as work:
            return setup.prepare(work)

    return start


@pytest.fixture
def link(prepare):
    """The token printed in the console."""
    return lambda: prepare().split("/setup?token=")[1]


@pytest.fixture
def set_up(open_work):
    def start(token: str, **values: str):
        return setup.set_up(open_work, SetUp(token=token, **({**ADA, "password": PASSWORD} | values)), Browser())

    return start


class TestLink:
    def test_creates_the_first_administrator_and_signs_them_in(self, link, set_up, work_as):
        assert set_up(link()).token
        user = reading.all_of(reading.User)[0]
        assert (user.username, user.password_is_temporary, user.first_login_at) == ("ada.byron", False, NOW)
        assert [row.user_id for row in reading.sessions()] == [user.id]
        with work_as() as work:
            assert rights_of(work.session, user.id) == {(permission, None) for permission in Permission}

    def test_works_once(self, link, set_up):
        token = link()
        set_up(token)
        with pytest.raises(DeadLink):
            set_up(token, username="grace.hopper", email="grace@example.org")
        assert len(reading.all_of(reading.User)) == 1

    def test_of_an_earlier_start_is_dead(self, link, set_up):
        older, newer = link(), link()
        with pytest.raises(DeadLink):
            set_up(older)
        assert set_up(newer).token

    def test_is_dead_once_there_is_an_administrator(self, link, set_up, work_as):
        token = link()
        with work_as() as work:
            make_administrator(work.session)
        with work_as(NOBODY) as work:
            assert not setup.is_open(work, token)
        with pytest.raises(DeadLink):
            set_up(token)

    def test_expires(self, link, set_up, set_clock):
        token = link()
        set_clock(NOW + setup.LINK_IS_VALID)
        with pytest.raises(DeadLink):
            set_up(token)
        set_clock(NOW + setup.LINK_IS_VALID - timedelta(seconds=1))
        assert set_up(token).token

    @pytest.mark.parametrize("token", ["", "guess", "x" * 1000])
    def test_of_no_sense_is_refused(self, link, set_up, token):
        link()
        with pytest.raises(DeadLink):
            set_up(token)

    def test_is_not_used_up_by_a_field_that_is_wrong(self, link, set_up):
        token = link()
        with pytest.raises(InvalidInput) as refused:
            set_up(token, password="ada.byron.1")
        assert list(refused.value.fields) == ["password"]
        assert set_up(token).token

    def test_opening_changes_nothing(self, link, set_up, work_as):
        token = link()
        with work_as(NOBODY) as work:
            assert setup.is_open(work, token)
        assert set_up(token).token

    def test_of_two_at_once_is_used_by_one(self, link, set_up, work_as):
        token, start = link(), Barrier(2)

        def use(name: str) -> bool:
            start.wait()
            try:
                set_up(token, username=f"{name}.byron", email=f"{name}@example.org")
            except DomainError:
                return False
            return True

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(use, ["ada", "anne"])) == [False, True]
        with work_as() as work:
            assert enabled_administrators(work.session) == 1


class TestPrepare:
    def test_keeps_only_a_hash_of_the_token(self, link):
        token = link()
        assert len(token) >= 43
        assert token not in str([row.model_dump() for row in reading.links()])

    def test_has_nothing_to_do_where_there_is_an_administrator(self, prepare, work_as):
        with work_as() as work:
            make_administrator(work.session)
        assert prepare() is None
        assert reading.links() == []

    def test_gives_a_link_where_nobody_is_administrator(self, prepare, work_as):
        with work_as() as work:
            make_user(work.session)
        assert prepare()


class TestSettings:
    @pytest.fixture
    def configure(self, monkeypatch):
        def start(email: str, password: str) -> None:
            monkeypatch.setenv("ADMIN_EMAIL", email)
            monkeypatch.setenv("ADMIN_PASSWORD", password)
            settings.cache_clear()

        return start

    def test_create_the_administrator(self, prepare, configure):
        configure("Ada@Example.org", PASSWORD)
        assert prepare() is None
        user = reading.all_of(reading.User)[0]
        assert (user.email, user.password_is_temporary) == ("ada@example.org", False)
        assert prepare() is None
        assert len(reading.all_of(reading.User)) == 1

    @pytest.mark.parametrize(
        ("email", "password", "sentence"),
        [
            ("ada@example.org", "short", "ADMIN_PASSWORD: Use at least 10 characters."),
            ("ada", PASSWORD, "ADMIN_EMAIL: Enter a full email address"),
            ("ada@example.org", "", "Set both ADMIN_EMAIL and ADMIN_PASSWORD"),
            ("", PASSWORD, "Set both ADMIN_EMAIL and ADMIN_PASSWORD"),
        ],
    )
    def test_that_break_a_rule_are_named(self, prepare, configure, email, password, sentence):
        configure(email, password)
        with pytest.raises(InvalidInput) as refused:
            prepare()
        assert str(refused.value.message).startswith(sentence)
        assert reading.all_of(reading.User) == []
