"""Taking access away, and giving it back with the rights the person had."""

from sqlalchemy import ColumnElement, update
from sqlmodel import col

from ..core import sessions
from ..core.permissions import ADMINISTRATOR, Permission
from ..core.work import Work
from ..mail.outbox import forget_texts
from ..models import Link, Purpose, User
from ..roles.queries import roles_of
from ..roles.service import require_administrator_left, require_not_above, require_other
from . import rows
from .writing import touch


def disable(work: Work, user_id: int) -> bool:
    """End a user's access at once: no sign-in, no live session. Roles stay; whether anything changed.

    An open invitation stops working and works again after `enable` if still in its time. A password reset is over.

    Raises:
        NotFound: there is no such user, or the actor may not see users.
        NotAllowed: the actor lacks the right, or the user has more rights, or is the actor.
        LastAdministrator: nobody enabled would hold the Administrator role.
    """
    user = _to_be_changed(work, user_id)
    require_other(work, user_id)
    if not user.is_enabled:
        return False
    user.is_enabled = False
    user.disabled_at = work.now
    touch(user, work.now)
    ended = sessions.end_all(work.session, user_id)
    end_resets(work, col(Link.user_id) == user_id)
    if any(role.key == ADMINISTRATOR and not role.space for role in roles_of(work.session, user_id)):
        require_administrator_left(work)
    work.record("user.disabled", user_id, sessions_ended=ended)
    return True


def enable(work: Work, user_id: int) -> bool:
    """Give a user access again, with the roles they had; whether anything changed.

    Raises:
        NotFound: there is no such user, or the actor may not see users.
        NotAllowed: the actor lacks the right, or the user has more rights.
    """
    user = _to_be_changed(work, user_id)
    if user.is_enabled:
        return False
    user.is_enabled = True
    user.disabled_at = None
    touch(user, work.now)
    work.record("user.enabled", user_id)
    return True


def _to_be_changed(work: Work, user_id: int) -> User:
    user = rows.visible(work, user_id)
    work.actor.require(Permission.USERS_ENABLE)
    user = rows.hold(work, user)
    require_not_above(work, user_id)
    return user


def end_resets(work: Work, whose: ColumnElement[bool]) -> None:
    """End the open password resets of those people: a condition on links."""
    is_open = (
        whose,
        col(Link.purpose) == Purpose.PASSWORD_RESET,
        col(Link.used_at).is_(None),
        col(Link.revoked_at).is_(None),
    )
    ended = update(Link).where(*is_open).values(revoked_at=work.now)
    work.session.execute(ended, execution_options={"synchronize_session": False})
    forget_texts(work, whose)
