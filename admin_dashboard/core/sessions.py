"""Signed-in browsers: started at sign-in, read from the database at every event, ended by deleting the row."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, update
from sqlmodel import Session, col, select

from ..db.many import is_one_of
from ..models import SignInSession, User
from ..settings import settings
from . import api_tokens
from .tokens import new_token, token_hash
from .work import Work

# The moment somebody was last seen is written at most this often: reading a page must not cost a write.
SEEN_EVERY = timedelta(minutes=1)
LONGEST_USER_AGENT = 300


@dataclass(frozen=True)
class Browser:
    """Where a sign-in comes from."""

    address: str = ""
    user_agent: str = ""


def start(work: Work, user_id: int, browser: Browser, *, stay: bool = False) -> str:
    """Start a session and return the cookie's value. The oldest session ends when there are too many."""
    token, hashed = new_token()
    own = settings()
    idle = timedelta(days=own.session_stay_days) if stay else timedelta(minutes=own.session_idle_minutes)
    longest = timedelta(days=own.session_stay_days) if stay else timedelta(hours=own.session_hours)
    _make_room(work.session, user_id, own.sessions_per_person - 1)
    work.session.add(
        SignInSession(
            token_hash=hashed,
            user_id=user_id,
            created_at=work.now,
            seen_at=work.now,
            idle_until=min(work.now + idle, work.now + longest),
            ends_at=work.now + longest,
            address=browser.address,
            user_agent=browser.user_agent[:LONGEST_USER_AGENT],
        )
    )
    work.session.flush()
    return token


def _make_room(session: Session, user_id: int, keep: int) -> None:
    kept = (
        select(SignInSession.id)
        .where(SignInSession.user_id == user_id)
        .order_by(col(SignInSession.id).desc())
        .limit(keep)
    )
    session.execute(
        delete(SignInSession).where(col(SignInSession.user_id) == user_id, col(SignInSession.id).not_in(kept))
    )


@dataclass(frozen=True)
class Found:
    """A live session, and what is to be known of its person with every event."""

    id: int
    seen_at: datetime
    idle_until: datetime
    ends_at: datetime
    user_id: int
    first_name: str
    last_name: str
    language: str | None
    password_is_temporary: bool


def find(session: Session, token: object, now: datetime) -> Found | None:
    """The live session of a cookie's value, of an enabled user; None when there is none."""
    hashed = token_hash(token)
    if not hashed:
        return None
    row = session.connection().execute(_LIVE, {"hashed": hashed, "now": now}).first()
    return Found(*row) if row else None


def see(session: Session, found: Found, now: datetime) -> None:
    """Prolong an idle end; writes at most once a minute."""
    if now - found.seen_at < SEEN_EVERY:
        return
    idle = found.idle_until - found.seen_at
    session.execute(
        update(SignInSession)
        .where(col(SignInSession.id) == found.id)
        .values(seen_at=now, idle_until=min(now + idle, found.ends_at))
    )


def live_ids(session: Session, ids: Collection[int], now: datetime) -> set[int]:
    """Which of these sessions are still live."""
    rows = session.exec(
        select(SignInSession.id)
        .join(User, col(User.id) == col(SignInSession.user_id))
        .where(
            col(SignInSession.id).in_(ids),
            col(SignInSession.idle_until) > now,
            col(SignInSession.ends_at) > now,
            col(User.is_enabled),
        )
    )
    return {i for i in rows if i is not None}


def end(session: Session, token: object) -> None:
    """End the session of this cookie's value, if there is one."""
    session.execute(delete(SignInSession).where(col(SignInSession.token_hash) == token_hash(token)))


def end_others(session: Session, user_id: int, but: int | None) -> int:
    """End every session of a person except one; returns how many ended. API tokens stay."""
    others = col(SignInSession.user_id) == user_id, col(SignInSession.id) != but
    return session.execute(delete(SignInSession).where(*others)).rowcount  # type: ignore[attr-defined]


def end_all(session: Session, user_id: int) -> int:
    """End every session and every API token of a person; returns how many sessions ended."""
    return end_all_of(session, [user_id]).get(user_id, 0)


def end_all_of(session: Session, user_ids: Sequence[int]) -> dict[int, int]:
    """End every session and every API token of many people.

    Returns:
        User id → how many sessions ended, for those who had any.
    """
    # Whatever ends sessions, a new password, more rights, the account disabled, ends what acts without one as well.
    api_tokens.end_all_of(session, user_ids)
    ended = delete(SignInSession).where(is_one_of(session, col(SignInSession.user_id), user_ids))
    return dict(Counter(session.execute(ended.returning(col(SignInSession.user_id))).scalars()))


# Made once: building a statement takes longer than running it, and every event runs this one.
_LIVE = (
    select(
        *(getattr(SignInSession, name) for name in ("id", "seen_at", "idle_until", "ends_at", "user_id")),
        *(getattr(User, name) for name in ("first_name", "last_name", "language", "password_is_temporary")),
    )
    .join(User, col(User.id) == col(SignInSession.user_id))
    .where(
        SignInSession.token_hash == bindparam("hashed"),
        col(SignInSession.idle_until) > bindparam("now"),
        col(SignInSession.ends_at) > bindparam("now"),
        col(User.is_enabled),
    )
)
