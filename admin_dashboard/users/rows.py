"""Reading one user in order to act: what the actor may not see does not exist."""

from sqlalchemy import update
from sqlmodel import col

from ..core.errors import NotFound
from ..core.permissions import Permission
from ..core.work import Work
from ..models import User

LARGEST_ID = 2**31 - 1


def visible(work: Work, user_id: int) -> User:
    """The user, for reading and for deciding.

    Raises:
        NotFound: there is no such user, or the actor may not see users.
    """
    is_id = isinstance(user_id, int) and 0 < user_id <= LARGEST_ID
    user = work.session.get(User, user_id) if is_id and work.actor.may(Permission.USERS_VIEW) else None
    if user is None:
        raise NotFound
    return user


def hold(work: Work, user: User) -> User:
    """The user as of now, whom nobody else changes before this work has ended. From here on other writers wait.

    Raises:
        NotFound: the user is gone.
    """
    # A write that changes nothing takes the row's lock on PostgreSQL and the database's on SQLite.
    taken = update(User).where(col(User.id) == user.id).values(version=User.version)
    work.session.execute(taken, execution_options={"synchronize_session": False})
    held = work.session.get(User, user.id, populate_existing=True)
    if held is None:
        raise NotFound
    return held
