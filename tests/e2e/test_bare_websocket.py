"""Whoever speaks to the websocket without our pages gets nothing and changes nothing."""

import importlib
import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from socketio.exceptions import ConnectionError as Refused
from sqlalchemy import MetaData, select
from sqlmodel import Session

from admin_dashboard.core.tokens import new_token
from admin_dashboard.db.engine import make_engine
from admin_dashboard.web.caller import session_cookie
from tests.factories import grant, make_session, make_user
from tests.live_server import LiveServer
from tests.structure.test_access import states
from tests.websocket import BareClient

SECRET = "Zanzibar"  # a name nobody may learn
# What the product itself writes while it stands idle, and what counts attempts.
RESTLESS = {"jobs", "attempts", "sessions"}


@pytest.fixture(scope="module")
def people(site: LiveServer) -> dict[str, str]:
    """Role → the cookie of somebody who has it; nobody's name is known to the others."""
    engine = make_engine(f"sqlite:///{site.environment['DATA_DIR']}/admin.sqlite3")
    cookies = {}
    with Session(engine) as session:
        for role in ("administrator", "auditor", ""):
            user = make_user(session, last_name=SECRET, username=f"zanzibar.{role or 'nobody'}")
            if role:
                grant(session, user, role)
            cookies[role] = f"{session_cookie()}={make_session(session, user)[1]}"
        session.commit()
    engine.dispose()
    return cookies


@pytest.fixture
def everything(site: LiveServer) -> Any:
    """Call it for the content of every table that only people change."""
    engine = make_engine(f"sqlite:///{site.environment['DATA_DIR']}/admin.sqlite3")
    tables = MetaData()
    tables.reflect(engine)
    kept = [t for t in tables.sorted_tables if t.name not in RESTLESS and not t.name.startswith("users_search")]

    def read() -> dict[str, list[Any]]:
        with engine.connect() as connection:
            return {table.name: list(connection.execute(select(table))) for table in kept}

    yield read
    engine.dispose()


def events() -> Iterator[tuple[str, list[str]]]:
    """The full name and the parameters of every event handler of our states, those the framework gave them included."""
    importlib.import_module("admin_dashboard.admin_dashboard")
    for state in states():
        for name, handler in state.event_handlers.items():
            parameters = list(inspect.signature(handler.fn).parameters)[1:]
            yield f"{state.get_full_name()}.{name}", parameters


def send_in_many_shapes(client: BareClient, name: str, parameters: list[str]) -> None:
    client.send(name)
    client.send(name, dict.fromkeys(parameters, 1))
    client.send(name, {parameter: {"user_id": 1, "email": "a@example.org"} for parameter in parameters})


def without_own(tables: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """All but that, and but which columns and view of the list people have chosen for themselves."""
    return {name: rows for name, rows in without_trail(tables).items() if name != "list_preferences"}


def without_trail(tables: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """All but the audit trail, which keeps what somebody with a name tried."""
    return {name: rows for name, rows in tables.items() if not name.startswith("audit_")}


def test_without_a_session_gets_nothing_and_changes_nothing(site, people, everything):
    before = everything()
    received = []
    for name, parameters in events():
        client = BareClient(site.url)
        send_in_many_shapes(client, name, parameters)
        client.settle()
        received += client.frames
        client.close()
    assert everything() == before
    assert [frame for frame in received if SECRET in frame] == []


def test_with_a_made_up_session_is_nobody(site, people):
    client = BareClient(site.url, f"{session_cookie()}={new_token()[0]}")
    client.send("reflex___state____state.admin_dashboard___web___person____person_state.load")
    client.settle()
    client.close()
    assert SECRET not in "".join(client.frames)


def test_somebody_elses_tab_token_opens_nothing(site, people):
    victim = BareClient(site.url, people["administrator"])
    victim.send("reflex___state____state.admin_dashboard___web___person____person_state.load")
    victim.settle()
    assert SECRET in "".join(victim.frames)
    victim.close()
    thief = BareClient(site.url, token=victim.token)
    thief.settle()
    thief.close()
    assert SECRET not in "".join(thief.frames)


def test_a_person_without_rights_changes_nothing(site, people, everything):
    before = without_own(everything())
    for name, parameters in events():
        if ".account___" in name:
            continue  # their own account is theirs to change
        client = BareClient(site.url, people["auditor"])
        send_in_many_shapes(client, name, parameters)
        client.settle()
        client.close()
    assert without_own(everything()) == before


def test_another_sites_page_cannot_connect(site):
    with pytest.raises(Refused):
        BareClient(site.url, origin="https://evil.example")
