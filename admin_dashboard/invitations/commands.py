"""What may be asked about an invitation."""

from ..core.fields import NewPassword
from ..core.forms import Command


class AcceptInvitation(Command):
    """Join: choose a password by the link of an invitation. Whatever is no token of ours is a dead link."""

    token: object = None
    password: NewPassword


class AskAgain(Command):
    """Ask for a new invitation in exchange for one that no longer works."""

    token: object = None
