"""The step of the columns: how the file is read, what its columns are for, and what may be done with its rows."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from ..core.errors import NotFound
from ..core.i18n import _
from ..core.permissions import Permission
from ..core.work import Work
from ..web.action import needs, run
from ..web.caller import current_caller
from . import address, changing, service
from .columns_shown import NO_CHOICES, NO_SHAPE, Shown, ShownChoices, ShownColumn, ShownGroup, ShownShape, read_columns
from .commands import Choices, Mode
from .files import UnreadableFile

NO_COLUMNS: list[ShownColumn] = []
NO_GROUPS: list[ShownGroup] = []
NO_NOTES: list[str] = []


class ColumnsState(rx.State):
    """Every choice is kept at once; what it changes elsewhere is shown with the answer."""

    shape: ShownShape = NO_SHAPE
    columns: list[ShownColumn] = NO_COLUMNS
    groups: list[ShownGroup] = NO_GROUPS
    more_groups: str = ""
    notes: list[str] = NO_NOTES
    choices: ShownChoices = NO_CHOICES
    is_loaded: bool = False

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def arrive(self):
        """Show the step of the import at the address, where it can still be changed."""
        self.is_loaded, self.columns = False, NO_COLUMNS
        await self._read()

    @rx.event
    @needs(Permission.USERS_IMPORT)
    async def read_as(self, part: str, value: str):
        """Read the file in another way."""
        await self._change(changing.read_as, str(part), str(value))

    @rx.event
    @needs(Permission.USERS_IMPORT)
    async def choose_target(self, position: int, target: str):
        """Say what a column is for."""
        await self._change(changing.choose_column, _whole(position), str(target))

    @rx.event
    @needs(Permission.SETTINGS_EDIT)
    async def make_attribute(self, position: int):
        """Have a new attribute of a column."""
        await self._change(changing.make_attribute, _whole(position))

    @rx.event
    @needs(Permission.USERS_IMPORT)
    async def choose_reading(self, position: int, reading: str):
        """Say how the cells of a column say it."""
        at = _whole(position)
        target = self.columns[at]["target"] if 0 <= at < len(self.columns) else ""
        await self._change(changing.choose_column, at, target, str(reading))

    @rx.event
    @needs(Permission.USERS_IMPORT)
    async def choose_group(self, group: str, role: str):
        """Say what role a group of the file gives."""
        if any(role == choice["value"] for choice in self.choices["roles"]):
            await self._change(changing.choose_group, str(group), str(role))

    @rx.event
    @needs(Permission.USERS_IMPORT)
    async def choose_passwords(self, passwords: str):
        """Say whether passwords in the file are imported."""
        await self._change(changing.choose_passwords, passwords == "use")

    @rx.event
    @needs(Permission.USERS_IMPORT)
    async def choose_mode(self, mode: str):
        """Say what may be done with rows."""
        if mode in list(Mode):
            await self._change(service.set_choices, Choices(mode=Mode(mode), invite=self.choices["invite"]))

    @rx.event
    @needs(Permission.USERS_IMPORT)
    async def choose_invite(self, is_on: bool):
        """Say whether whoever is created is invited in the end."""
        await self._change(service.set_choices, Choices(mode=Mode(self.choices["mode"]), invite=is_on is True))

    async def _change(self, change: Callable[..., Any], *args: Any) -> None:
        try:
            await run(change, address.asked_for(self.router.url.path), *args)
        finally:
            # Refused or not: what is shown is what is kept.
            await self._read()

    async def _read(self) -> None:
        import_id = address.asked_for(self.router.url.path)
        try:
            shown = await run(_read_or_nothing, import_id, current_caller().language)
        finally:
            self.is_loaded = True
        if shown is not None:
            self.shape, self.choices, self.notes = shown["shape"], shown["choices"], shown["notes"]
            self.columns, self.groups, self.more_groups = shown["columns"], shown["groups"], shown["more_groups"]


def _whole(position: object) -> int:
    """A position as sent by a page, which may be anything."""
    return position if isinstance(position, int) and not isinstance(position, bool) else -1


def _read_or_nothing(work: Work, import_id: int, language: str) -> Shown | None:
    try:
        return read_columns(work, import_id, language)
    except NotFound:
        return None
    except FileNotFoundError:
        raise UnreadableFile(_("The file is no longer here. Import it anew.")) from None
