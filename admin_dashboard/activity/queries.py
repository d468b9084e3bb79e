"""What happened to a person, newest first."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from ..attributes.queries import all_attributes, label
from ..core.i18n import Message
from ..core.work import Work
from ..models import AuditEntry, User
from ..users.rows import visible
from .words import ACTIONS, DOORS, UNKNOWN, Detail, details

LARGEST_PAGE = 200


@dataclass(frozen=True)
class HistoryLine:
    """One entry. `actor` is a name, or how it came about when nobody with an account did it."""

    id: int
    at: datetime
    action: str
    icon: str
    text: Message
    actor: Message | str
    is_by_themselves: bool
    details: tuple[Detail, ...] = ()


def history(work: Work, user_id: int, limit: int = 20, before: int | None = None) -> list[HistoryLine]:
    """Changes, sign-ins and mails of one person; the next page begins `before` the id of the last line.

    Whoever may see a user may see what happened to them. The whole site's trail is another matter.

    Raises:
        NotFound: there is no such user, or the actor may not see users.
    """
    visible(work, user_id)
    rows = (
        select(AuditEntry, User.first_name, User.last_name)
        .join(User, col(User.id) == col(AuditEntry.actor_id), isouter=True)
        .where(AuditEntry.user_id == user_id)
        .order_by(col(AuditEntry.id).desc())
        .limit(max(1, min(limit, LARGEST_PAGE)))
    )
    if before is not None:
        rows = rows.where(col(AuditEntry.id) < before)
    found = work.session.exec(rows).all()
    labels = {row.key: label(row, work.actor.language) for row in all_attributes(work)}
    return [_line(entry, f"{first} {last}" if first else "", labels) for entry, first, last in found]


def _line(entry: AuditEntry, name: str, labels: Mapping[str, str]) -> HistoryLine:
    words = ACTIONS.get(entry.action, UNKNOWN)
    return HistoryLine(
        id=entry.id or 0,
        at=entry.at,
        action=entry.action,
        icon=words.icon,
        text=words.text,
        actor=name or DOORS.get(entry.door, entry.door),
        is_by_themselves=entry.actor_id is not None and entry.actor_id == entry.user_id,
        details=details(json.loads(entry.detail) if entry.detail else {}, labels),
    )
