"""The ceiling: nobody gives or acts upon more rights than their own; there is always one enabled Administrator."""

from sqlalchemy import update
from sqlmodel import col, select

from ..core.errors import Conflict, NotAllowed, NotFound
from ..core.i18n import _
from ..core.permissions import ADMINISTRATOR
from ..core.rights import rights_of
from ..core.work import Work
from ..models import Grant, Role
from . import queries


class LastAdministrator(Conflict):
    """The change would leave the site without an enabled Administrator."""

    def __init__(self) -> None:
        super().__init__(_("This is the last enabled administrator."))


class MorePowerful(NotAllowed):
    """The user has rights the actor lacks."""

    def __init__(self, user_id: int) -> None:
        super().__init__(_("This user has rights that you do not have."), user_id)


class Yourself(NotAllowed):
    """People do not disable or demote themselves."""

    def __init__(self) -> None:
        super().__init__(_("You cannot do this to yourself."))


def require_not_above(work: Work, user_id: int) -> None:
    """Raise `MorePowerful` when the user has rights the actor lacks."""
    if not work.actor.covers(rights_of(work.session, user_id)):
        raise MorePowerful(user_id)


def require_other(work: Work, user_id: int) -> None:
    """Raise `Yourself` when the user is the actor."""
    if work.actor.id == user_id:
        raise Yourself


def require_administrator_left(work: Work) -> None:
    """Raise `LastAdministrator` when the work, flushed, leaves none. Two at once wait for each other here."""
    work.session.flush()
    # Two people who disable each other's last colleague must not both see one left: the role's row is the lock.
    work.session.execute(update(Role).where(col(Role.key) == ADMINISTRATOR).values(is_built_in=True))
    if queries.enabled_administrators(work.session) == 0:
        raise LastAdministrator


def grant(work: Work, user_id: int, role_key: str) -> None:
    """Give a user a role platform-wide; nothing happens when they hold it.

    Raises:
        NotFound: there is no such role.
        NotAllowed: the role has rights the actor lacks.
    """
    role = work.session.exec(select(Role).where(Role.key == role_key)).first()
    if role is None or role.id is None:
        raise NotFound(_("There is no such role."))
    held = select(Grant.id).where(Grant.user_id == user_id, Grant.role_id == role.id, col(Grant.space_id).is_(None))
    if work.session.exec(held).first() is not None:
        return
    work.session.add(Grant(user_id=user_id, role_id=role.id, granted_at=work.now, granted_by_id=work.actor.id))
    work.session.flush()
    require_not_above(work, user_id)
    work.record("role.granted", user_id, role=role_key)
