"""Who may call what: stated next to each event handler and HTTP route, enforced by the guard and the routes."""

from dataclasses import dataclass

from ..core.errors import NotAllowed, NotSignedIn
from ..core.i18n import _
from ..core.permissions import Actor, Permission


@dataclass(frozen=True)
class Access:
    """What a caller must have. Without a permission and not public: any signed-in person.

    `temporary`: also somebody who signed in with a temporary password and has not chosen their own yet.
    """

    permission: Permission | None = None
    public: str = ""
    temporary: bool = False

    def check(self, actor: Actor | None) -> None:
        """Raise the refusal that applies, if any.

        Raises:
            NotSignedIn: there is no live session and the access is not public.
            NotAllowed: the permission is missing, or an own password must be chosen first.
        """
        if self.public:
            return
        if actor is None:
            raise NotSignedIn
        if actor.must_change_password and not self.temporary:
            raise PasswordChangeFirst
        if self.permission is not None:
            actor.require(self.permission)


class PasswordChangeFirst(NotAllowed):
    """A temporary password leads to the change-password page and nowhere else."""

    def __init__(self) -> None:
        super().__init__(_("Choose your own password first."))
