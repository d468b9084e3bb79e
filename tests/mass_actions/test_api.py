"""Programs act on all whom filters find, by the same rules as the page and the command line."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import col, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin_dashboard.core.permissions import Permission
from admin_dashboard.mass_actions.api import ELSEWHERE, routes
from admin_dashboard.models import ApiToken, AuditEntry, Message, Role, RolePermission, User
from admin_dashboard.settings import settings
from admin_dashboard.users.rows import LARGEST_ID
from tests.conftest import WorkAs
from tests.factories import NOW, grant, make_administrator, make_api_token, make_space, make_user
from tests.mass_actions.doing import run_jobs

ENABLE, DISABLE, INVITE = "/api/users/enable", "/api/users/disable", "/api/users/invite"
NEVER = {"filter": ["Never connected"]}


@pytest.fixture
def client(database: str) -> TestClient:
    return TestClient(Starlette(routes=[*routes, ELSEWHERE]), base_url=settings().origin)


@pytest.fixture
def show(client: TestClient, work_as: WorkAs) -> Callable[[User], None]:
    """Have the client show a token of this person's."""

    def start(user: User) -> None:
        with work_as() as work:
            token = make_api_token(work.session, user, created_at=work.now, ends_at=work.now.replace(year=2100))[1]
        client.headers["authorization"] = f"Bearer {token}"

    return start


@pytest.fixture
def me(show: Callable[[User], None], work_as: WorkAs) -> User:
    """An administrator whose token the client shows."""
    with work_as() as work:
        user = make_administrator(work.session, username="boss.one")
    show(user)
    return user


def enabled(work_as: WorkAs) -> set[str]:
    with work_as() as work:
        return set(work.session.exec(select(User.username).where(col(User.is_enabled))))


@pytest.fixture
def crowd(me: User, work_as: WorkAs) -> None:
    """Two who never connected, one who did, one disabled."""
    with work_as() as work:
        for username in ("marie.dupont", "ada.byron"):
            make_user(work.session, username=username)
        make_user(work.session, username="jane.seen", first_login_at=NOW)
        make_user(work.session, username="away.long", is_enabled=False, disabled_at=NOW)


def error(answered: Any) -> tuple[int, str, set[str]]:
    told = answered.json()["error"]
    return answered.status_code, told["code"], set(told["fields"])


@pytest.mark.usefixtures("crowd")
class TestAct:
    def test_starts_a_job_and_says_where_to_look(self, client: TestClient, work_as: WorkAs):
        answered = client.post(DISABLE, json={**NEVER, "reason": "Left"})
        assert answered.status_code == 202
        link = answered.headers["location"]
        assert answered.json() == {"job": 1, "link": link}
        assert client.get(link).json()["state"] == "queued"
        run_jobs()
        shown = client.get(link).json()
        assert (shown["state"], shown["asked"], shown["done"], shown["reason"]) == ("done", 2, 2, "Left")
        assert enabled(work_as) == {"boss.one", "jane.seen"}

    def test_is_kept_in_the_trail_with_its_door(self, client: TestClient, me: User, work_as: WorkAs):
        client.post(DISABLE, json=NEVER)
        with work_as() as work:
            entry = work.session.exec(select(AuditEntry).where(AuditEntry.action == "mass_action.started")).one()
        assert (entry.actor_id, entry.door) == (me.id, "api")

    def test_only_checks_when_asked_to(self, client: TestClient, work_as: WorkAs):
        answered = client.post(INVITE, json={"all": True, "check": True})
        assert (answered.status_code, answered.json()) == (
            200,
            {"asked": 4, "will_change": 2, "skipped": {"uses": 2}, "sessions_ending": 0, "mails": 2},
        )
        with work_as() as work:
            assert not work.session.exec(select(Message)).all()

    def test_enables_among_the_disabled(self, client: TestClient, work_as: WorkAs):
        assert client.post(ENABLE, json={"text": "away"}).status_code == 202
        run_jobs()
        assert "away.long" in enabled(work_as)

    def test_invites(self, client: TestClient, work_as: WorkAs):
        client.post(INVITE, json={"text": "ada"})
        run_jobs()
        with work_as() as work:
            assert len(work.session.exec(select(Message)).all()) == 1

    def test_leaves_oneself_out_and_says_why(self, client: TestClient, work_as: WorkAs):
        link = client.post(DISABLE, json={"all": True}).json()["link"]
        run_jobs()
        assert client.get(link).json()["reasons"] == {"yourself": 1}
        assert "boss.one" in enabled(work_as)

    def test_ends_the_tokens_of_those_it_disables(
        self, client: TestClient, me: User, show: Callable[[User], None], work_as: WorkAs
    ):
        with work_as() as work:
            other = make_administrator(work.session, username="boss.two")
            make_api_token(work.session, other)
        client.post(DISABLE, json={"text": "boss.two"})
        run_jobs()
        with work_as() as work:
            assert [token.user_id for token in work.session.exec(select(ApiToken))] == [me.id]

    def test_takes_every_filter_of_the_command_line(self, client: TestClient, work_as: WorkAs):
        with work_as() as work:
            marie = work.session.exec(select(User).where(User.username == "marie.dupont")).one()
            grant(work.session, marie, "auditor")
            make_space(work.session, "Paris", marie)
        asked = {
            "role": ["auditor"],
            "space": ["Paris"],
            "source": ["internal"],
            "created_from": "2030-01-15",
            "created_to": "2030-01-15",
            "state": "any",
            "check": True,
        }
        assert client.post(DISABLE, json=asked).json()["asked"] == 1
        assert client.post(DISABLE, json={**asked, "attribute": ["location=Paris"]}).json()["asked"] == 0


