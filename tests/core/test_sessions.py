from datetime import timedelta

import pytest
from sqlmodel import select

from admin_dashboard.core import sessions
from admin_dashboard.core.sessions import Browser
from admin_dashboard.models import SignInSession, User
from admin_dashboard.settings import settings
from tests.conftest import WorkAs
from tests.factories import NOW, make_session, make_user

pytestmark = pytest.mark.usefixtures("database")
FIREFOX = Browser("192.0.2.1", "Firefox " * 100)


@pytest.fixture
def marie(work_as: WorkAs, database: str) -> User:
    with work_as() as work:
        return make_user(work.session)


def is_live(work_as: WorkAs, token: object, after: timedelta = timedelta()) -> bool:
    with work_as() as work:
        return sessions.find(work.session, token, NOW + after) is not None


class TestStart:
    def test_keeps_only_the_hash_of_the_cookie(self, work_as: WorkAs, marie: User):
        with work_as(now=NOW) as work:
            token = sessions.start(work, marie.id or 0, FIREFOX)
            row = work.session.exec(select(SignInSession)).one()
        assert token not in row.token_hash
        assert (row.address, len(row.user_agent)) == ("192.0.2.1", sessions.LONGEST_USER_AGENT)
        assert is_live(work_as, token)

    def test_ends_when_idle_and_at_last_whatever_happens(self, work_as: WorkAs, marie: User):
        with work_as(now=NOW) as work:
            token = sessions.start(work, marie.id or 0, FIREFOX)
            row = work.session.exec(select(SignInSession)).one()
        own = settings()
        assert row.idle_until == NOW + timedelta(minutes=own.session_idle_minutes)
        assert row.ends_at == NOW + timedelta(hours=own.session_hours)
        assert not is_live(work_as, token, timedelta(minutes=own.session_idle_minutes))

    def test_stays_for_days_when_asked(self, work_as: WorkAs, marie: User):
        with work_as(now=NOW) as work:
            token = sessions.start(work, marie.id or 0, FIREFOX, stay=True)
        assert is_live(work_as, token, timedelta(days=settings().session_stay_days) - timedelta(seconds=1))
        assert not is_live(work_as, token, timedelta(days=settings().session_stay_days))

    def test_ends_the_oldest_when_there_are_too_many(
        self, work_as: WorkAs, marie: User, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setenv("SESSIONS_PER_PERSON", "2")
        settings.cache_clear()
        with work_as(now=NOW) as work:
            tokens = [sessions.start(work, marie.id or 0, FIREFOX) for _number in range(3)]
        assert [is_live(work_as, token) for token in tokens] == [False, True, True]


class TestFind:
    @pytest.mark.parametrize("token", ["", "x", "x" * 10_000, None, 7, ["x"]])
    def test_of_anything_else_finds_nobody(self, work_as: WorkAs, token: object):
        assert not is_live(work_as, token)

    def test_finds_nobody_who_is_disabled(self, work_as: WorkAs, marie: User):
        with work_as() as work:
            _row, token = make_session(work.session, marie)
            work.session.get_one(User, marie.id).is_enabled = False
        assert not is_live(work_as, token)


class TestSee:
    def test_prolongs_the_idle_end_but_not_the_last(self, work_as: WorkAs, marie: User):
        with work_as() as work:
            row, token = make_session(work.session, marie, ends_at=NOW + timedelta(minutes=90))
        for minutes, idle_minutes in ((10, 70), (50, 90)):
            with work_as() as work:
                found = sessions.find(work.session, token, NOW)
                assert found is not None
                sessions.see(work.session, found, NOW + timedelta(minutes=minutes))
            with work_as() as work:
                idle_until = work.session.get_one(SignInSession, row.id).idle_until
            assert idle_until == NOW + timedelta(minutes=idle_minutes)

    def test_writes_at_most_once_a_minute(self, work_as: WorkAs, marie: User):
        with work_as() as work:
            row, token = make_session(work.session, marie)
        with work_as() as work:
            found = sessions.find(work.session, token, NOW)
            assert found is not None
            sessions.see(work.session, found, NOW + timedelta(seconds=59))
        with work_as() as work:
            assert work.session.get_one(SignInSession, row.id).seen_at == NOW


class TestEnd:
    def test_of_one_leaves_the_others(self, work_as: WorkAs, marie: User):
        with work_as() as work:
            tokens = [make_session(work.session, marie)[1] for _number in range(2)]
        with work_as() as work:
            sessions.end(work.session, tokens[0])
        assert [is_live(work_as, token) for token in tokens] == [False, True]

    def test_of_all_may_spare_one_and_no_other_person(self, work_as: WorkAs, marie: User):
        with work_as() as work:
            kept, other = make_session(work.session, marie)[0], make_session(work.session, make_user(work.session))[0]
            make_session(work.session, marie)
        with work_as() as work:
            assert sessions.end_others(work.session, marie.id or 0, kept.id) == 1
            assert set(work.session.exec(select(SignInSession.id))) == {kept.id, other.id}
            assert sessions.live_ids(work.session, [kept.id or 0, other.id or 0, 4711], NOW) == {kept.id, other.id}
            assert sessions.end_all(work.session, marie.id or 0) == 1
