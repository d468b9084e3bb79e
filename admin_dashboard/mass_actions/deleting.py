"""Deleting many for good. What is known of them goes; that they were here, and what happened to them, stays."""

from sqlalchemy import delete, insert, select, update
from sqlmodel import col

from ..core.permissions import Permission
from ..core.work import Work
from ..models import AuditEntry, ImportRow, MassAction, MassItem, RetiredUsername, User
from ..users.uniqueness import retired_form
from .action import Action, Asked, Chunk, Rule
from .commands import ActionName, Nothing
from .conditions import everybody, last_administrator, more_rights, yourself


def _not_to_delete(work: Work, asked: Asked) -> list[Rule]:
    rules = [*more_rights(work.actor), *yourself(work.actor)]
    return [*rules, *last_administrator(work, asked, rules)]


def _delete(chunk: Chunk) -> None:
    """Nobody is given their usernames again, and what files said of them goes too."""
    work = chunk.work
    usernames = work.session.execute(select(col(User.username)).where(chunk.among(col(User.id)))).scalars()
    work.session.execute(insert(RetiredUsername), [{"digest": retired_form(username)} for username in usernames])
    said: dict[str, str | None] = dict.fromkeys(("username", "email", "problems", "warnings", "changes"))
    chunk.execute(update(ImportRow).where(chunk.among(col(ImportRow.user_id))).values(**said, cells=""))
    forget(chunk)


def forget(chunk: Chunk) -> None:
    """Roles, sessions, links, mails, memberships and values go with the person: the database's foreign keys say so."""
    chunk.execute(delete(User).where(chunk.among(col(User.id))))
    # The one change the trail admits. The digests stay, so it still proves itself whole.
    named = chunk.among(col(AuditEntry.user_id)), col(AuditEntry.detail).is_not(None)
    chunk.execute(update(AuditEntry).where(*named).values(detail=None))
    kept = select(col(MassAction.job_id)).where(col(MassAction.action) == ActionName.SET_ATTRIBUTE)
    values = col(MassItem.job_id).in_(kept), chunk.among(col(MassItem.user_id)), col(MassItem.before).is_not(None)
    chunk.execute(update(MassItem).where(*values).values(before=None))
    chunk.record_ended("user.deleted")


DELETE = Action(
    ActionName.DELETE,
    Permission.USERS_DELETE,
    Nothing,
    rules=_not_to_delete,
    apply=_delete,
    ends_sessions=everybody,
    most=2_000,
)
