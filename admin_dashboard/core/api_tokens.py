"""API tokens as requests show them: read from the database at every request, ended by deleting the row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, update
from sqlmodel import Session, col, select

from ..db.many import is_one_of
from ..models import ApiToken, User
from .tokens import token_hash

PREFIX = "adm_"
"""Tells people, and what looks for secrets in files, what it is."""
# The moment a token was last used is written at most this often.
USED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Found:
    """A live token, and what is to be known of its owner with every request."""

    id: int
    used_at: datetime | None
    user_id: int
    first_name: str
    last_name: str
    language: str | None
    password_is_temporary: bool


def find(session: Session, token: object, now: datetime) -> Found | None:
    """The live token of an enabled user; None when there is none."""
    hashed = token_hash(token)
    if not hashed:
        return None
    row = session.connection().execute(_LIVE, {"hashed": hashed, "now": now}).first()
    return Found(*row) if row else None


def see(session: Session, found: Found, now: datetime) -> None:
    """Note that it was used; writes at most once a minute."""
    if found.used_at is None or now - found.used_at >= USED_EVERY:
        session.execute(update(ApiToken).where(col(ApiToken.id) == found.id).values(used_at=now))


def end_all_of(session: Session, user_ids: Sequence[int]) -> None:
    """End every token of these people."""
    if not user_ids:
        return
    # Few people have one: theirs are looked for, not everybody's.
    held = select(ApiToken.user_id).where(col(ApiToken.user_id).between(min(user_ids), max(user_ids))).distinct()
    owners = sorted(set(session.exec(held)).intersection(user_ids))
    if owners:
        ended = delete(ApiToken).where(is_one_of(session, col(ApiToken.user_id), owners))
        session.execute(ended, execution_options={"synchronize_session": False})


# Made once: building a statement takes longer than running it, and every request runs this one.
_LIVE = (
    select(
        *(getattr(ApiToken, name) for name in ("id", "used_at", "user_id")),
        *(getattr(User, name) for name in ("first_name", "last_name", "language", "password_is_temporary")),
    )
    .join(User, col(User.id) == col(ApiToken.user_id))
    .where(ApiToken.token_hash == bindparam("hashed"), col(ApiToken.ends_at) > bindparam("now"), col(User.is_enabled))
)
