"""What actions on many users are called."""

from ..core.i18n import Message, _
from .commands import ActionName

NAMES: dict[str, Message] = {
    ActionName.INVITE: _("Invite"),
    ActionName.DISABLE: _("Disable"),
    ActionName.ENABLE: _("Enable"),
    ActionName.GRANT_ROLE: _("Give a role"),
    ActionName.REVOKE_ROLE: _("Take back a role"),
    ActionName.ADD_TO_SPACE: _("Add to a space"),
    ActionName.REMOVE_FROM_SPACE: _("Take out of a space"),
    ActionName.SET_ATTRIBUTE: _("Set an attribute"),
    ActionName.DELETE: _("Delete"),
}
