"""What the page of an invitation shows, event by event."""

import pytest
from sqlmodel import select

from admin_dashboard.core.permissions import Actor
from admin_dashboard.invitations import state as page
from admin_dashboard.invitations.state import DEAD, FORM, SIGNED_IN, InvitationState
from admin_dashboard.models import Link
from admin_dashboard.web.caller import Caller, set_caller
from tests.factories import NOW

from .conftest import change, invite, make_eleonore, open_page
from .test_joining import accept

pytestmark = pytest.mark.usefixtures("sqlite_database")
ANSWER = {"ok": False, "redirect": "", "fields": {}, "error": ""}


@pytest.fixture
def token() -> str:
    return invite(make_eleonore())


@pytest.fixture
def opened(monkeypatch):
    """Open the page at an address's last part."""

    async def load(part: str, caller: Caller | None = None) -> InvitationState:
        set_caller(caller or Caller())
        state = InvitationState()
        monkeypatch.setattr(InvitationState, "_token", lambda _: part)
        await InvitationState.load.fn(state)
        return state

    return load


async def send(state: InvitationState, event: str, *args) -> None:
    await getattr(InvitationState, event).fn(state, *args)


class TestLoad:
    async def test_shows_whose_account_it_is_and_until_when(self, opened, token):
        state = await opened(token)
        assert state.phase == FORM
        assert (state.invitee["name"], state.invitee["email"]) == ("Éléonore D'Arc", "e@example.org")
        assert state.invitee["until"] == "16 Jan 2030, 12:00 UTC"

    async def test_uses_nothing_up_and_notes_the_opening(self, opened, token):
        await opened(token)
        await opened(token)
        with open_page() as work:
            assert work.session.exec(select(Link.opened_at)).one() == NOW
        accept(token)

    @pytest.mark.parametrize("part", ["", "unknown", "a/b", "x" * 5000, "%00", "..", "\ud800"])
    async def test_what_is_no_link_is_refused(self, opened, token, part):
        state = await opened(part)
        assert (state.phase, state.invitee) == (DEAD, page.NO_INVITEE)

    async def test_asks_somebody_who_is_signed_in(self, opened, token):
        state = await opened(token, Caller(actor=Actor(id=99, name="Marie Dupont")))
        assert (state.phase, state.signed_in_as) == (SIGNED_IN, "Marie Dupont")

    async def test_holds_neither_token_nor_secret(self, opened, token):
        state = await opened(token)
        assert token not in str({name: getattr(state, name) for name in state.base_vars})


class TestAnswered:
    async def test_says_what_is_wrong_with_the_password(self, opened, token):
        state = await opened(token)
        await send(state, "answered", {**ANSWER, "fields": {"password": "Too short."}, "error": "Check."})
        assert (state.field_errors, state.error, state.phase) == ({"password": "Too short."}, "", FORM)

    async def test_shows_the_refusal_page_when_the_link_ended_meanwhile(self, opened, token):
        state = await opened(token)
        accept(token)
        await send(state, "answered", {**ANSWER, "error": "This link does not work, or not any more."})
        assert (state.phase, state.error) == (DEAD, "")

    @pytest.mark.parametrize("answer", [None, 7, [], {"fields": 7}, {"fields": {"password": {}}}, {"error": []}])
    async def test_survives_whatever_a_client_sends(self, opened, token, answer):
        state = await opened(token)
        await send(state, "answered", answer)
        assert (state.phase, state.field_errors, state.error) == (FORM, {}, "")


class TestAsked:
    async def test_says_that_a_mail_may_be_on_its_way(self, opened, token):
        state = await opened("unknown")
        await send(state, "asked", {**ANSWER, "ok": True})
        assert state.is_asked

    async def test_a_lost_connection_is_said(self, opened, token):
        state = await opened("unknown")
        await send(state, "asked", {**ANSWER, "error": "The server could not be reached."})
        assert (state.is_asked, state.error) == (False, "The server could not be reached.")


class TestPassword:
    async def test_is_judged_by_the_persons_own_words_and_not_kept(self, opened, token):
        state = await opened(token)
        await send(state, "judge_password", "eleonore darc")
        assert (state.is_long, state.is_impersonal) == (True, False)
        await send(state, "judge_password", "walnut harbour 41 kites")
        assert state.is_impersonal
        assert state.is_hard
        assert "walnut" not in str(vars(state))

    async def test_is_not_judged_without_a_link(self, opened, token):
        state = await opened("unknown")
        await send(state, "judge_password", "walnut harbour 41 kites")
        assert not state.is_hard


async def test_a_disabled_persons_page_is_the_refusal(opened, token):
    with open_page() as work:
        user_id = work.session.exec(select(Link.user_id)).one()
    change(user_id or 0, is_enabled=False)
    assert (await opened(token)).phase == DEAD
