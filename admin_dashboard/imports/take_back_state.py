"""The question before an import is taken back."""

from typing import TypedDict

import reflex as rx

from ..core.i18n import Message, _, n_
from ..core.permissions import Permission
from ..core.work import Work
from ..web.action import needs, run
from ..web.caller import current_caller
from . import address, queries, service
from .queries import ImportView
from .studio_state import StudioState
from .words import number


class TakeBackQuestion(TypedDict):
    """What is asked, every part a text."""

    title: str
    effects: list[str]
    confirm: str


NOT_ASKED = TakeBackQuestion(title="", effects=[], confirm="")


class TakeBackState(rx.State):
    """One question at a time."""

    is_open: bool = False
    question: TakeBackQuestion = NOT_ASKED

    @rx.event
    @needs(Permission.USERS_IMPORT)
    async def ask(self):
        """Ask about the import at the address."""
        import_id = address.asked_for(self.router.url.path)
        self.question = await run(read_question, import_id, current_caller().language)
        self.is_open = True

    @rx.event
    @needs(Permission.USERS_IMPORT)
    async def change_open(self, is_open: bool):
        """Leave it."""
        self.is_open = is_open is True and self.question["title"] != ""

    @rx.event
    @needs(Permission.USERS_IMPORT)
    async def start(self):
        """Have it taken back."""
        if self.is_open:
            self.is_open = False
            await run(service.take_back, address.asked_for(self.router.url.path))
        return StudioState.refresh


def read_question(work: Work, import_id: int, language: str) -> TakeBackQuestion:
    """What would be taken back.

    Raises:
        NotFound: there is no such import for this reader.
    """
    view = queries.find(work, import_id)
    return TakeBackQuestion(
        title=_("Take back the import of {file}?", file=view.file_name).in_language(language),
        effects=[effect.in_language(language) for effect in _effects(view, language)],
        confirm=_("Take back").in_language(language),
    )


def _effects(view: ImportView, language: str) -> list[Message]:
    found: list[Message] = []
    if count := view.created:
        created = number(count, language)
        found.append(
            n_(
                "{number} user who was created is deleted, unless somebody has touched them since.",
                "{number} users who were created are deleted, unless somebody has touched them since.",
                count,
                number=created,
            )
        )
    if count := view.updated:
        updated = number(count, language)
        found.append(
            n_(
                "{number} user who was changed gets back what the import changed, as far as it still stands.",
                "{number} users who were changed get back what the import changed, as far as it still stands.",
                count,
                number=updated,
            )
        )
    return [*found, _("Whoever is left alone stands in the report, with the reason.")]
