"""Users as a file: whom it holds is asked once, then the browser fetches it."""

from typing import Any, TypedDict

import reflex as rx

from ..core.errors import InvalidInput
from ..core.forms import refuse_others
from ..core.i18n import Message, _, n_
from ..core.permissions import Permission
from ..exports import service
from ..models import ExportFormat
from ..selection import queries
from ..selection.selection import NOTHING, Selection
from ..web.action import FormState, needs, public, run
from ..web.caller import current_caller
from ..web.notices import notify
from .list_view import number
from .selection_state import SelectionState

FIELDS = frozenset({"format"})
PATH = "/exports"


class ExportQuestion(TypedDict):
    """How many the file will hold, and what the button says."""

    said: str
    confirm: str
    is_possible: bool


NOT_ASKED = ExportQuestion(said="", confirm="", is_possible=False)


class ExportState(FormState, rx.State):
    """One question at a time. `address`: what the browser is to fetch now."""

    is_open: bool = False
    is_busy: bool = False
    question: ExportQuestion = NOT_ASKED
    address: str = ""
    form_number: int = 0
    _selection: Selection = NOTHING

    @rx.event
    @needs(Permission.USERS_EXPORT)
    async def open_list(self):
        """Ask about all who match the list that is shown."""
        shown = (await self.get_state(SelectionState))._shown
        return self._ask(await run(queries.all_of, shown))

    @rx.event
    @needs(Permission.USERS_EXPORT)
    async def open_selected(self):
        """Ask about those who are ticked."""
        return self._ask((await self.get_state(SelectionState))._selection)

    @rx.event(background=True, supersedes=True)
    @needs(Permission.USERS_EXPORT)
    async def count(self):
        """Say how many they are."""
        selection = self._selection
        try:
            users = await run(service.count, selection)
        except service.NobodyToExport as nobody:
            async with self:
                self.question = _question(nobody.message)
            return
        async with self:
            if self._selection == selection:
                self.question = counted(users, current_caller().language)

    @rx.event
    @needs(Permission.USERS_EXPORT)
    async def change_open(self, is_open: bool):
        """Leave it; not while the file is being asked for."""
        if not self.is_busy:
            self.is_open = is_open is True and self.question["said"] != ""

    @rx.event(background=True)
    @needs(Permission.USERS_EXPORT)
    async def start(self, form: dict[str, Any]):
        """Have the browser fetch the file."""
        async with self:
            if self.is_busy or not self.is_open or not self.question["is_possible"] or not isinstance(form, dict):
                return
            self.is_busy, self.field_errors = True, {}
        try:
            refuse_others(form, FIELDS)
            made = await run(service.make, self._selection, format_of(form))
        finally:
            async with self:
                self.is_busy = False
        async with self:
            self.is_open, self.address = False, f"{PATH}/{made.id}"
            total = number(made.users, current_caller().language)
            done = n_("{total} user exported", "{total} users exported", made.users, total=total)
            await notify(self, "success", done)

    @rx.event
    @public("forgets an address on the caller's own page")
    async def fetched(self, address: str):
        """The browser has begun to fetch it."""
        if self.address == address:
            self.address = ""

    def _ask(self, selection: Selection) -> Any:
        self._selection, self.field_errors, self.is_busy = selection, {}, False
        self.form_number += 1
        self.question, self.is_open = _question(_("Counting…")), True
        return ExportState.count


def counted(users: int, language: str) -> ExportQuestion:
    """What is asked once it is known how many they are."""
    total = number(users, language)
    said = n_("The file will hold {total} user.", "The file will hold {total} users.", users, total=total)
    confirm = n_("Export {total} user", "Export {total} users", users, total=total)
    texts = {"said": said.in_language(language), "confirm": confirm.in_language(language)}
    return ExportQuestion(**texts, is_possible=True)


def _question(said: Message) -> ExportQuestion:
    language = current_caller().language
    return ExportQuestion(said=said.in_language(language), confirm=_("Export").in_language(language), is_possible=False)


def format_of(form: dict[str, Any]) -> ExportFormat:
    """The format that was chosen.

    Raises:
        InvalidInput: there is no such format.
    """
    try:
        return ExportFormat(form.get("format", ""))
    except ValueError:
        raise InvalidInput(_("Please check the marked fields."), {"format": _("Choose a format.")}) from None
