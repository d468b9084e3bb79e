"""Making spaces, and who works in them."""

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from ..core.errors import Conflict, NotFound
from ..core.i18n import _
from ..core.permissions import SPACE_MANAGER, Permission
from ..core.text import fold
from ..core.work import Work
from ..models import Space, SpaceMember
from ..roles import service as roles
from ..users import rows
from .commands import AddMember, CreateSpace, RemoveMember


class SpaceNameTaken(Conflict):
    """Another space has the name, or one that looks like it."""

    def __init__(self) -> None:
        super().__init__(_("Please check the marked fields."), {"name": _("Another space has this name.")})


def create(work: Work, command: CreateSpace) -> int:
    """Make a space; its id.

    Raises:
        NotAllowed: the actor may not manage spaces.
        SpaceNameTaken: another space has the name, whatever its case and accents.
    """
    work.actor.require(Permission.SPACES_MANAGE)
    folded = fold(command.name)
    if any(fold(name) == folded for name in work.session.exec(select(Space.name))):
        raise SpaceNameTaken
    space = Space(name=command.name, created_at=work.now)
    work.session.add(space)
    try:
        work.session.flush()
    except IntegrityError:
        # Somebody was faster: nothing else here is kept unique by the database.
        raise SpaceNameTaken from None
    work.record("space.created", space=space.name)
    return space.id or 0


def add_member(work: Work, command: AddMember) -> bool:
    """Let a user work in a space; whether anything changed. A manager also holds the Space manager role there.

    Who is a member already becomes a manager when that is asked; nobody ceases to be one by this. Nobody becomes
    internal or external by it.

    Raises:
        NotFound: there is no such user or space, or the actor may not see it.
        NotAllowed: the actor may not manage the space, or the user has, or would have, rights the actor lacks.
    """
    user, space = rows.visible(work, command.user_id), _space(work, command.space_id)
    work.actor.require(Permission.SPACES_MANAGE, command.space_id)
    rows.hold(work, user)
    roles.require_not_above(work, command.user_id)
    is_new = work.session.get(SpaceMember, (command.space_id, command.user_id)) is None
    if is_new:
        work.session.add(SpaceMember(space_id=command.space_id, user_id=command.user_id, joined_at=work.now))
        work.session.flush()
        work.record("space.member_added", command.user_id, space=space.name)
    is_raised = command.is_manager and roles.grant(work, command.user_id, SPACE_MANAGER, command.space_id)
    return is_new or is_raised


def remove_member(work: Work, command: RemoveMember) -> bool:
    """Take a user out of a space, and the Space manager role there back; whether they were in it.

    Raises:
        NotFound: there is no such user or space, or the actor may not see it.
        NotAllowed: the actor may not manage the space, or the user has rights the actor lacks, or is a manager and
            the actor.
    """
    user, space = rows.visible(work, command.user_id), _space(work, command.space_id)
    work.actor.require(Permission.SPACES_MANAGE, command.space_id)
    rows.hold(work, user)
    roles.require_not_above(work, command.user_id)
    member = work.session.get(SpaceMember, (command.space_id, command.user_id))
    if member is None:
        return False
    if member.is_manager:
        roles.require_other(work, command.user_id)
        roles.revoke(work, command.user_id, SPACE_MANAGER, command.space_id)
    work.session.delete(member)
    work.session.flush()
    work.record("space.member_removed", command.user_id, space=space.name)
    return True


def _space(work: Work, space_id: int) -> Space:
    is_seen = 0 < space_id <= rows.LARGEST_ID and work.actor.may(Permission.SPACES_VIEW, space_id)
    space = work.session.exec(select(Space).where(col(Space.id) == space_id)).first() if is_seen else None
    if space is None:
        raise NotFound
    return space
