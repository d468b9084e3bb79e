"""A message's way out of its table: taken one at a time, and what became of it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, or_, select, update
from sqlmodel import Session, col

from ..core.work import Work
from ..models import Delivery, Link, Message, User
from ..models.types import UtcDateTime
from ..settings import settings
from .outbox import WIPED
from .reasons import Reason
from .templates import Template
from .transport import Cancelled, Deferred, Delivered, Outcome, Outgoing, Refused

WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=1), timedelta(hours=3))
"""Wait after the first, second, … try that came to nothing; after the last one the message has failed."""

# Made once: they run for every mail.
_MESSAGES = Message.__table__  # type: ignore[attr-defined]
_LINKS = Link.__table__  # type: ignore[attr-defined]
_USERS = User.__table__  # type: ignore[attr-defined]
_NEXT = (
    select(
        _MESSAGES,
        _LINKS.c.email.label("link_email"),
        _LINKS.c.expires_at,
        _LINKS.c.used_at,
        _LINKS.c.revoked_at,
        _USERS.c.email.label("user_email"),
        _USERS.c.is_enabled,
        _USERS.c.first_login_at,
    )
    .join(_LINKS, _LINKS.c.id == _MESSAGES.c.link_id, isouter=True)
    .join(_USERS, _USERS.c.id == _MESSAGES.c.user_id, isouter=True)
    .where(_MESSAGES.c.state == Delivery.QUEUED, _MESSAGES.c.due_at <= bindparam("now", type_=UtcDateTime()))
    .order_by(_MESSAGES.c.due_at, _MESSAGES.c.id)
    .limit(1)
)
_TAKE = update(_MESSAGES).where(_MESSAGES.c.id == bindparam("message")).values(state=Delivery.SENDING)
_MOVE = update(_MESSAGES).where(_MESSAGES.c.id == bindparam("message"), _MESSAGES.c.state == Delivery.SENDING)
_ENROLL = update(_USERS).where(_USERS.c.id == bindparam("user"))


def is_due(session: Session, now: datetime) -> bool:
    """Whether a message is to be sent, or was left over in the middle of its conversation."""
    waiting = (col(Message.state) == Delivery.QUEUED) & (col(Message.due_at) <= now)
    is_left_over = col(Message.state) == Delivery.SENDING
    return session.execute(select(col(Message.id)).where(or_(waiting, is_left_over)).limit(1)).first() is not None


def recover(work: Work) -> None:
    """Put back what a crashed worker left in its conversation. Only for who holds the lease.

    Counted as a try, so that a message over which the worker itself falls is given up in the end.
    """
    is_left_over = _MESSAGES.c.state == Delivery.SENDING
    put_back = update(_MESSAGES).where(is_left_over).values(state=Delivery.QUEUED, tries=_MESSAGES.c.tries + 1)
    work.session.connection().execute(put_back)


def take(work: Work) -> Outgoing | None:
    """The longest due message, marked as being sent; None when there is none."""
    connection = work.session.connection()
    row = connection.execute(_NEXT, {"now": work.now}).first()
    if row is None:
        return None
    outgoing = _outgoing(row, work.now)
    connection.execute(_TAKE, {"message": outgoing.id})
    return outgoing


def _outgoing(row: Any, now: datetime) -> Outgoing:
    return Outgoing(
        id=row.id,
        message_id=row.message_id,
        kind=row.kind,
        user_id=row.user_id,
        to_address=row.to_address,
        subject=row.subject,
        text=row.body_text or "",
        html=row.body_html or "",
        tries=row.tries,
        obstacle=_obstacle(row, now),
    )


def _obstacle(row: Any, now: datetime) -> Outcome | None:
    """Why the message must not be sent any more."""
    if row.tries > len(WAITS):
        return Refused(Reason.PUT_OFF)
    if row.expires_at is None or row.user_id is None:
        return None
    if row.kind == Template.INVITATION and row.first_login_at is not None:
        return Cancelled(Reason.PERSON_JOINED)
    if row.revoked_at is not None or row.used_at is not None or row.link_email != row.user_email:
        return Cancelled(Reason.LINK_ENDED)
    if not row.is_enabled:
        return Cancelled(Reason.PERSON_DISABLED)
    return Refused(Reason.LINK_EXPIRED) if row.expires_at <= now else None


def put_back(work: Work, outgoing: Outgoing) -> None:
    """It was not tried: the mail server was down."""
    _move(work, outgoing, Delivery.QUEUED)


def settle(work: Work, outgoing: Outgoing, outcome: Outcome) -> None:
    """Write down what became of a message; a second time nothing happens."""
    if isinstance(outcome, Deferred):
        if outgoing.tries < len(WAITS):
            due_at = work.now + WAITS[outgoing.tries]
            _move(work, outgoing, Delivery.QUEUED, due_at=due_at, tries=outgoing.tries + 1)
            return
        outcome = Refused(Reason.PUT_OFF, outcome.reply)
    if isinstance(outcome, Delivered):
        _sent(work, outgoing)
    elif isinstance(outcome, Refused):
        if _move(work, outgoing, Delivery.FAILED, error=outcome.reason, **WIPED):
            reply = {"reply": outcome.reply} if outcome.reply else {}
            work.record("mail.failed", outgoing.user_id, mail=outgoing.kind, reason=outcome.reason, **reply)
    elif _move(work, outgoing, Delivery.CANCELLED, error=outcome.reason, **WIPED):
        work.record("mail.cancelled", outgoing.user_id, mail=outgoing.kind, reason=outcome.reason)


def _sent(work: Work, outgoing: Outgoing) -> None:
    bodies = {} if settings().catches_mail else WIPED
    if not _move(work, outgoing, Delivery.SENT, sent_at=work.now, tries=outgoing.tries + 1, **bodies):
        return
    if outgoing.kind == Template.INVITATION:
        work.session.connection().execute(_ENROLL, {"user": outgoing.user_id, "enrolled_at": work.now})
    work.record("mail.sent", outgoing.user_id, mail=outgoing.kind)


def _move(work: Work, outgoing: Outgoing, state: Delivery, **values: Any) -> bool:
    """Change the row, if it is still as we took it."""
    moved = work.session.connection().execute(_MOVE, {"message": outgoing.id, "state": state, **values})
    return moved.rowcount == 1
