"""What the gate in front of every event reads anew each time, and what it does not let through."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from admin_dashboard.core import clock
from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.mail.outbox import queue
from admin_dashboard.mail.state import MailState
from admin_dashboard.mail.templates import Template
from admin_dashboard.models import SignInSession
from admin_dashboard.users.list_state import UsersListState
from admin_dashboard.users.record_state import RecordState
from tests.factories import NOW, make_administrator, make_session, make_user
from tests.pipeline import Site, Tab, pages

SECRET = "Zanzibar"  # a name nobody may learn


@pytest.fixture
def site(sqlite_database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with pages() as site:
        yield site


def tab_of_administrator(site: Site, address: str = "/users", **values: Any) -> Tab:
    with begin(SYSTEM) as work:
        user = make_administrator(work.session, **values)
        return site.tab(make_session(work.session, user)[1], address)


@pytest.mark.parametrize(
    ("event", "address"),
    [(UsersListState.refresh, "/users"), (RecordState.refresh, "/users/1"), (MailState.refresh, "/mail")],
)
def test_a_temporary_password_admits_to_nothing_that_is_sent_to_open_pages(site: Site, event: Any, address: str):
    with begin(SYSTEM) as work:
        make_user(work.session, last_name=SECRET)
        queue(work, Template.EMAIL_CHANGED, f"{SECRET}@example.org", "en", name=SECRET)
    tab = tab_of_administrator(site, address, password_is_temporary=True)
    assert SECRET not in str(tab.send(event).sent)


class TestIdleEnd:
    def idle_until(self) -> Any:
        with begin(SYSTEM) as work:
            return work.session.get_one(SignInSession, 1).idle_until

    def test_is_put_off_by_what_the_person_does(self, site: Site, monkeypatch: pytest.MonkeyPatch):
        tab = tab_of_administrator(site)
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=30))
        tab.send(UsersListState.clear_search)
        assert self.idle_until() == NOW + timedelta(minutes=90)

    def test_is_not_put_off_by_what_the_server_sends_on_its_own(self, site: Site, monkeypatch: pytest.MonkeyPatch):
        tab = tab_of_administrator(site)
        tab.send(UsersListState.clear_search)
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=30))
        tab.told(UsersListState.refresh)
        assert self.idle_until() == NOW + timedelta(hours=1)
