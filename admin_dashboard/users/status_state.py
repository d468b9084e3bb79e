"""Taking a user's access away, and giving it back."""

import reflex as rx

from ..core.i18n import _
from ..core.permissions import Permission
from ..web.action import needs, run
from ..web.notices import notify
from . import queries, service
from .list_state import UsersListState
from .record_state import RecordState


class UserStatusState(rx.State):
    """Whose access is about to be taken away."""

    is_asking: bool = False
    of_id: int = 0
    name: str = ""

    @rx.event
    @needs(Permission.USERS_ENABLE)
    async def ask(self, user_id: int):
        """Ask once before disabling."""
        row = (await run(queries.record, user_id)).row
        self.of_id, self.name, self.is_asking = row.id, f"{row.first_name} {row.last_name}", True

    @rx.event
    @needs(Permission.USERS_ENABLE)
    async def change_asking(self, is_open: bool):
        """Leave it."""
        self.is_asking = is_open is True and self.of_id > 0

    @rx.event
    @needs(Permission.USERS_ENABLE)
    async def disable(self):
        """End the access of whom was asked about."""
        self.is_asking = False
        await run(service.disable, self.of_id)
        await notify(self, "success", _("{name} is disabled.", name=self.name))
        return [UsersListState.refresh, RecordState.refresh]

    @rx.event
    @needs(Permission.USERS_ENABLE)
    async def enable(self, user_id: int):
        """Give access again, with the roles the person had."""
        await run(service.enable, user_id)
        row = (await run(queries.record, user_id)).row
        await notify(self, "success", _("{name} is enabled.", name=f"{row.first_name} {row.last_name}"))
        return [UsersListState.refresh, RecordState.refresh]
