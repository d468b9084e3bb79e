"""Who is told of a change, how often, and what a page is sent."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from admin_dashboard.core import clock
from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.db.engine import engine
from admin_dashboard.imports.studio_state import StudioState
from admin_dashboard.mail.state import MailState
from admin_dashboard.mass_actions.tray_state import TrayState
from admin_dashboard.models import SignInSession
from admin_dashboard.users.list_state import UsersListState
from admin_dashboard.users.record_state import RecordState
from admin_dashboard.web import live
from admin_dashboard.web.connections import Connection
from admin_dashboard.web.live import Call, LiveState, Lookout
from tests.factories import NOW, make_administrator, make_session, make_user
from tests.pipeline import Site, pages

LIST, RECORD, MAIL = UsersListState.refresh, RecordState.refresh, MailState.refresh
IMPORT, TRAY = StudioState.refresh, TrayState.refresh


@pytest.fixture
def session_id(sqlite_database: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """The live session that every tab carries."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with begin(SYSTEM) as work:
        return make_session(work.session, make_administrator(work.session))[0].id or 0


def happens(action: str, user_id: int | None = None) -> None:
    with begin(SYSTEM) as work:
        work.record(action, user_id)


@contextmanager
def meanwhile(act: Callable[..., None]) -> Iterator[None]:
    """Something that happens while the database is asked."""
    event.listen(engine(), "before_cursor_execute", act)
    yield
    event.remove(engine(), "before_cursor_execute", act)


class Tabs:
    """Open pages by their path; `called` is what was called in them, in order."""

    def __init__(self, session_id: int, *paths: str, call: Call | None = None) -> None:
        self.open = {path: Connection(session_id=session_id, path=path) for path in paths}
        self.called: list[tuple[str, Any]] = []
        self._call = call or self.note

    async def note(self, token: str, handler: Any) -> None:
        self.called.append((token, handler))

    def go_through(self, *steps: Callable[[], None]) -> list[tuple[str, Any]]:
        """Look after each of these steps, and once before."""
        asyncio.run(self._go_through(steps))
        return self.called

    async def _go_through(self, steps: tuple[Callable[[], None], ...]) -> None:
        async with asyncio.TaskGroup() as calls:
            lookout = Lookout(self._call, calls)
            for step in ((lambda: None), *steps):
                step()
                await lookout.look(self.open)
                await asyncio.sleep(0)


@pytest.mark.usefixtures("session_id")
class TestWhoIsCalled:
    @pytest.fixture
    def tabs(self, session_id: int) -> Tabs:
        return Tabs(session_id, "/users", "/users/7", "/users/8/page", "/account", "/mail")

    def test_nobody_when_nothing_happens(self, tabs: Tabs):
        assert tabs.go_through(lambda: None) == []

    def test_lists_and_records_after_a_change_of_somebody(self, tabs: Tabs):
        called = tabs.go_through(lambda: happens("user.edited", 7))
        assert {path for path, handler in called if handler is LIST} == {"/users", "/users/7", "/users/8/page"}
        assert "/account" not in {path for path, _ in called}

    def test_pages_that_watch_something_though_nothing_happens(self, session_id: int):
        tabs = Tabs(session_id, "/imports/1", "/imports/2", "/users")
        for path in ("/imports/1", "/users"):
            tabs.open[path].watchers.add("a state")
        called = tabs.go_through()
        assert [path for path, handler in called if handler is IMPORT] == ["/imports/1"]
        assert [path for path, handler in called if handler is TRAY] == ["/imports/1", "/users"]

    def test_the_catcher_after_a_mail(self, tabs: Tabs):
        assert ("/mail", MAIL) in tabs.go_through(lambda: happens("mail.sent", 7))

    def test_nobody_after_a_failed_sign_in(self, tabs: Tabs):
        assert tabs.go_through(lambda: happens("session.throttled")) == []

    def test_of_a_failed_sign_in_only_the_open_record_whose_history_names_it(self, tabs: Tabs):
        assert tabs.go_through(lambda: happens("session.refused", 7)) == [("/users/7", RECORD)]

    def test_nobody_after_what_happened_before_the_start(self, tabs: Tabs):
        happens("user.edited", 7)
        assert tabs.go_through() == []

    def test_a_tab_without_a_session_is_not(self, tabs: Tabs):
        tabs.open["/users"].session_id = None
        assert "/users" not in {path for path, _ in tabs.go_through(lambda: happens("user.edited", 7))}

    def test_a_tab_whose_session_has_ended_is_sent_away_once(self, session_id: int):
        def end() -> None:
            with begin(SYSTEM) as work:
                work.session.delete(work.session.get_one(SignInSession, session_id))

        assert Tabs(session_id, "/users").go_through(end, lambda: None) == [("/users", LiveState.session_ended)]

    def test_a_tab_that_signs_in_while_we_look_stays(self, session_id: int):
        tabs = Tabs(0, "/users")

        def sign_in(*_event: Any) -> None:
            tabs.open["/users"].session_id = session_id

        with meanwhile(sign_in):
            assert tabs.go_through() == []
        assert tabs.open["/users"].session_id == session_id


class TestHowOften:
    def test_once_for_many_changes_and_again_for_the_last_one(self, session_id: int):
        tabs = Tabs(session_id, "/users")

        def rest_is_over() -> None:
            tabs.open["/users"].rests_until = 0

        changes = [lambda: happens("user.edited", 7)] * 5
        called = tabs.go_through(*changes, rest_is_over, lambda: None)
        assert [handler for _, handler in called if handler is LIST] == [LIST, LIST]

    def test_a_page_that_is_still_being_called_is_not_called_again(self, session_id: int):
        tabs = Tabs(session_id, "/users")
        tabs.open["/users"].rests_until = float("inf")
        assert tabs.go_through(lambda: happens("user.edited", 7)) == []

    def test_few_pages_at_once(self, session_id: int):
        at_work: list[str] = []
        most: set[int] = set()

        async def call(token: str, _handler: Any) -> None:
            at_work.append(token)
            most.add(len(at_work))
            await asyncio.sleep(0)
            at_work.remove(token)

        thirty = [f"/users/{user_id}" for user_id in range(30)]
        Tabs(session_id, *thirty, call=call).go_through(lambda: happens("user.edited", 7))
        assert max(most) == live.PAGES_AT_ONCE

    def test_one_that_falls_leaves_the_others(self, session_id: int):
        async def call(token: str, handler: Any) -> None:
            if token == "/users":
                raise ValueError(token)
            await tabs.note(token, handler)

        tabs = Tabs(session_id, "/users", "/mail", call=call)
        assert tabs.go_through(lambda: happens("user.edited", 7)) == [("/mail", MAIL)]


class TestWhatIsSent:
    @pytest.fixture
    def site(self, session_id: int) -> Iterator[Site]:
        with pages() as site:
            yield site

    @pytest.mark.parametrize(("path", "handler"), [("/users", LIST), ("/users/{}", RECORD), ("/mail", MAIL)])
    def test_nothing_when_the_page_is_the_same(self, site: Site, path: str, handler: Any):
        with begin(SYSTEM) as work:
            cookie = make_session(work.session, make_administrator(work.session))[1]
            tab = site.tab(cookie)
            shown = path.format(make_user(work.session).id)
        tab.open(shown)
        assert tab.told(handler).sent == {}
