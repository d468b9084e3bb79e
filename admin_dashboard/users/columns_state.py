"""Choosing columns: what the chooser shows, and what is done in it."""

from typing import TypedDict

import reflex as rx

from ..core.permissions import Permission
from ..core.work import Work
from ..web.action import needs, run
from . import column_service, columns
from .list_state import UsersListState


class ColumnChoice(TypedDict):
    """One line of the chooser."""

    key: str
    label: str
    is_shown: bool
    is_first: bool
    is_last: bool


NO_CHOICES: list[ColumnChoice] = []


class ColumnsState(rx.State):
    """The chooser of columns. What is chosen is kept, and shown, at once."""

    is_open: bool = False
    choices: list[ColumnChoice] = NO_CHOICES

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def change_open(self, is_open: bool):
        """Offer every column, or no longer."""
        if is_open is True:
            self.choices = await run(_lines)
        self.is_open = is_open is True

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def show(self, key: str, is_shown: bool):
        """Show a column, or hide it."""
        await run(column_service.show, key, is_shown=is_shown is True)
        return await self._shown()

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def move(self, key: str, steps: int):
        """Move a column by one place."""
        await run(column_service.move, key, 1 if steps == 1 else -1)
        return await self._shown()

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def show_usual(self):
        """The usual columns."""
        await run(column_service.reset)
        return await self._shown()

    async def _shown(self):
        self.choices = await run(_lines)
        return UsersListState.refresh


def _lines(work: Work) -> list[ColumnChoice]:
    found = columns.choices(work)
    return [
        ColumnChoice(
            key=choice.column.key,
            label=choice.column.label,
            is_shown=choice.is_shown,
            is_first=at == 0,
            is_last=at == len(found) - 1,
        )
        for at, choice in enumerate(found)
    ]
