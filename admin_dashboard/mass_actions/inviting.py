"""Inviting many. As `invitations.service`, which says it of one, and which sends."""

from sqlalchemy import and_, func, not_, select, update
from sqlmodel import col

from ..core.permissions import Permission
from ..core.work import Work
from ..db.criteria import USERS
from ..invitations import service as invitations
from ..mail.templates import Template
from ..models import Delivery, MassItem, Message, User
from .action import Action, Asked, Chunk, Rule
from .commands import ActionName, Nothing
from .conditions import more_rights
from .reasons import Reason

_has_joined = USERS.c.first_login_at.is_not(None)
_was_invited = USERS.c.enrolled_at.is_not(None)
_is_under_way = (
    select(col(Message.id))
    .where(
        col(Message.user_id) == USERS.c.id,
        col(Message.kind) == str(Template.INVITATION),
        col(Message.state) == Delivery.QUEUED,
    )
    .exists()
)


def _not_to_invite(work: Work, _asked: Asked) -> list[Rule]:
    return [
        *more_rights(work.actor),
        (Reason.EXTERNAL, USERS.c.is_external),
        (Reason.DISABLED, not_(USERS.c.is_enabled)),
        (Reason.JOINED, and_(_has_joined, _was_invited)),
        (Reason.USES, _has_joined),
        (Reason.NO_ADDRESS, USERS.c.email.not_like("_%@_%")),
        # Pressing twice asks for a new link; being among many does not.
        (Reason.BEING_SENT, _is_under_way),
    ]


def _invite(chunk: Chunk) -> None:
    work = chunk.work
    invited = select(User).where(chunk.among(col(User.id))).order_by(col(User.id))
    invitations.send(work, work.session.execute(invited).scalars().all())
    newest = select(func.max(col(Message.id))).where(
        col(Message.user_id) == col(MassItem.user_id), col(Message.kind) == str(Template.INVITATION)
    )
    is_theirs = (col(MassItem.job_id) == chunk.job_id, chunk.among(col(MassItem.user_id)))
    chunk.execute(update(MassItem).where(*is_theirs).values(mail_id=newest.scalar_subquery()))
    chunk.record("user.invited")


INVITE = Action(
    ActionName.INVITE,
    Permission.USERS_INVITE,
    Nothing,
    rules=_not_to_invite,
    apply=_invite,
    sends_mail=True,
    most=500,
)
