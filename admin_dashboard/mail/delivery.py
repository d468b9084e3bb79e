"""A message's way out of its table: taken for its conversation, and what became of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, bindparam, select, update
from sqlmodel import Session, col

from ..core.work import Work
from ..models import Delivery, Link, Message, User
from ..models.types import UtcDateTime
from ..settings import settings
from .outbox import WIPED
from .reasons import Reason
from .templates import Template
from .transport import Cancelled, Deferred, Delivered, Finished, Outcome, Outgoing, Refused

WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=1), timedelta(hours=3))
"""Wait after the first, second, … try that came to nothing; after the last one the message has failed."""

# Made once: they run for every few mails.
_MESSAGES = Message.__table__  # type: ignore[attr-defined]
_LINKS = Link.__table__  # type: ignore[attr-defined]
_USERS = User.__table__  # type: ignore[attr-defined]
_NEXT = (
    select(
        *(_MESSAGES.c[name] for name in ("id", "message_id", "kind", "user_id", "to_address", "subject", "tries")),
        _MESSAGES.c.body_text,
        _MESSAGES.c.body_html,
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
    .limit(bindparam("most", type_=Integer))
)
_these = _MESSAGES.c.id.in_(bindparam("messages", expanding=True))
_AT = bindparam("at", type_=UtcDateTime())
# Whoever ends a link wipes the text of its mail.
_STILL_TO_BE_SENT = select(_MESSAGES.c.id).where(
    _these, _MESSAGES.c.state == Delivery.QUEUED, _MESSAGES.c.body_text.is_not(None)
)
_MOVE = update(_MESSAGES).where(_these, _MESSAGES.c.state == Delivery.QUEUED).returning(_MESSAGES.c.id)
_SENT = _MOVE.values(state=Delivery.SENT, sent_at=_AT, tries=_MESSAGES.c.tries + 1)
_SENT_AND_WIPED = _SENT.values(**WIPED)
_ENROLL = update(_USERS).where(_USERS.c.id == bindparam("user")).values(enrolled_at=_AT)


def is_due(session: Session, now: datetime) -> bool:
    """Whether a message is to be sent."""
    waiting = (col(Message.state) == Delivery.QUEUED) & (col(Message.due_at) <= now)
    return session.execute(select(col(Message.id)).where(waiting).limit(1)).first() is not None


def recover(work: Work, sent: Sequence[int], begun: Sequence[int]) -> None:
    """Bring in order what a crashed worker left behind: messages it had sent, and those it may have sent.

    Only for who holds the lease. What was begun counts as a try, so that a message over which the worker itself falls
    is given up in the end; others go first.
    """
    connection = work.session.connection()
    if sent:
        noted = select(_MESSAGES.c.id, _MESSAGES.c.kind, _MESSAGES.c.user_id).where(_these)
        _settle_sent(work, connection.execute(noted, {"messages": sent}).all())
    if begun:
        tried = {"tries": _MESSAGES.c.tries + 1, "due_at": work.now}
        connection.execute(_MOVE.values(tried), {"messages": begun})


def take(work: Work, most: int) -> list[Outgoing]:
    """The longest due messages. They remain as they are: what becomes of them is noted by whoever sends them."""
    rows = work.session.connection().execute(_NEXT, {"now": work.now, "most": most})
    return [_outgoing(row, work.now) for row in rows]


def still_to_be_sent(work: Work, messages: Sequence[Outgoing]) -> list[Outgoing]:
    """Those that are, of messages taken before: no link has ended since."""
    ids = _ids(work, _STILL_TO_BE_SENT, messages)
    return [message for message in messages if message.id in ids]


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
    if (why_not := _end_of_link(row, now)) is not None:
        return why_not
    return Cancelled(Reason.LINK_ENDED) if row.body_text is None else None


def _end_of_link(row: Any, now: datetime) -> Outcome | None:
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


def settle(work: Work, finished: Sequence[Finished]) -> None:
    """Write down what became of messages; a second time nothing happens."""
    sent = [outgoing for outgoing, outcome in finished if isinstance(outcome, Delivered)]
    if sent:
        _settle_sent(work, sent)
    for outgoing, outcome in finished:
        if not isinstance(outcome, Delivered):
            _settle_other(work, outgoing, outcome)


def _settle_sent(work: Work, sent: Sequence[Any]) -> None:
    """These, with `id`, `kind` and `user_id`, are with the mail server."""
    # People first, and in the order of their ids, as everybody who changes many holds them.
    invited = sorted(one.user_id for one in sent if one.kind == Template.INVITATION and one.user_id is not None)
    if invited:
        work.session.connection().execute(_ENROLL, [{"user": user_id, "at": work.now} for user_id in invited])
    moved = _ids(work, _SENT if settings().catches_mail else _SENT_AND_WIPED, sent, at=work.now)
    for one in sent:
        if one.id in moved:
            work.record("mail.sent", one.user_id, mail=one.kind)


def _settle_other(work: Work, outgoing: Outgoing, outcome: Outcome) -> None:
    if isinstance(outcome, Deferred):
        if outgoing.tries < len(WAITS):
            due_at = work.now + WAITS[outgoing.tries]
            _move(work, outgoing, Delivery.QUEUED, due_at=due_at, tries=outgoing.tries + 1)
            return
        outcome = Refused(Reason.PUT_OFF, outcome.reply)
    if isinstance(outcome, Refused):
        if _move(work, outgoing, Delivery.FAILED, error=outcome.reason, **WIPED):
            reply = {"reply": outcome.reply} if outcome.reply else {}
            work.record("mail.failed", outgoing.user_id, mail=outgoing.kind, reason=outcome.reason, **reply)
    elif isinstance(outcome, Cancelled) and _move(work, outgoing, Delivery.CANCELLED, error=outcome.reason, **WIPED):
        work.record("mail.cancelled", outgoing.user_id, mail=outgoing.kind, reason=outcome.reason)


def _move(work: Work, outgoing: Outgoing, state: Delivery, **values: Any) -> bool:
    """Change the row, if it is still there and to be sent."""
    return bool(_ids(work, _MOVE.values(state=state, **values), [outgoing]))


def _ids(work: Work, statement: Any, messages: Sequence[Any], **values: Any) -> set[int]:
    """Run the statement on these messages; the ids it gives."""
    ids = [message.id for message in messages]
    return set(work.session.connection().execute(statement, {"messages": ids, **values}).scalars())