@pytest.mark.usefixtures("crowd")
class TestRefusal:
    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"filter": ["Nonsense"]}, "filter"),
            ({"filter": "Internal"}, "filter"),
            ({"text": 5}, "text"),
            ({"text": "x" * 301}, "text"),
            ({"text": "a\x00"}, "text"),
            ({"state": "gone"}, "state"),
            ({"role": ["a\x00"]}, "role"),
            ({"seen_from": "yesterday"}, "seen_from"),
            ({"created_to": 5}, "created_to"),
            ({"all": 1}, "all"),
            ({"all": True, "check": "yes"}, "check"),
            ({"all": True, "reason": "x" * 501}, "reason"),
            ({"all": True, "reason": ["x"]}, "reason"),
            ({"all": True, "is_admin": True}, "is_admin"),
        ],
    )
    def test_names_the_field(self, client: TestClient, work_as: WorkAs, body: dict[str, Any], field: str):
        assert error(client.post(DISABLE, json=body)) == (422, "invalid", {field})
        assert len(enabled(work_as)) == 4

    def test_of_half_a_letter(self, client: TestClient):
        headers = {"content-type": "application/json"}
        answered = client.post(DISABLE, content=rb'{"space": ["a\ud800"]}', headers=headers)
        assert error(answered) == (422, "invalid", {"space"})

    @pytest.mark.parametrize("body", [{}, {"check": True}, {"text": "  "}, {"state": "any"}, {"filter": []}])
    def test_of_who_does_not_say_whom(self, client: TestClient, body: dict[str, Any]):
        assert error(client.post(DISABLE, json=body)) == (422, "invalid", set())

    def test_of_nobody(self, client: TestClient):
        assert error(client.post(DISABLE, json={"text": "nobody"}))[:2] == (409, "conflict")

    @pytest.mark.parametrize("name", ["role", "space", "attribute"])
    def test_of_what_there_is_not(self, client: TestClient, name: str):
        assert error(client.post(DISABLE, json={name: ["none=1"]}))[:2] == (404, "not_found")

    @pytest.mark.parametrize(("method", "path"), [("GET", DISABLE), ("POST", "/api/users/delete"), ("GET", "/api/x")])
    def test_of_every_other_address(self, client: TestClient, method: str, path: str):
        assert error(client.request(method, path))[:2] == (404, "not_found")


class TestRights:
    @pytest.fixture
    def helper(self, show: Callable[[User], None], work_as: WorkAs) -> User:
        """Somebody of the help desk who may use tokens."""
        with work_as() as work:
            role = work.session.exec(select(Role).where(Role.key == "help_desk")).one()
            work.session.add(RolePermission(role_id=role.id or 0, permission=Permission.API_TOKENS))
            user = make_user(work.session, first_login_at=NOW)
            grant(work.session, user, "help_desk")
        show(user)
        return user

    @pytest.mark.parametrize("path", [ENABLE, DISABLE])
    def test_decide_what_may_be_done(self, client: TestClient, helper: User, path: str):
        assert error(client.post(path, json={"all": True, "check": True}))[:2] == (403, "not_allowed")

    def test_decide_whom_it_may_be_done_to(self, client: TestClient, helper: User, work_as: WorkAs):
        with work_as() as work:
            grant(work.session, make_user(work.session))
            make_user(work.session)
        counts = client.post(INVITE, json={"all": True, "check": True}).json()
        assert (counts["will_change"], counts["skipped"]) == (1, {"more_rights": 1, "uses": 1})

    def test_taken_away_meanwhile_stop_the_job(self, client: TestClient, crowd: None, me: User, work_as: WorkAs):
        link = client.post(DISABLE, json=NEVER).json()["link"]
        with work_as() as work:
            work.session.get_one(User, me.id).is_enabled = False
        run_jobs()
        assert client.get(link).status_code == 401
        assert enabled(work_as) == {"marie.dupont", "ada.byron", "jane.seen"}

    @pytest.mark.parametrize("path", [route.path for route in routes])
    def test_need_a_token(self, client: TestClient, path: str):
        method = "GET" if "jobs" in path else "POST"
        assert error(client.request(method, path.replace("{job_id:int}", "1")))[:2] == (401, "no_token")


class TestJob:
    @pytest.mark.parametrize("job_id", [4711, LARGEST_ID + 1, 10**30])
    def test_that_is_none_does_not_exist(self, client: TestClient, me: User, job_id: int):
        assert error(client.get(f"/api/jobs/{job_id}"))[:2] == (404, "not_found")

    def test_of_somebody_else_is_as_if_there_were_none(
        self, client: TestClient, crowd: None, show: Callable[[User], None], work_as: WorkAs
    ):
        link = client.post(DISABLE, json=NEVER).json()["link"]
        with work_as() as work:
            other = make_administrator(work.session)
        show(other)
        assert client.get(link).json() == client.get("/api/jobs/4711").json()
