"""What people change about themselves."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import col

from ..core import sessions, throttle
from ..core.errors import NotFound
from ..core.permissions import SYSTEM, Actor
from ..core.throttle import Limit
from ..core.work import OpenWork, Work
from ..models import SignInSession, User
from ..sign_in.passwords import require_present
from ..users import service as users
from ..users.commands import EditUser
from ..users.rows import LARGEST_ID
from . import queries
from .commands import ChangeEmail, ChooseLanguage, ChooseTheme, Rename
from .queries import OwnProfile

# The answer tells whether somebody has the address: nobody may ask that for a list of addresses.
EMAIL_CHANGES = Limit("own_email", 10, timedelta(hours=1))


def rename(work: Work, command: Rename) -> None:
    """Change one's own names.

    Raises:
        ReadOnly: the profile is mastered elsewhere.
        EditedElsewhere: somebody changed the profile since it was read.
    """
    own = queries.me(work)
    _edit(work, replace(own, first_name=command.first_name, last_name=command.last_name, version=command.version))


def change_email(open_work: OpenWork, command: ChangeEmail, actor: Actor) -> None:
    """Change one's own email address; the old one is told, open links end.

    Raises:
        WrongPassword, TooMany: the current password does not fit.
        TooMany: it was tried too often, with whatever outcome.
        ReadOnly: the profile is mastered elsewhere.
        AlreadyTaken: somebody else has the address.
    """
    require_present(open_work, actor, command.present)
    # In a transaction of its own: a refusal keeps its count.
    with open_work(actor) as work:
        throttle.require(work.session, EMAIL_CHANGES, str(actor.id), work.now)
    with open_work(actor) as work:
        _edit(work, replace(queries.me(work), email=command.email))


def _edit(work: Work, wished: OwnProfile) -> None:
    # On their own profile people need no right; every other rule of a profile holds.
    users.edit(
        replace(work, actor=SYSTEM),
        EditUser(
            user_id=wished.user_id,
            version=wished.version,
            first_name=wished.first_name,
            last_name=wished.last_name,
            email=wished.email,
            # What is required of them is for administrators to fill in.
            is_complete=False,
        ),
    )


def choose_language(work: Work, command: ChooseLanguage) -> None:
    """Keep one's own language."""
    # A part of the profile: who edits an older version is told.
    _keep(work, language=command.language, version=col(User.version) + 1)


def choose_theme(work: Work, command: ChooseTheme) -> None:
    """Keep one's own theme."""
    _keep(work, theme=command.theme)


def _keep(work: Work, **values: Any) -> None:
    work.session.execute(update(User).where(col(User.id) == queries.me(work).user_id).values(**values))


def end_session(work: Work, session_id: int) -> None:
    """End one of one's own sessions.

    Raises:
        NotFound: it has ended already, or is somebody else's.
    """
    is_id = isinstance(session_id, int) and 0 < session_id <= LARGEST_ID
    is_own = col(SignInSession.id) == session_id, col(SignInSession.user_id) == work.actor.id
    if not is_id or work.session.execute(delete(SignInSession).where(*is_own)).rowcount != 1:  # type: ignore[attr-defined]
        raise NotFound
    work.record("session.ended", work.actor.id, address=work.address)


def end_others(work: Work) -> int:
    """End all of one's own sessions but this one; returns how many ended."""
    ended = sessions.end_others(work.session, queries.me(work).user_id, work.actor.session_id)
    if ended:
        work.record("session.ended", work.actor.id, sessions_ended=ended, address=work.address)
    return ended
