"""The attributes page: the list, the form for one, and the question before one is deleted."""

from typing import Any, TypedDict

import reflex as rx
from babel.numbers import format_decimal

from ..core.errors import NotFound
from ..core.forms import parse, parse_form
from ..core.i18n import Message, _
from ..core.permissions import Permission
from ..core.work import Work
from ..models import AttributeType
from ..web.action import FormState, needs, public, run
from ..web.caller import current_caller
from ..web.live import listen
from ..web.notices import notify
from . import queries, service
from .commands import CreateAttribute, DeleteAttribute, EditAttribute, MoveAttribute
from .queries import AttributeRow

PATH = "/settings/attributes"

TYPES: dict[AttributeType, Message] = {
    AttributeType.TEXT: _("Text"),
    AttributeType.CHOICE: _("Choice"),
    AttributeType.DATE: _("Date"),
    AttributeType.NUMBER: _("Number"),
}


class Row(TypedDict):
    """One attribute, exactly as shown."""

    id: int
    key: str
    label: str
    label_en: str
    label_fr: str
    type: str
    choices: str
    is_required: bool
    is_built_in: bool
    users: str
    is_first: bool
    is_last: bool


class Given(TypedDict):
    """What the form opens with."""

    key: str
    label_en: str
    label_fr: str
    type: str
    choices: str
    is_required: bool


NO_ROWS: list[Row] = []
NOTHING = Given(key="", label_en="", label_fr="", type=AttributeType.TEXT, choices="", is_required=False)


def is_here(path: str) -> bool:
    """Whether the path is this page's."""
    return path.rstrip("/") == PATH


class AttributesState(rx.State):
    """The attributes in their order. `said` is read out after a move."""

    rows: list[Row] = NO_ROWS
    is_loaded: bool = False
    said: str = ""

    @rx.event
    @needs(Permission.SETTINGS_EDIT)
    async def load(self):
        """Read the list."""
        self.said = ""
        await self._read()

    @rx.event
    @public("reads what the caller's own rights admit, and returns at once on every other page")
    async def refresh(self):
        """Show what somebody has changed."""
        if is_here(str(self.router.url.path)) and current_caller().acting.may(Permission.SETTINGS_EDIT):
            await self._read()

    @rx.event
    @needs(Permission.SETTINGS_EDIT)
    async def move(self, attribute_id: int, direction: str):
        """One place up or down."""
        command = parse(MoveAttribute, {"attribute_id": attribute_id, "direction": direction})
        if not await run(service.move, command):
            return
        await self._read()
        place = next((at for at, row in enumerate(self.rows, 1) if row["id"] == attribute_id), 0)
        said = _("Moved to place {place} of {count}.", place=place, count=len(self.rows))
        self.said = said.in_language(current_caller().language)

    async def _read(self) -> None:
        rows = await run(read_rows)
        if self.rows != rows:
            self.rows = rows
        if not self.is_loaded:
            self.is_loaded = True


class AttributeFormState(FormState, rx.State):
    """The form for a new attribute, or for the one with `of_id`."""

    is_open: bool = False
    form_number: int = 0
    of_id: int = 0
    given: Given = NOTHING

    @rx.event
    @needs(Permission.SETTINGS_EDIT)
    async def open_new(self):
        """Open with an empty form."""
        self._open(0, NOTHING)

    @rx.event
    @needs(Permission.SETTINGS_EDIT)
    async def open_for(self, attribute_id: int):
        """Open with what is stored now."""
        row = await run(_stored, attribute_id)
        self._open(row.id, _given(row))

    @rx.event
    @needs(Permission.SETTINGS_EDIT)
    async def change_open(self, is_open: bool):
        """The form was left."""
        self.is_open = is_open is True

    @rx.event
    @needs(Permission.SETTINGS_EDIT)
    async def submit(self, form: dict[str, Any]):
        """Add the attribute, or save it."""
        if self.of_id:
            saved = await run(service.edit, parse_form(EditAttribute, form, attribute_id=self.of_id))
            said = _("{label} was saved.", label=queries.label(saved, current_caller().language))
        else:
            saved = await run(service.create, parse_form(CreateAttribute, form))
            said = _("{label} was added.", label=queries.label(saved, current_caller().language))
        self.is_open, self.field_errors = False, {}
        await notify(self, "success", said)
        return AttributesState.load

    def _open(self, attribute_id: int, given: Given) -> None:
        self.of_id, self.given, self.field_errors = attribute_id, given, {}
        self.form_number += 1
        self.is_open = True


class DeleteAttributeState(rx.State):
    """Which attribute somebody is about to delete, and how many users lose a value."""

    is_asking: bool = False
    of_id: int = 0
    label: str = ""
    users: int = 0

    @rx.event
    @needs(Permission.SETTINGS_EDIT)
    async def ask(self, attribute_id: int):
        """Ask once."""
        row, self.users = await run(_at_stake, attribute_id)
        self.of_id, self.label = row.id, queries.label(row, current_caller().language)
        self.is_asking = True

    @rx.event
    @needs(Permission.SETTINGS_EDIT)
    async def change_asking(self, is_asking: bool):
        """The question was left."""
        self.is_asking = is_asking is True and self.of_id > 0

    @rx.event
    @needs(Permission.SETTINGS_EDIT)
    async def delete(self):
        """Delete it with all its values."""
        self.is_asking = False
        await run(service.delete, DeleteAttribute(attribute_id=self.of_id))
        # With the question's end, so that the focus does not go back to a button about to vanish.
        await (await self.get_state(AttributesState))._read()
        await notify(self, "success", _("{label} was deleted.", label=self.label))


def read_rows(work: Work) -> list[Row]:
    """The list as its reader sees it."""
    rows, counts, language = queries.all_attributes(work), queries.user_counts(work), work.actor.language
    return [
        Row(
            id=row.id,
            key=row.key,
            label=queries.label(row, language),
            label_en=row.label_en,
            label_fr=row.label_fr,
            type=TYPES[row.type].in_language(language),
            choices=", ".join(row.choices),
            is_required=row.is_required,
            is_built_in=row.is_built_in,
            users=format_decimal(counts.get(row.key, 0), locale=language),
            is_first=at == 0,
            is_last=at == len(rows) - 1,
        )
        for at, row in enumerate(rows)
    ]


def _stored(work: Work, attribute_id: int) -> AttributeRow:
    found = next((row for row in queries.all_attributes(work) if row.id == attribute_id), None)
    if found is None:
        raise NotFound
    return found


def _at_stake(work: Work, attribute_id: int) -> tuple[AttributeRow, int]:
    row = _stored(work, attribute_id)
    return row, queries.user_counts(work).get(row.key, 0)


def _given(row: AttributeRow) -> Given:
    return Given(
        key=row.key,
        label_en=row.label_en,
        label_fr=row.label_fr,
        type=row.type,
        choices="\n".join(row.choices),
        is_required=row.is_required,
    )


# How many have a value is read when the page is opened: counting them anew at every change of a user costs too much.
listen(AttributesState.refresh, at=is_here, shows=("attribute.",))
