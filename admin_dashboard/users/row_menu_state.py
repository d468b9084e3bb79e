"""The menu of a row: one for all rows, asked for when it opens."""

import reflex as rx

from ..core.permissions import Permission
from ..web.action import needs, run
from .abilities import NOTHING, Abilities
from .record_view import read_abilities


class RowMenuState(rx.State):
    """Whose menu is open, and what it offers."""

    is_open: bool = False
    of_id: int = 0
    name: str = ""
    can: Abilities = NOTHING

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def open_for(self, user_id: int):
        """Offer what the reader may do with this user."""
        self.name, self.can = await run(read_abilities, user_id)
        self.of_id, self.is_open = user_id, True

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def change_open(self, is_open: bool):
        """The menu was left."""
        self.is_open = is_open is True
