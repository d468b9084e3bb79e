"""Sending an invitation: from a row, its menu, the record, a key."""

import reflex as rx

from ..core.i18n import _
from ..core.permissions import Permission
from ..invitations import service as invitations
from ..web.action import needs, run
from ..web.notices import notify
from .list_state import UsersListState
from .record_state import RecordState


class InviteState(rx.State):
    """Sends one invitation."""

    @rx.event
    @needs(Permission.USERS_INVITE)
    async def invite(self, user_id: int):
        """Send it, or send it again; the row and the record say so."""
        sent = await run(invitations.invite, user_id)
        await notify(self, "success", _("An invitation is on its way to {email}.", email=sent.email))
        return [UsersListState.refresh, RecordState.refresh]
