"""Going to a page by its number."""

from dataclasses import replace

import reflex as rx

from ..core.permissions import Permission
from ..web.action import needs
from . import address
from .filter_address import number
from .list_state import UsersListState, UsersRowsState


class PageNumberState(rx.State):
    """Whether the number is being asked for."""

    is_open: bool = False

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def change_open(self, is_open: bool):
        """Ask for it, or no longer."""
        self.is_open = is_open is True

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def go(self, form: dict):
        """To that page; to the last one when there are not so many."""
        self.is_open = False
        wanted = number(str(form.get("page", "")).strip()) if isinstance(form, dict) else 0
        if not wanted:
            return []
        pages = (await self.get_state(UsersRowsState)).foot["pages"]
        shown = await self.get_state(UsersListState)
        there = {"page_number": min(wanted, pages or wanted), "after": None, "before": None}
        return await shown._show(replace(address.read(shown._query), **there))
