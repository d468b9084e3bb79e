"""The report as a file: for whom, and what stands in it."""

import csv
import io

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.mass_actions.commands import ActionName, StartMassAction
from admin_dashboard.mass_actions.routes import routes
from admin_dashboard.models import User
from admin_dashboard.selection.selection import NOTHING
from admin_dashboard.settings import settings
from admin_dashboard.web.caller import session_cookie
from tests.factories import actor_of
from tests.mass_actions.doing import run_jobs, started
from tests.users.screens import add_person, session_of


@pytest.fixture
def client(sqlite_database: str) -> TestClient:
    return TestClient(Starlette(routes=routes), base_url=settings().origin)


def sign_in(client: TestClient, role: str) -> int:
    """Sign somebody with this role in; gives their id."""
    user_id = add_person(role=role, first_login_at=None)
    client.cookies.set(session_cookie(), session_of(user_id))
    return user_id


def disabled_by(user_id: int, *ids: int) -> str:
    """The address of the report of an action of this person that is over."""
    with begin(SYSTEM) as work:
        actor = actor_of(work.session, work.session.get_one(User, user_id))
    job_id = started(StartMassAction(ActionName.DISABLE, NOTHING.tick(ids)), actor)
    run_jobs()
    return f"/actions/{job_id}/outcomes.csv"


def test_holds_everybody_with_outcome_and_reason(client: TestClient) -> None:
    me = sign_in(client, "administrator")
    other = add_person("Marie", "Dupont")
    answer = client.get(disabled_by(me, me, other))
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert answer.headers["content-disposition"].startswith("attachment")
    assert [(row["ID"], row["Outcome"], row["Reason"] != "") for row in rows] == [
        (str(me), "Left out", True),
        (str(other), "Done", False),
    ]


def test_a_name_is_no_formula(client: TestClient) -> None:
    me = sign_in(client, "administrator")
    with begin(SYSTEM) as work:
        other = work.session.get_one(User, add_person("Marie", "Dupont"))
        other.first_name = "=1+1"
    assert ",'=1+1," in client.get(disabled_by(me, other.id or 0)).text


def test_is_kept_from_who_may_not_export(client: TestClient) -> None:
    me = sign_in(client, "administrator")
    address = disabled_by(me, add_person())
    sign_in(client, "help_desk")
    assert client.get(address).status_code == 403


def test_of_somebody_else_is_as_if_there_were_none(client: TestClient) -> None:
    address = disabled_by(sign_in(client, "administrator"), add_person())
    sign_in(client, "user_manager")
    assert client.get(address).status_code == 404


def test_asks_to_sign_in(client: TestClient) -> None:
    assert client.get("/actions/1/outcomes.csv").status_code == 401
