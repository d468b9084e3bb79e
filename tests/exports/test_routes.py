"""An export over HTTP: to whom, in which form, until when."""

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin_dashboard.core import clock
from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.exports import service
from admin_dashboard.exports.routes import routes
from admin_dashboard.models import Export, ExportFormat, Grant, User
from admin_dashboard.settings import settings
from admin_dashboard.web.caller import session_cookie
from tests.factories import actor_of
from tests.users.screens import add_person, session_of

from .exporting import EVERYBODY, open_work, read_csv, read_workbook

XLSX, CSV = ExportFormat.XLSX, ExportFormat.CSV


@pytest.fixture
def client(sqlite_database: str) -> TestClient:
    return TestClient(Starlette(routes=routes), base_url=settings().origin)


def sign_in(client: TestClient, role: str = "administrator") -> int:
    """Sign somebody with this role in; gives their id."""
    user_id = add_person("Zyx", "Reader", role=role, first_login_at=None)
    client.cookies.set(session_cookie(), session_of(user_id))
    return user_id


def address(user_id: int, format: ExportFormat = CSV) -> str:
    """Of an export of everybody that this person has asked for."""
    with begin(SYSTEM) as work:
        actor = actor_of(work.session, work.session.get_one(User, user_id))
    with open_work(actor) as work:
        return f"/exports/{service.make(work, EVERYBODY, format).id}"


class TestExport:
    def test_is_a_file_that_nothing_keeps(self, client: TestClient) -> None:
        answer = client.get(address(sign_in(client)))
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert answer.headers["content-disposition"] == f'attachment; filename="users-{clock.now():%Y-%m-%d}.csv"'
        assert answer.headers["cache-control"] == "no-store"

    def test_holds_the_users(self, client: TestClient) -> None:
        me = sign_in(client)
        add_person("Élise", "Dupont")
        assert [row["first_name"] for row in read_csv(client.get(address(me)).content)] == ["Zyx", "Élise"]

    def test_may_be_a_workbook(self, client: TestClient) -> None:
        answer = client.get(address(sign_in(client), XLSX))
        assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
        assert answer.headers["content-disposition"].endswith('.xlsx"')
        assert [row[1] for row in read_workbook(answer.content)] == ["first_name", "Zyx"]

    def test_may_be_fetched_again(self, client: TestClient) -> None:
        there = address(sign_in(client))
        assert client.get(there).content == client.get(there).content

    def test_of_somebody_else_is_as_if_there_were_none(self, client: TestClient) -> None:
        there = address(sign_in(client))
        sign_in(client)
        assert client.get(there).status_code == 404
        assert client.get("/exports/none").json() == client.get(there).json()

    def test_that_has_ended_is_gone(self, client: TestClient) -> None:
        there = address(sign_in(client))
        with begin(SYSTEM) as work:
            work.session.exec(select(Export)).one().expires_at = clock.now()
        answer = client.get(there)
        assert (answer.status_code, answer.json()["error"]) == (410, "This export has ended. Export once more.")

    def test_takes_the_right_at_the_moment_it_is_fetched(self, client: TestClient) -> None:
        there = address(sign_in(client))
        with begin(SYSTEM) as work:
            for grant in work.session.exec(select(Grant)):
                work.session.delete(grant)
        assert client.get(there).status_code == 403

    def test_asks_to_sign_in(self, client: TestClient) -> None:
        there = address(sign_in(client))
        client.cookies.clear()
        assert client.get(there).status_code == 401


class TestTemplate:
    @pytest.mark.parametrize("format", ExportFormat)
    def test_is_a_file_of_a_head_and_a_line(self, client: TestClient, format: ExportFormat) -> None:
        sign_in(client)
        answer = client.get(f"/imports/template.{format}")
        assert answer.headers["content-disposition"] == f'attachment; filename="users-template.{format}"'
        rows = read_workbook(answer.content)[1:] if format is XLSX else read_csv(answer.content)
        assert len(rows) == 1

    def test_is_kept_from_who_may_not_import(self, client: TestClient) -> None:
        sign_in(client, "help_desk")
        assert client.get("/imports/template.csv").status_code == 403
