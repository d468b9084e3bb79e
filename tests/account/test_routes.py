import pytest
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin_dashboard.account.routes import routes
from admin_dashboard.db.engine import engine
from admin_dashboard.models import User
from admin_dashboard.settings import settings
from admin_dashboard.web.caller import session_cookie

from .conftest import PASSWORD


@pytest.fixture
def client(sqlite_database) -> TestClient:
    return TestClient(Starlette(routes=routes), base_url=settings().origin, headers={"sec-fetch-site": "same-origin"})


def test_the_email_address_is_changed_with_the_password_at_hand(client, sign_in):
    client.cookies.set(session_cookie(), sign_in().token)
    form = {"email": "augusta@example.org", "present": PASSWORD}
    assert client.post("/auth/email", data=form).json() == {"ok": True, "redirect": ""}


def test_a_wrong_password_is_told_under_its_field(client, sign_in):
    client.cookies.set(session_cookie(), sign_in().token)
    answer = client.post("/auth/email", data={"email": "augusta@example.org", "present": "wrong"})
    assert answer.json()["fields"] == {"present": "This is not your current password."}


def test_the_language_is_kept_in_the_profile_and_the_browser(client, sign_in):
    me = sign_in()
    client.cookies.set(session_cookie(), me.token)
    answer = client.post("/auth/language", data={"language": "fr"})
    assert answer.cookies["language"] == "fr"
    with Session(engine()) as session:
        assert session.get_one(User, me.id).language == "fr"


def test_a_language_we_do_not_speak_is_refused(client, sign_in):
    client.cookies.set(session_cookie(), sign_in().token)
    answer = client.post("/auth/language", data={"language": "xx; domain=evil.example"})
    assert answer.status_code == 400
    assert "set-cookie" not in answer.headers


def test_nothing_is_changed_with_a_temporary_password_but_the_language(client, sign_in):
    client.cookies.set(session_cookie(), sign_in(password_is_temporary=True).token)
    assert client.post("/auth/email", data={"email": "a@b.example", "present": PASSWORD}).status_code == 403
    assert client.post("/auth/language", data={"language": "en"}).status_code == 200


@pytest.mark.parametrize("path", [route.path for route in routes])
class TestEveryRoute:
    def test_is_for_signed_in_people(self, client, path):
        assert client.post(path).status_code == 401

    def test_refuses_other_sites(self, client, path, sign_in):
        client.cookies.set(session_cookie(), sign_in().token)
        assert client.post(path, headers={"sec-fetch-site": "cross-site"}).status_code == 403

    def test_changes_nothing_when_opened(self, client, path):
        assert client.get(path).status_code == 405
