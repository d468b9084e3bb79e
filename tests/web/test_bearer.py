"""HTTP for programs: who is let in by a token, how often, and what refusals look like."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient

from admin_dashboard.core import clock
from admin_dashboard.core.permissions import Permission
from admin_dashboard.models import ApiToken, AuditEntry, Grant, User
from admin_dashboard.settings import settings
from admin_dashboard.web import bearer
from admin_dashboard.web.access import Access
from admin_dashboard.web.bearer import LONGEST_BODY, REFUSED, REQUESTS, answer, api_route, json_of
from admin_dashboard.web.caller import Caller, session_cookie
from tests.conftest import WorkAs
from tests.factories import NOW, grant, make_administrator, make_api_token, make_session, make_user

JSON = {"content-type": "application/json"}


async def who(_request: Request, caller: Caller) -> Response:
    return answer({"who": caller.acting.id})


async def echo(request: Request, _caller: Caller) -> Response:
    return answer(await json_of(request))


async def bug(_request: Request, _caller: Caller) -> Response:
    raise RuntimeError("the secret plan")


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def client(database: str) -> TestClient:
    routes = [
        api_route("/api/who", who, Access()),
        api_route("/api/edit", who, Access(permission=Permission.USERS_EDIT)),
        api_route("/api/echo", echo, Access(), ["POST"]),
        api_route("/api/bug", bug, Access()),
    ]
    return TestClient(Starlette(routes=routes), base_url=settings().origin)


@pytest.fixture
def owner(client: TestClient, work_as: WorkAs) -> User:
    """An administrator whose token the client shows."""
    with work_as() as work:
        user = make_administrator(work.session)
        client.headers["authorization"] = f"Bearer {make_api_token(work.session, user)[1]}"
        return user


def refused(answered: Any) -> tuple[int, str]:
    error = answered.json()["error"]
    assert set(error) == {"code", "message", "fields"}
    assert error["message"]
    return answered.status_code, error["code"]


class TestToken:
    def test_acts_as_its_owner(self, client: TestClient, owner: User):
        answered = client.get("/api/who")
        assert (answered.status_code, answered.json()) == (200, {"who": owner.id})
        assert answered.headers["cache-control"] == "no-store"

    def test_shows_when_it_was_last_used(self, client: TestClient, owner: User, work_as: WorkAs):
        client.get("/api/who")
        with work_as() as work:
            assert work.session.exec(select(ApiToken.used_at)).one() == NOW

    @pytest.mark.parametrize(
        "header", ["", "Bearer", "Bearer ", "Bearer x", "Basic YTpi", "adm_x", "Bearer " + "x" * 9999]
    )
    def test_that_is_none_is_refused(self, client: TestClient, owner: User, header: str):
        answered = client.get("/api/who", headers={"authorization": header})
        assert refused(answered) == (401, "no_token")
        assert answered.headers["www-authenticate"] == "Bearer"

    @pytest.mark.parametrize("change", [{"is_enabled": False}, {"password_is_temporary": True}])
    def test_of_who_may_not_sign_in_is_refused(
        self, client: TestClient, owner: User, work_as: WorkAs, change: dict[str, bool]
    ):
        with work_as() as work:
            work.session.get_one(User, owner.id).sqlmodel_update(change)
        assert refused(client.get("/api/who")) == (401, "no_token")

    def test_is_refused_from_its_last_moment_on(self, client: TestClient, owner: User, work_as: WorkAs):
        with work_as() as work:
            work.session.exec(select(ApiToken)).one().ends_at = NOW
        assert refused(client.get("/api/who")) == (401, "no_token")

    def test_is_refused_once_its_owner_lacks_the_right_to_use_one(
        self, client: TestClient, owner: User, work_as: WorkAs
    ):
        with work_as() as work:
            work.session.delete(work.session.exec(select(Grant)).one())
            grant(work.session, owner, "user_manager")
        assert refused(client.get("/api/who")) == (401, "no_token")

    def test_is_never_a_sessions_cookie(self, client: TestClient, owner: User, work_as: WorkAs):
        with work_as() as work:
            cookie = make_session(work.session, owner)[1]
        client.cookies.set(session_cookie(), cookie)
        for header in ("", f"Bearer {cookie}"):
            assert refused(client.get("/api/who", headers={"authorization": header})) == (401, "no_token")


class TestRights:
    @pytest.fixture
    def as_role(self, client: TestClient, work_as: WorkAs, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], int]:
        """Somebody with this role and the right to use tokens, whose token the client shows."""

        def make(role: str) -> int:
            with work_as() as work:
                user = make_user(work.session)
                grant(work.session, user, role)
                client.headers["authorization"] = f"Bearer {make_api_token(work.session, user)[1]}"
            rights_of = bearer.rights_of
            token_right = {(Permission.API_TOKENS, None)}
            monkeypatch.setattr(bearer, "rights_of", lambda session, user_id: rights_of(session, user_id) | token_right)
            return user.id or 0

        return make

    def test_are_the_owners(self, client: TestClient, as_role: Callable[[str], int]):
        as_role("user_manager")
        assert client.get("/api/edit").status_code == 200

    def test_that_lack_are_refused_and_the_attempt_is_kept(
        self, client: TestClient, as_role: Callable[[str], int], work_as: WorkAs
    ):
        user_id = as_role("auditor")
        assert refused(client.get("/api/edit")) == (403, "not_allowed")
        with work_as() as work:
            entry = work.session.exec(select(AuditEntry)).one()
        assert (entry.action, entry.actor_id, entry.door) == ("access.refused", user_id, "api")


class TestBody:
    def test_is_a_json_object(self, client: TestClient, owner: User):
        assert client.post("/api/echo", json={"é": [1]}).json() == {"é": [1]}

    @pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
    def test_that_is_not_called_json_is_refused(self, client: TestClient, owner: User, kind: str):
        answered = client.post("/api/echo", content=b"{}", headers={"content-type": kind})
        assert refused(answered) == (415, "not_json")

    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b"1", b'"x"', b"null", b"\xff\xfe", b"[" * 60_000, b"{'a': 1}"])
    def test_that_is_no_json_object_is_refused(self, client: TestClient, owner: User, body: bytes):
        assert refused(client.post("/api/echo", content=body, headers=JSON)) == (400, "unreadable")

    def test_that_is_too_long_is_refused(self, client: TestClient, owner: User):
        body = b'{"a": "' + b"x" * LONGEST_BODY + b'"}'
        assert refused(client.post("/api/echo", content=body, headers=JSON)) == (413, "too_large")
        assert refused(client.post("/api/echo", content=iter([body]), headers=JSON)) == (413, "too_large")


class TestLimit:
    def test_is_a_number_of_requests_a_minute(self, client: TestClient, owner: User, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(bearer, "REQUESTS", bearer.Limit("api", 2, REQUESTS.window))
        assert [client.get("/api/who").status_code for _time in range(3)] == [200, 200, 429]
        answered = client.get("/api/who")
        assert refused(answered) == (429, "too_many")
        assert answered.headers["retry-after"] == "60"
        monkeypatch.setattr(clock, "now", lambda: NOW + REQUESTS.window)
        assert client.get("/api/who").status_code == 200

    def test_of_wrong_tokens_shuts_no_neighbour_out(
        self, client: TestClient, owner: User, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(bearer, "REFUSED", bearer.Limit("api_refused", 2, REFUSED.window))
        wrong = {"authorization": "Bearer adm_wrong"}
        assert [client.get("/api/who", headers=wrong).status_code for _time in range(3)] == [401, 401, 429]
        assert client.get("/api/who").status_code == 200


def test_a_bug_tells_nothing_but_an_id(client: TestClient, owner: User, caplog: pytest.LogCaptureFixture):
    answered = client.get("/api/bug")
    assert refused(answered) == (500, "fault")
    assert "secret" not in answered.text
    assert answered.json()["error"]["message"].split()[-1] in caplog.text
    assert "adm_" not in caplog.text


def test_a_refusal_speaks_the_language_asked_for(client: TestClient):
    said = [client.get("/api/who", headers={"accept-language": one}).json()["error"]["message"] for one in ("en", "fr")]
    assert said[0] != said[1]
