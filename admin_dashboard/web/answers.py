"""Tells a page that what it sent has been dealt with, whatever came of it."""

import reflex as rx

from .access import Access


class AnswerState(rx.State):
    """Events of one page are handled one after another: `answered`, sent behind a form, comes when its turn is over."""

    count: int = 0

    @rx.event
    def answered(self) -> None:
        """Count an answer. Changes nothing else, so that anybody may call it."""
        self.count += 1

    answered.access = Access(public="It counts the caller's own answers on the caller's own page.")  # type: ignore[attr-defined]
