"""What may be asked about somebody's roles."""

from ..core.forms import Command


class GrantRole(Command):
    """Give a user a role, platform-wide or in one space."""

    user_id: int
    role: str
    space_id: int | None = None


class RevokeRole(Command):
    """Take a role back from a user, as it was given: platform-wide, or in that space."""

    user_id: int
    role: str
    space_id: int | None = None
