"""Forms that a page posts to an HTTP route: what the route answered comes back as an event and is shown."""

from typing import Any

import reflex as rx

from .action import FormState, public

LONGEST_SENTENCE = 1000


class PostedState(FormState, mixin=True):
    """Mix into the state of a form sent by `ui.browser.post_form(url, State.answered)`.

    `error` is what was wrong with the whole form, `field_errors` with its fields.
    """

    error: str = ""

    @rx.event
    @public("Shows the caller, and nobody else, what the caller's own request was answered.")
    async def answered(self, answer: dict[str, Any]):
        """Show what the route answered."""
        self._show(answer)

    def _show(self, answer: object) -> bool:
        """Show an answer; whether it was a success."""
        given: dict[str, Any] = answer if isinstance(answer, dict) else {}
        fields = given.get("fields")
        self.field_errors = _sentences(fields) if isinstance(fields, dict) else {}
        # The sentence over the whole form would only repeat that fields are marked.
        self.error = "" if self.field_errors else _sentences({"error": given.get("error")}).get("error", "")
        return given.get("ok") is True


def _sentences(raw: dict[Any, Any]) -> dict[str, str]:
    pairs = ((name, text) for name, text in raw.items() if isinstance(name, str) and isinstance(text, str))
    return {name: text[:LONGEST_SENTENCE] for name, text in pairs if text}
