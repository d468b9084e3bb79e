"""Short sentences shown once over the page: what changed, or what could not be done."""

import secrets
from dataclasses import dataclass
from typing import Literal

import reflex as rx

from ..core.i18n import Message
from .access import Access
from .caller import current_caller

Kind = Literal["success", "error", "info"]

# A page that never dismisses must not make its state grow.
MOST_KEPT = 20


@dataclass(frozen=True)
class Link:
    """A local path, and what the button that goes there says."""

    path: str
    text: Message


class NoticeState(rx.State):
    """Notices this page has yet to show; the page dismisses each as soon as it stands on the screen."""

    notices: rx.Field[list[dict[str, str]]] = rx.field(default_factory=list)

    @rx.event
    def dismiss(self, ids: list[str]) -> None:
        """Forget the notices that have been shown."""
        shown = {i for i in ids if isinstance(i, str)} if isinstance(ids, list) else set()
        left = [notice for notice in self.notices if notice["id"] not in shown]
        if len(left) != len(self.notices):
            self.notices = left

    # Not by `action.public`: action shows its refusals through this module.
    dismiss.access = Access(public="It takes the caller's own notices off the caller's own page.")  # type: ignore[attr-defined]


async def notify(state: rx.State, kind: Kind, message: Message, link: Link | None = None) -> None:
    """Show one sentence on the page of the event being handled, in the reader's language, with a way on."""
    shown = await state.get_state(NoticeState)
    language = current_caller().language
    notice = {"id": secrets.token_hex(6), "kind": kind, "text": message.in_language(language)}
    if link is not None:
        notice |= {"path": link.path, "link": link.text.in_language(language)}
    shown.notices = [*shown.notices, notice][-MOST_KEPT:]
