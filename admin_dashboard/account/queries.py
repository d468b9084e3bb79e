"""One's own account."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from ..core.errors import NotSignedIn
from ..core.work import Work
from ..models import READ_ONLY_SOURCES, SignInSession, User
from .browsers import names_of


@dataclass(frozen=True)
class OwnProfile:
    """What people see of themselves."""

    user_id: int
    version: int
    username: str
    first_name: str
    last_name: str
    email: str
    source: str
    language: str | None
    theme: str | None

    @property
    def is_read_only(self) -> bool:
        """Whether the profile is mastered elsewhere."""
        return self.source in READ_ONLY_SOURCES


@dataclass(frozen=True)
class OwnSession:
    """One browser the person is signed in with."""

    id: int
    browser: str
    system: str
    address: str
    started_at: datetime
    seen_at: datetime
    is_this: bool


def me(work: Work) -> OwnProfile:
    """The actor's own profile.

    Raises:
        NotSignedIn: the actor is nobody.
    """
    user = work.session.get(User, work.actor.id) if work.actor.id else None
    if user is None:
        raise NotSignedIn
    names = user.username, user.first_name, user.last_name, user.email
    return OwnProfile(user.id or 0, user.version, *names, user.source, user.language, user.theme)


def sessions(work: Work) -> list[OwnSession]:
    """The actor's live sessions: this one first, then by when they were last seen."""
    is_live = col(SignInSession.idle_until) > work.now, col(SignInSession.ends_at) > work.now
    rows = work.session.exec(
        select(SignInSession)
        .where(SignInSession.user_id == work.actor.id, *is_live)
        .order_by(col(SignInSession.seen_at).desc(), col(SignInSession.id).desc())
    )
    return sorted((_shown(row, work.actor.session_id) for row in rows), key=lambda row: not row.is_this)


def _shown(row: SignInSession, present: int | None) -> OwnSession:
    browser, system = names_of(row.user_agent)
    return OwnSession(row.id or 0, browser, system, row.address, row.created_at, row.seen_at, row.id == present)
