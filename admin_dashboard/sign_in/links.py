"""Links that let somebody in once: 256 random bits, stored hashed, bound to one purpose, person and address."""

from datetime import timedelta

from sqlalchemy import update
from sqlmodel import col, select

from ..core.tokens import new_token, token_hash
from ..core.work import Work
from ..mail.outbox import forget_texts
from ..models import Link, Purpose, User


def issue(work: Work, purpose: Purpose, lifetime: timedelta, user: User | None = None) -> tuple[str, Link]:
    """Make a link to the person's present address and end their older ones of this purpose: (token, link)."""
    _end_older(work, purpose, user.id if user else None)
    token, hashed = new_token()
    link = Link(
        purpose=purpose,
        token_hash=hashed,
        user_id=user.id if user else None,
        email=user.email if user else "",
        created_at=work.now,
        created_by_id=work.actor.id,
        expires_at=work.now + lifetime,
    )
    work.session.add(link)
    work.session.flush()
    return token, link


def _end_older(work: Work, purpose: Purpose, user_id: int | None) -> None:
    is_theirs = col(Link.user_id).is_(None) if user_id is None else col(Link.user_id) == user_id
    is_open = col(Link.used_at).is_(None), col(Link.revoked_at).is_(None)
    work.session.execute(
        update(Link).where(col(Link.purpose) == purpose, is_theirs, *is_open).values(revoked_at=work.now)
    )
    forget_texts(work, is_theirs)


def find(work: Work, purpose: Purpose, token: object) -> Link | None:
    """The link of this token, live or not. Looking changes nothing."""
    hashed = token_hash(token)
    if not hashed:
        return None
    return work.session.exec(select(Link).where(Link.purpose == purpose, Link.token_hash == hashed)).first()


def is_live(work: Work, link: Link) -> bool:
    """Whether the link was neither used nor ended, and its time is not over."""
    return link.used_at is None and link.revoked_at is None and work.now < link.expires_at


def redeem(work: Work, link: Link) -> bool:
    """Use the link up. Of two at once, one gets True."""
    is_open = col(Link.used_at).is_(None), col(Link.revoked_at).is_(None), col(Link.expires_at) > work.now
    used = update(Link).where(col(Link.id) == link.id, *is_open).values(used_at=work.now)
    is_ours = work.session.execute(used).rowcount == 1  # type: ignore[attr-defined]
    forget_texts(work, col(Link.id) == link.id)
    return is_ours
