"""What stands in the way of mails; and the built-in catcher: what would have been sent, only where nothing is sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from babel.numbers import format_decimal
from sqlalchemy import func
from sqlmodel import col, select

from ..core.errors import NotFound
from ..core.i18n import Message as Text
from ..core.i18n import _, n_
from ..core.permissions import Permission
from ..core.work import Work
from ..models import Delivery, Job, Message
from ..settings import settings
from .reasons import REASONS, in_words

JOB = "deliver mail"
"""The kind of the one job that sends."""
SERVER_PAUSE = timedelta(seconds=30)
"""Wait before a mail server that takes nothing is called again."""
MOST_LISTED = 200
LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class CaughtMail:
    """One mail in the catcher. The bodies are empty in lists."""

    id: int
    kind: str
    to_address: str
    subject: str
    state: str
    created_at: datetime
    error: str | None
    text: str = ""
    html: str = ""


@dataclass(frozen=True)
class Obstacle:
    """Why mails wait, and how many. `reason`, one of `mail.reasons`, says why the mail server takes none.

    Without one there are more than `per_minute`, which is how many go out in a minute.
    """

    waiting: int
    reason: str | None
    per_minute: int

    def in_words(self, language: str) -> Text:
        """What stands in the way, what happens next, and how many wait."""
        number = format_decimal(self.waiting, locale=language)
        waiting = n_("{number} mail waits.", "{number} mails wait.", self.waiting, number=number)
        if self.reason is None:
            pace = format_decimal(self.per_minute, locale=language)
            return _("At most {number} a minute go out. {waiting}", number=pace, waiting=waiting)
        return _(
            "No mail goes out: {reason}. The site tries again every {seconds} seconds. {waiting}",
            reason=in_words(self.reason),
            seconds=int(SERVER_PAUSE.total_seconds()),
            waiting=waiting,
        )


def obstacle(work: Work) -> Obstacle | None:
    """What stands in the way of mails, for those who may invite; None when nothing does, or none waits."""
    if not work.actor.may(Permission.USERS_INVITE) or settings().catches_mail:
        return None
    reason = server_fault(work.session.exec(select(Job.error).where(Job.unique_key == JOB)).first())
    per_minute = settings().mail_per_minute
    if reason is None and not per_minute:
        return None
    waiting = _waiting(work)
    is_there = waiting > 0 if reason else waiting > per_minute
    return Obstacle(waiting, reason, per_minute) if is_there else None


def server_fault(error: str | None) -> str | None:
    """The reason why the mail server takes nothing, of what the job's row says; None for anything else."""
    return error if error in REASONS else None


def _waiting(work: Work) -> int:
    is_due = col(Message.state) == Delivery.QUEUED, col(Message.due_at) <= work.now
    return work.session.exec(select(func.count()).select_from(Message).where(*is_due)).one()


def caught(work: Work, limit: int = MOST_LISTED) -> list[CaughtMail]:
    """The newest mails, newest first.

    Raises:
        NotAllowed: the actor does not edit the settings.
        NotFound: this site sends its mails.
    """
    _require_catcher(work)
    newest = select(Message).order_by(col(Message.id).desc()).limit(min(limit, MOST_LISTED))
    return [_listed(message) for message in work.session.exec(newest)]


def read(work: Work, mail_id: int) -> CaughtMail:
    """One mail with its text and HTML.

    Raises:
        NotAllowed: the actor does not edit the settings.
        NotFound: there is no such mail, or this site sends its mails.
    """
    _require_catcher(work)
    is_id = isinstance(mail_id, int) and 0 < mail_id <= LARGEST_ID
    message = work.session.get(Message, mail_id) if is_id else None
    if message is None:
        raise NotFound
    listed = _listed(message)
    return CaughtMail(**{**vars(listed), "text": message.body_text or "", "html": message.body_html or ""})


def _require_catcher(work: Work) -> None:
    work.actor.require(Permission.SETTINGS_EDIT)
    if not settings().catches_mail:
        raise NotFound


def _listed(message: Message) -> CaughtMail:
    return CaughtMail(
        id=message.id or 0,
        kind=message.kind,
        to_address=message.to_address,
        subject=message.subject,
        state=message.state,
        created_at=message.created_at,
        error=message.error,
    )
