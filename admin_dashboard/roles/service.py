"""Who holds which role, and the ceiling.

Nobody gives or acts upon more rights than their own; there is always one enabled Administrator.
"""

from sqlalchemy import update
from sqlmodel import col, select

from ..core import sessions
from ..core.errors import Conflict, NotAllowed, NotFound
from ..core.i18n import _
from ..core.permissions import ADMINISTRATOR, SPACE_MANAGER, Actor, Permission
from ..core.rights import rights_of
from ..core.work import Work
from ..models import Grant, Role, Space, SpaceMember
from ..users import rows
from . import queries
from .commands import GrantRole, RevokeRole


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
    hold_administrators(work)
    if queries.enabled_administrators(work.session) == 0:
        raise LastAdministrator


def hold_administrators(work: Work) -> None:
    """Nobody else makes the enabled Administrators fewer before this work has ended."""
    # Two people who disable each other's last colleague must not both see one left: the role's row is the lock.
    work.session.execute(update(Role).where(col(Role.key) == ADMINISTRATOR).values(is_built_in=True))


def grant_role(work: Work, command: GrantRole) -> bool:
    """Give a user a role; whether they did not hold it. When it gives them more rights, their sessions end.

    Raises:
        NotFound: there is no such user, role or space, or the actor may not see it.
        NotAllowed: the actor may not grant roles there, or the role or the user has rights the actor lacks.
    """
    _held_user(work, command)
    return grant(work, command.user_id, command.role, command.space_id)


def revoke_role(work: Work, command: RevokeRole) -> bool:
    """Take a role back from a user, whatever they hold besides; whether they held it. It works at their next step.

    Raises:
        NotFound: there is no such user, role or space, or the actor may not see it.
        NotAllowed: the actor may not grant roles there, or the user has rights the actor lacks, or is the actor.
        LastAdministrator: nobody enabled would hold the Administrator role.
    """
    require_other(work, command.user_id)
    _held_user(work, command)
    return revoke(work, command.user_id, command.role, command.space_id)


def grant(work: Work, user_id: int, role_key: str, space_id: int | None = None) -> bool:
    """Give a user a role, platform-wide or in one space; whether they did not hold it.

    For services that have made sure of the right to do so, and hold the user.

    Raises:
        NotFound: there is no such role.
        NotAllowed: the role has rights the actor lacks.
    """
    role_id = _role_id(work, role_key)
    if _grant_of(work, user_id, role_id, space_id) is not None:
        return False
    before = rights_of(work.session, user_id)
    given = Grant(user_id=user_id, role_id=role_id, space_id=space_id, granted_at=work.now)
    given.granted_by_id = work.actor.id
    work.session.add(given)
    work.session.flush()
    require_not_above(work, user_id)
    _mark_manager(work, user_id, given, is_manager=True)
    # Whoever got hold of a session gets no more out of it than its person had when it began.
    has_risen = not Actor(id=user_id, name="", rights=before).covers(rights_of(work.session, user_id))
    ended = sessions.end_all(work.session, user_id) if has_risen else 0
    work.record("role.granted", user_id, role=role_key, space=_space_name(work, space_id), sessions_ended=ended)
    return True


def revoke(work: Work, user_id: int, role_key: str, space_id: int | None = None) -> bool:
    """Take a role back; whether the user held it. For services that have made sure of the right to do so.

    Raises:
        NotFound: there is no such role.
        LastAdministrator: nobody enabled would hold the Administrator role.
    """
    held = _grant_of(work, user_id, _role_id(work, role_key), space_id)
    if held is None:
        return False
    _mark_manager(work, user_id, held, is_manager=False)
    work.session.delete(held)
    work.session.flush()
    if role_key == ADMINISTRATOR and space_id is None:
        require_administrator_left(work)
    work.record("role.revoked", user_id, role=role_key, space=_space_name(work, space_id))
    return True


def _held_user(work: Work, command: GrantRole | RevokeRole) -> None:
    """Make sure that the actor may change the user's roles there, and that nobody else does meanwhile."""
    user = rows.visible(work, command.user_id)
    _space_name(work, command.space_id)
    work.actor.require(Permission.ROLES_GRANT, command.space_id)
    rows.hold(work, user)
    require_not_above(work, command.user_id)


def _role_id(work: Work, role_key: str) -> int:
    role_id = work.session.exec(select(Role.id).where(Role.key == role_key)).first()
    if role_id is None:
        raise NotFound(_("There is no such role."))
    return role_id


def _grant_of(work: Work, user_id: int, role_id: int, space_id: int | None) -> Grant | None:
    is_there = col(Grant.space_id).is_(None) if space_id is None else col(Grant.space_id) == space_id
    return work.session.exec(select(Grant).where(Grant.user_id == user_id, Grant.role_id == role_id, is_there)).first()


def _space_name(work: Work, space_id: int | None) -> str:
    """The space's name, empty for none. One that may not be seen does not exist."""
    if space_id is None:
        return ""
    space = work.session.get(Space, space_id) if 0 < space_id <= rows.LARGEST_ID else None
    if space is None or not work.actor.may(Permission.SPACES_VIEW, space_id):
        raise NotFound
    return space.name


def _mark_manager(work: Work, user_id: int, given: Grant, *, is_manager: bool) -> None:
    """A member of a space is shown as its manager while they hold the role there."""
    if given.space_id is not None and given.role_id == _role_id(work, SPACE_MANAGER):
        is_theirs = (col(SpaceMember.space_id) == given.space_id, col(SpaceMember.user_id) == user_id)
        work.session.execute(update(SpaceMember).where(*is_theirs).values(is_manager=is_manager))
