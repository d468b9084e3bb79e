"""What open pages are told: whose session is over, and that something changed."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlmodel import select

from admin_dashboard.core import sessions
from admin_dashboard.db.engine import engine
from admin_dashboard.models import SignInSession
from admin_dashboard.web import live
from admin_dashboard.web.connections import Connection
from tests.conftest import WorkAs
from tests.factories import make_user


@contextmanager
def meanwhile(act) -> Iterator[None]:
    """Something that happens while the database is asked."""
    event.listen(engine(), "before_cursor_execute", act)
    yield
    event.remove(engine(), "before_cursor_execute", act)


def session_of_somebody(work_as: WorkAs) -> int:
    with work_as() as work:
        user = make_user(work.session)
        sessions.start(work, user.id or 0, sessions.Browser("here", "a browser"))
        return work.session.exec(select(SignInSession.id)).one() or 0


class TestLook:
    def test_a_tab_whose_session_is_live_stays(self, database: str, work_as: WorkAs):
        tabs = {"tab": Connection(session_id=session_of_somebody(work_as))}
        assert asyncio.run(live.look(tabs)).ended == frozenset()

    def test_a_tab_whose_session_is_gone_is_told(self, database: str):
        assert asyncio.run(live.look({"tab": Connection(session_id=99)})).ended == {"tab"}

    def test_a_tab_without_a_session_is_left_alone(self, database: str):
        assert asyncio.run(live.look({"tab": Connection()})).ended == frozenset()

    def test_a_tab_that_signs_in_during_the_look_stays(self, database: str, work_as: WorkAs):
        session_id, tab = session_of_somebody(work_as), Connection()

        def sign_in(*_event) -> None:
            tab.session_id = session_id

        with meanwhile(sign_in):
            assert asyncio.run(live.look({"tab": tab})).ended == frozenset()
        assert tab.session_id == session_id
