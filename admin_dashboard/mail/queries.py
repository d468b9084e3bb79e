"""The built-in catcher: what would have been sent, for administrators, and only where nothing is sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from ..core.errors import NotFound
from ..core.permissions import Permission
from ..core.work import Work
from ..models import Message
from ..settings import settings

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
