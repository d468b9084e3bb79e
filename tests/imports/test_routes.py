"""A file on its way in, and refused rows on their way out, over HTTP: for whom, and what becomes of what."""

import asyncio
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin_dashboard.core.permissions import SYSTEM, Actor
from admin_dashboard.core.work import begin
from admin_dashboard.imports import queries, storage
from admin_dashboard.imports.routes import routes
from admin_dashboard.models import User
from admin_dashboard.settings import settings
from admin_dashboard.web.caller import session_cookie
from tests.factories import actor_of
from tests.users.screens import add_person, session_of

from .importing import HEAD, imported, view

ANNA = "anna.long,Anna,Long,anna@example.org"
WRONG = "carl.third,=1+1,Third,carl@example.org"
FILE = "/imports/file"


@pytest.fixture
def client(sqlite_database: str) -> TestClient:
    return TestClient(Starlette(routes=routes), base_url=settings().origin)


def sign_in(client: TestClient, role: str = "administrator") -> Actor:
    """Sign somebody with this role in."""
    user_id = add_person(role=role, first_login_at=None)
    client.cookies.set(session_cookie(), session_of(user_id))
    with begin(SYSTEM) as work:
        return actor_of(work.session, work.session.get_one(User, user_id))


def send(client: TestClient, text: str = f"{HEAD}\n{ANNA}\n", **headers: str):
    """Send a file."""
    named = {"x-file-name": "people.csv", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return client.post(FILE, content=text.encode(), headers=named)


def send_and_leave(client: TestClient) -> None:
    """Send a file, and be gone before the answer."""
    sent = client.build_request("POST", FILE, content=f"{HEAD}\n{ANNA}\n".encode())
    messages = iter([{"type": "http.request", "body": sent.content}, {"type": "http.disconnect"}])
    headers = [(name.lower(), value) for name, value in sent.headers.raw]
    scope = {"type": "http", "method": "POST", "path": FILE, "query_string": b"", "headers": headers}

    async def receive() -> dict[str, Any]:
        return next(messages)

    async def answer(_message: Any) -> None:
        """Nobody is there to hear it."""

    asyncio.run(client.app(scope, receive, answer))  # type: ignore[arg-type]


def kept() -> list[Path]:
    """The files that are stored."""
    return [*storage.folder().glob("*")] if storage.folder().exists() else []


class TestUpload:
    def test_becomes_an_import_whose_page_is_told(self, client: TestClient) -> None:
        actor = sign_in(client)
        answer = send(client, x_file_name="employ%C3%A9s.csv").json()
        import_id = int(answer["redirect"].removeprefix("/imports/"))
        found = view(import_id)
        assert (answer["ok"], found.file_name, found.created_by_id) == (True, "employés.csv", actor.id)
        assert [column.target for column in found.mapping.columns][:2] == ["username", "first_name"]

    def test_is_refused_while_it_comes_when_it_is_too_large(
        self, client: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sign_in(client)
        monkeypatch.setattr(settings(), "import_max_bytes", 4096)

        def pieces() -> Iterator[bytes]:
            yield from [b"x" * 1024] * 8

        answer = client.post(FILE, content=pieces(), headers={"x-file-name": "x.csv"})
        assert (answer.status_code, kept()) == (400, [])
        assert answer.json()["error"].startswith("The file is larger than")

    def test_that_says_it_is_too_large_is_not_even_read(
        self, client: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sign_in(client)
        monkeypatch.setattr(settings(), "import_max_bytes", 16)
        assert (send(client).status_code, kept()) == (400, [])

    def test_that_is_given_up_while_it_is_read_is_forgotten(self, client: TestClient) -> None:
        sign_in(client)
        send_and_leave(client)
        with begin(SYSTEM) as work:
            assert queries.latest(work) == []

    def test_that_cannot_be_read_is_refused_and_gone(self, client: TestClient) -> None:
        sign_in(client)
        answer = send(client, "   \n")
        assert (answer.status_code, answer.json()["error"], kept()) == (400, "The file is empty.", [])

    @pytest.mark.parametrize("role", ["help_desk", "auditor", ""])
    def test_is_kept_from_who_may_not_import(self, client: TestClient, role: str) -> None:
        sign_in(client, role)
        assert (send(client).status_code, kept()) == (403, [])

    def test_asks_to_sign_in(self, client: TestClient) -> None:
        assert (send(client).status_code, kept()) == (401, [])

    def test_comes_from_our_own_pages_only(self, client: TestClient) -> None:
        sign_in(client)
        assert send(client, sec_fetch_site="cross-site").status_code == 403
        assert send(client, origin="https://evil.example").status_code == 403
        assert kept() == []

    def test_belongs_to_the_import_that_it_corrects(self, client: TestClient) -> None:
        actor = sign_in(client)
        first = imported(f"{HEAD}\n{WRONG}\n", actor)
        answer = send(client, x_corrects=str(first.id)).json()
        assert view(int(answer["redirect"].rpartition("/")[2])).corrects_id == first.id

    def test_corrects_nothing_of_somebody_else(self, client: TestClient) -> None:
        first = imported(f"{HEAD}\n{WRONG}\n", sign_in(client))
        sign_in(client, "user_manager")
        assert send(client, x_corrects=str(first.id)).status_code == 404
        with begin(SYSTEM) as work:
            assert len(queries.latest(work)) == 1


class TestRefusedRows:
    def address(self, client: TestClient) -> str:
        """Of an import of the person who is signed in, in which one row was refused."""
        done = imported("\n".join((HEAD, ANNA, WRONG, "")), sign_in(client))
        return f"/imports/{done.id}/refused.csv"

    def test_are_a_file_with_the_reason_and_no_formulas(self, client: TestClient) -> None:
        answer = client.get(self.address(client))
        [row] = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
        assert answer.headers["content-disposition"].startswith("attachment")
        assert (row["username"], row["first_name"], row["error"] != "") == ("carl.third", "'=1+1", True)

    def test_of_somebody_else_are_as_if_there_were_none(self, client: TestClient) -> None:
        address = self.address(client)
        sign_in(client, "user_manager")
        assert client.get(address).status_code == 404

    def test_are_seen_by_who_may_see_what_others_do(self, client: TestClient) -> None:
        address = self.address(client)
        sign_in(client, "auditor")
        assert client.get(address).status_code == 200

    def test_ask_to_sign_in(self, client: TestClient) -> None:
        assert client.get("/imports/1/refused.csv").status_code == 401
