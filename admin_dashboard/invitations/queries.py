"""What is known about invitations: whose link it is, and the newest one of each user."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, bindparam, exists, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from ..core.tokens import token_hash
from ..core.work import Work
from ..models import Link, Message, Purpose, User
from .envelope import LatestInvitation


@dataclass(frozen=True)
class Invitee:
    """Whose account a live link opens."""

    user_id: int
    username: str
    first_name: str
    last_name: str
    email: str
    expires_at: datetime

    @property
    def own_words(self) -> tuple[str, ...]:
        """What the password must not be built from."""
        return self.username, self.first_name, self.last_name, self.email


def is_live(token: object, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """The conditions under which an invitation's link works, whether it is read or used."""
    person = aliased(User)
    may_join = exists().where(
        col(person.id) == col(Link.user_id),
        col(person.is_enabled),
        col(person.email) == col(Link.email),
        col(person.first_login_at).is_(None),
    )
    return (
        col(Link.token_hash) == token_hash(token),
        col(Link.purpose) == Purpose.INVITATION,
        col(Link.used_at).is_(None),
        col(Link.revoked_at).is_(None),
        col(Link.expires_at) > now,
        may_join,
    )


def link_of(work: Work, token: object) -> Link | None:
    """The invitation's link that has this token, whether it works or not."""
    found = select(Link).where(col(Link.token_hash) == token_hash(token), col(Link.purpose) == Purpose.INVITATION)
    return work.session.execute(found).scalars().first()


def look_up(work: Work, token: object) -> Invitee | None:
    """Whose account a token opens now; None for every token that opens none. Changes nothing."""
    row = work.session.execute(
        select(User, col(Link.expires_at))
        .join(Link, col(Link.user_id) == col(User.id))
        .where(*is_live(token, work.now))
    ).first()
    if row is None:
        return None
    user, expires_at = row
    return Invitee(user.id or 0, user.username, user.first_name, user.last_name, user.email, expires_at)


_INVITER = aliased(User)
_FACTS = (
    *(col(getattr(Link, n)) for n in ("user_id", "created_at", "expires_at", "opened_at", "used_at", "revoked_at")),
    *(col(getattr(Message, n)) for n in ("state", "sent_at", "error")),
    # Not known without an inviter, whom nobody disabled.
    col(_INVITER.is_enabled).is_(False),
)


# Made once: every letter typed into the list's search runs it.
_LATEST = (
    select(func.max(col(Link.id)))
    .where(col(Link.purpose) == Purpose.INVITATION, col(Link.user_id).in_(bindparam("ids", expanding=True)))
    .group_by(col(Link.user_id))
)
_LATEST_FACTS = (
    select(*_FACTS)
    .join(Message, col(Message.link_id) == col(Link.id), isouter=True)
    .join(_INVITER, col(_INVITER.id) == col(Link.created_by_id), isouter=True)
    .where(col(Link.id).in_(_LATEST))
    .order_by(col(Message.id))
)


def latest_invitations(session: Session, user_ids: Sequence[int]) -> dict[int, LatestInvitation]:
    """User id → newest invitation, for those who were ever invited."""
    rows = cast(Iterable[Any], session.connection().execute(_LATEST_FACTS, {"ids": list(user_ids)}))
    return {row[0]: LatestInvitation(*row[1:]) for row in rows}
