"""What waits until nobody types into the search field any more."""

import reflex as rx

from ..core.permissions import Permission
from ..web.action import needs
from . import address
from .list_state import UsersListState, UsersRowsState


class TypingState(rx.State):
    """Hears from the search field that the typing rests."""

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def rest(self):
        """Count how many the list has and its filters would give. Nobody reads that while typing."""
        users, rows = await self.get_state(UsersListState), await self.get_state(UsersRowsState)
        return await users._around(address.read(users._query), is_exact=rows.foot["pages"] > 0)
