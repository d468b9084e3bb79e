import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.testclient import TestClient

from admin_dashboard.core.permissions import Permission
from admin_dashboard.settings import settings
from admin_dashboard.web import http
from admin_dashboard.web.access import Access
from admin_dashboard.web.caller import Caller, session_cookie
from tests.factories import grant, make_administrator, make_session, make_user

ANYBODY = Access(public="a test")
OWN = Access()
EDIT = Access(permission=Permission.USERS_EDIT)


async def who(_request: Request, caller: Caller) -> JSONResponse:
    return JSONResponse({"ok": True, "who": caller.acting.id, "address": caller.address})


async def bug(_request: Request, _caller: Caller) -> JSONResponse:
    raise RuntimeError("the secret plan")


@pytest.fixture
def client(sqlite_database):
    routes = [
        http.route("/anybody", who, ANYBODY, ["GET", "POST"]),
        http.route("/own", who, OWN),
        http.route("/edit", who, EDIT),
        http.route("/bug", bug, ANYBODY),
    ]
    return TestClient(Starlette(routes=routes), base_url=settings().origin)


@pytest.fixture
def sign_in(client, work_as):
    """Give the client the session of a new user who holds these roles."""

    def start(*roles: str, **values) -> int:
        with work_as() as work:
            user = make_user(work.session, **values)
            for role in roles:
                grant(work.session, user, role)
            token = make_session(work.session, user)[1]
            client.cookies.set(session_cookie(), token)
            return user.id or 0

    return start


class TestRoute:
    def test_admits_anybody_where_it_says_so(self, client):
        assert client.get("/anybody").json()["who"] is None

    def test_refuses_who_is_not_signed_in(self, client):
        answer = client.get("/own")
        assert (answer.status_code, answer.json()["error"]) == (401, "Please sign in.")

    def test_knows_who_is_signed_in(self, client, sign_in):
        user_id = sign_in()
        assert client.get("/own").json()["who"] == user_id

    def test_refuses_a_signed_in_person_without_the_right(self, client, sign_in):
        sign_in("auditor")
        assert client.get("/edit").status_code == 403

    def test_admits_a_person_with_the_right(self, client, sign_in):
        sign_in("user_manager")
        assert client.get("/edit").status_code == 200

    def test_refuses_a_disabled_person_at_once(self, client, sign_in):
        sign_in("administrator", is_enabled=False)
        assert client.get("/own").status_code == 401

    def test_refuses_everything_until_a_temporary_password_is_replaced(self, client, sign_in):
        sign_in("administrator", password_is_temporary=True)
        assert client.get("/own").json()["error"] == "Choose your own password first."

    def test_refuses_a_session_after_its_end(self, client, work_as):
        with work_as() as work:
            user = make_administrator(work.session)
            token = make_session(work.session, user, idle_until=work.now)[1]
        client.cookies.set(session_cookie(), token)
        assert client.get("/own").status_code == 401

    def test_answers_in_the_readers_language(self, client):
        client.cookies.set("language", "fr")
        assert client.get("/own").json()["error"] != "Please sign in."

    def test_tells_nothing_of_a_bug_but_an_id(self, client, caplog):
        answer = client.get("/bug")
        assert answer.status_code == 500
        assert "secret" not in answer.text
        assert answer.json()["error"].split()[-1] in caplog.text


class TestCrossSite:
    @pytest.mark.parametrize(
        "headers",
        [
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
            {"origin": "https://evil.example"},
            {"origin": "null"},
            {"sec-fetch-site": "cross-site", "origin": "http://localhost:3000"},
        ],
    )
    def test_write_is_refused(self, client, headers):
        assert client.post("/anybody", headers=headers).status_code == 403

    @pytest.mark.parametrize(
        "headers", [{"sec-fetch-site": "same-origin"}, {"origin": "http://localhost:3000"}, {"sec-fetch-site": "none"}]
    )
    def test_write_of_our_own_pages_passes(self, client, headers):
        assert client.post("/anybody", headers=headers).status_code == 200

    def test_read_passes(self, client):
        assert client.get("/anybody", headers={"sec-fetch-site": "cross-site"}).status_code == 200


class TestAddress:
    def test_is_the_connections_own_without_a_proxy(self, client):
        assert client.get("/anybody", headers={"x-forwarded-for": "9.9.9.9"}).json()["address"] == "testclient"

    def test_is_the_one_the_nearest_trusted_proxy_names(self, client, monkeypatch):
        monkeypatch.setenv("TRUSTED_PROXIES", "1")
        settings.cache_clear()
        answer = client.get("/anybody", headers={"x-forwarded-for": "9.9.9.9, 1.2.3.4"})
        assert answer.json()["address"] == "1.2.3.4"


class TestSessionCookie:
    def test_is_kept_from_scripts_and_other_sites(self, sqlite_database):
        cookie = http.signed_in("/", "token").headers["set-cookie"].lower()
        assert cookie.startswith("session=token;")
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert "path=/" in cookie

    def test_is_bound_to_host_and_https_on_a_secure_site(self, monkeypatch):
        monkeypatch.setenv("PUBLIC_URL", "https://people.example/")
        settings.cache_clear()
        cookie = http.signed_in("/", "token").headers["set-cookie"]
        assert cookie.startswith("__Host-session=token;")
        assert "Secure" in cookie
        assert "Domain" not in cookie


class TestLocalPath:
    @pytest.mark.parametrize("path", ["/users", "/users/5?q=a", "/"])
    def test_lets_a_path_of_this_site_through(self, path):
        assert http.local_path(path) == path

    @pytest.mark.parametrize(
        "path", ["//evil.example", "/\\evil.example", "https://evil.example", "users", "", None, 3, "/a\nb", "/\t/evil"]
    )
    def test_turns_anything_else_into_the_default(self, path):
        assert http.local_path(path, "/start") == "/start"
