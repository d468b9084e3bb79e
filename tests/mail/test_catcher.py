"""The built-in catcher: for administrators, and only where nothing is sent."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin_dashboard.core.errors import NotAllowed, NotFound
from admin_dashboard.mail.queries import MOST_LISTED, caught, read
from admin_dashboard.mail.routes import routes
from admin_dashboard.models import User
from admin_dashboard.settings import settings
from admin_dashboard.web.caller import session_cookie
from tests.factories import NOW, actor_of, grant, make_message, make_session, make_user


@pytest.fixture
def signed_in(sqlite_database, work_as):
    """Sign a browser in as somebody with this role."""

    def start(role: str) -> TestClient:
        client = TestClient(Starlette(routes=routes), base_url=settings().origin)
        with work_as() as work:
            user = make_user(work.session, first_login_at=NOW)
            grant(work.session, user, role)
            ends = {"idle_until": NOW.replace(year=2999), "ends_at": NOW.replace(year=2999)}
            client.cookies.set(session_cookie(), make_session(work.session, user, **ends)[1])
        return client

    return start


def with_role(work, role: str):
    user = make_user(work.session)
    grant(work.session, user, role)
    return actor_of(work.session, user)


class TestList:
    def test_shows_the_newest_first(self, work_as, database):
        with work_as() as work:
            user = make_user(work.session)
            made = [make_message(work.session, user, subject=f"Mail {n}").id for n in range(3)]
            assert [mail.id for mail in caught(work)] == made[::-1]

    def test_has_an_end(self, work_as):
        with work_as() as work:
            user = make_user(work.session)
            for _ in range(MOST_LISTED + 1):
                make_message(work.session, user)
            assert len(caught(work, limit=10**9)) == MOST_LISTED

    def test_is_for_administrators(self, work_as):
        with work_as() as work:
            actor = with_role(work, "user_manager")
        with work_as(actor) as work, pytest.raises(NotAllowed):
            caught(work)

    def test_is_not_there_when_mails_are_sent(self, work_as, monkeypatch):
        monkeypatch.setenv("SMTP_URL", "smtp://mail.example")
        settings.cache_clear()
        with work_as() as work, pytest.raises(NotFound):
            caught(work)


class TestRead:
    def test_shows_text_and_html(self, work_as, queued):
        number = queued()
        with work_as() as work:
            mail = read(work, number)
        assert "/invitation/" in mail.text
        assert mail.html.startswith("<!doctype html>")

    @pytest.mark.parametrize("number", [0, -1, 99, 2**70, "1", None])
    def test_an_unknown_mail_is_not_there(self, work_as, number):
        with work_as() as work, pytest.raises(NotFound):
            read(work, number)


class TestHtml:
    def test_can_do_nothing_in_its_frame(self, signed_in, queued):
        answer = signed_in("administrator").get(f"/mail/{queued()}/html")
        policy = answer.headers["content-security-policy"]
        assert answer.status_code == 200
        assert policy.startswith("sandbox allow-popups")
        assert "default-src 'none'" in policy
        assert "allow-scripts" not in policy
        assert "allow-same-origin" not in policy

    @pytest.mark.parametrize("role", ["user_manager", "help_desk", "auditor"])
    def test_is_for_administrators(self, signed_in, queued, role):
        assert signed_in(role).get(f"/mail/{queued()}/html").status_code == 403

    def test_is_for_nobody_unknown(self, sqlite_database, queued):
        client = TestClient(Starlette(routes=routes))
        assert client.get(f"/mail/{queued()}/html").status_code == 401

    def test_an_unknown_mail_is_not_there(self, signed_in):
        assert signed_in("administrator").get(f"/mail/{2**70}/html").status_code == 404


def test_a_deleted_persons_mails_go_with_them(work_as, queued, stored):
    number = queued()
    with work_as() as work:
        work.session.delete(work.session.get_one(User, stored(number).user_id))
    with work_as() as work, pytest.raises(NotFound):
        read(work, number)
