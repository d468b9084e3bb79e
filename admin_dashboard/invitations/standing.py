"""Whether somebody can be invited, and if not, why not."""

from datetime import datetime
from enum import StrEnum

from ..core.errors import Conflict
from ..core.i18n import Message, _


class Standing(StrEnum):
    """Where a person stands with regard to invitations."""

    EXTERNAL = "external"
    DISABLED = "disabled"
    JOINED = "joined"
    USES = "uses"
    OPEN = "open"


def standing(
    *, is_external: bool, is_enabled: bool, first_login_at: datetime | None, enrolled_at: datetime | None
) -> Standing:
    """The first that applies; only who is `OPEN` can be invited."""
    if is_external:
        return Standing.EXTERNAL
    if not is_enabled:
        return Standing.DISABLED
    if first_login_at is None:
        return Standing.OPEN
    return Standing.JOINED if enrolled_at is not None else Standing.USES


REFUSALS: dict[Standing, Message] = {
    Standing.EXTERNAL: _("External: invited from a space."),
    Standing.DISABLED: _("Disabled: enable first."),
    Standing.JOINED: _("This user has joined: the invitation cannot be sent again."),
    Standing.USES: _("This user already uses the platform."),
}


class CannotBeInvited(Conflict):
    """The person has joined, is disabled or external."""

    def __init__(self, why: Standing) -> None:
        super().__init__(REFUSALS[why])
        self.why = why
