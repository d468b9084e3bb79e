"""Notices: what a page is told, and that it can only take away its own."""

import pytest
import reflex as rx

from admin_dashboard.core.i18n import Message
from admin_dashboard.web import notices
from admin_dashboard.web.caller import Caller, set_caller
from admin_dashboard.web.notices import MOST_KEPT, NoticeState, notify


@pytest.fixture
def page() -> rx.State:
    set_caller(Caller(language="en"))
    return rx.State(_reflex_internal_init=True)  # type: ignore[call-arg]


@pytest.mark.anyio
class TestNotify:
    async def test_adds_one_sentence_for_the_page(self, page):
        await notify(page, "success", Message("{name} was added", {"name": "<b>"}))
        shown = (await page.get_state(NoticeState)).notices
        assert [(n["kind"], n["text"]) for n in shown] == [("success", "<b> was added")]

    async def test_speaks_the_readers_language(self, page, monkeypatch):
        monkeypatch.setattr(notices.Message, "in_language", lambda self, language: f"{language}: {self.text}")
        set_caller(Caller(language="fr"))
        await notify(page, "info", Message("Saved"))
        assert (await page.get_state(NoticeState)).notices[0]["text"] == "fr: Saved"

    async def test_gives_each_its_own_id(self, page):
        for _ in range(3):
            await notify(page, "info", Message("Saved"))
        assert len({n["id"] for n in (await page.get_state(NoticeState)).notices}) == 3

    async def test_keeps_few_on_a_page_that_never_shows_them(self, page):
        for number in range(MOST_KEPT + 5):
            await notify(page, "info", Message(str(number)))
        shown = (await page.get_state(NoticeState)).notices
        assert [n["text"] for n in shown] == [str(n) for n in range(5, MOST_KEPT + 5)]


@pytest.mark.anyio
class TestDismiss:
    async def test_forgets_what_was_shown(self, page):
        await notify(page, "info", Message("One"))
        await notify(page, "info", Message("Two"))
        state = await page.get_state(NoticeState)
        state.dismiss([state.notices[0]["id"]])
        assert [n["text"] for n in state.notices] == ["Two"]

    @pytest.mark.parametrize("ids", [None, "x", 1, {"a": 1}, [None, 1, ["x"], {}]])
    async def test_takes_anything_and_forgets_nothing_it_does_not_know(self, page, ids):
        await notify(page, "info", Message("One"))
        state = await page.get_state(NoticeState)
        state.dismiss(ids)
        assert len(state.notices) == 1
