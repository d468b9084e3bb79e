"""The catcher's page, event by event."""

import pytest

from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.mail import state as page
from admin_dashboard.mail.reasons import Reason
from admin_dashboard.mail.state import MailState, read_rows
from admin_dashboard.models import Delivery
from admin_dashboard.web.caller import Caller, set_caller
from tests.factories import make_message, make_user

pytestmark = pytest.mark.usefixtures("sqlite_database")


@pytest.fixture
def opened(monkeypatch):
    """Open the page as an administrator."""

    async def load() -> MailState:
        set_caller(Caller(actor=SYSTEM))
        state = MailState()
        await MailState.load.fn(state)
        return state

    return load


class TestRows:
    async def test_say_what_to_whom_and_when(self, opened, queued):
        queued("ada@example.org")
        row = (await opened()).rows[0]
        assert (row["to"], row["kind"], row["when"], row["note"]) == (
            "ada@example.org",
            "Invitation",
            "just now",
            "on its way",
        )

    @pytest.mark.parametrize(
        ("values", "note"),
        [
            ({"state": Delivery.SENT}, ""),
            ({"state": Delivery.QUEUED}, "on its way"),
            ({"state": Delivery.CANCELLED, "error": Reason.PERSON_JOINED}, "not sent: the user had joined"),
            ({"state": Delivery.FAILED, "error": "unheard of"}, "not sent: the mail could not be handed over"),
        ],
    )
    def test_say_what_differs_from_normal(self, work_as, values, note):
        set_caller(Caller())
        with work_as() as work:
            make_message(work.session, make_user(work.session), **values)
            assert read_rows(work)[0]["note"] == note

    async def test_are_empty_at_first(self, opened):
        state = await opened()
        assert (state.rows, state.is_loaded) == ([], True)


class TestShow:
    async def test_opens_a_mail(self, opened, queued):
        state, number = await opened(), queued()
        await MailState.show.fn(state, number)
        assert (state.is_open, state.open_id) == (True, number)
        assert "/invitation/" in state.text

    async def test_closes_it(self, opened, queued):
        state = await opened()
        await MailState.show.fn(state, queued())
        await MailState.change_open.fn(state, False)
        assert not state.is_open

    @pytest.mark.parametrize("opens", [True, 1, "yes", None])
    async def test_opens_nothing_that_was_not_shown(self, opened, opens):
        state = await opened()
        await MailState.change_open.fn(state, opens)
        assert not state.is_open


class TestRefresh:
    async def test_does_nothing_on_other_pages(self, opened, queued):
        state = await opened()
        queued()
        await MailState.refresh.fn(state)
        assert state.rows == []

    async def test_shows_what_has_come_in(self, opened, queued, monkeypatch):
        state = await opened()
        monkeypatch.setattr(page, "PATH", str(state.router.url.path).rstrip("/"))
        queued()
        await MailState.refresh.fn(state)
        assert len(state.rows) == 1
