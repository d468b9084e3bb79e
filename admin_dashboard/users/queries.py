"""One user in full: what is stored, what follows from it, and how the reader stands to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from ..attributes.queries import values_of
from ..core.errors import NotFound
from ..core.i18n import _
from ..core.permissions import ADMINISTRATOR, Permission
from ..core.rights import rights_of
from ..core.text import canonical
from ..core.work import Work
from ..db.criteria import Enrollment
from ..models import READ_ONLY_SOURCES, SignInSession, User
from ..roles.queries import GivenRight, enabled_administrators, given_rights
from ..spaces.queries import SpaceRow, spaces_of
from . import rows
from .listing import UserRow, rows_of

LONGEST_ASKED = 1000


@dataclass(frozen=True)
class Reader:
    """How the reader stands to the user: what is not offered because it would be refused."""

    is_the_user: bool
    has_fewer_rights: bool
    is_left_the_last: bool
    may_see_roles: bool


@dataclass(frozen=True)
class Profile:
    """What can be edited, as it is stored now, and the version to name when editing it.

    `language` is empty where the person's browser decides; `attributes` holds those with a value, by key.
    """

    user_id: int
    version: int
    first_name: str
    last_name: str
    email: str
    language: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class UserRecord:
    """Everything the record shows. `row` is what the list shows of the same user."""

    row: UserRow
    profile: Profile
    spaces: tuple[SpaceRow, ...]
    enrollment: Enrollment
    disabled_at: datetime | None
    updated_at: datetime
    has_password: bool
    is_read_only: bool
    live_session_count: int
    rights: tuple[GivenRight, ...]
    lacking: tuple[Permission, ...]
    reader: Reader


def find_id(work: Work, username: str) -> int:
    """The id of the user with this username.

    Raises:
        NotFound: there is none, or the actor may not see users.
    """
    found = select(User.id).where(User.username == canonical(username[:LONGEST_ASKED]))
    user_id = work.session.exec(found).first() if work.actor.may(Permission.USERS_VIEW) else None
    if user_id is None:
        raise NotFound(_("There is no user {username}.", username=username))
    return user_id


def record(work: Work, user_id: int) -> UserRecord:
    """The user's record.

    Raises:
        NotFound: there is no such user, or the actor may not see users.
    """
    user = rows.visible(work, user_id)
    row = rows_of(work.session, [user_id])[0]
    rights = given_rights(work.session, user_id)
    held = {right.permission for right in rights}
    return UserRecord(
        row=row,
        profile=profile_of(work.session, user),
        spaces=_spaces(work, user_id),
        enrollment=enrollment_of(user),
        disabled_at=user.disabled_at,
        updated_at=user.updated_at,
        has_password=user.password_hash is not None,
        is_read_only=user.source in READ_ONLY_SOURCES,
        live_session_count=_live_sessions(work, user_id),
        rights=tuple(rights),
        lacking=tuple(permission for permission in Permission if permission not in held),
        reader=_reader(work, row),
    )


def profile_of(session: Session, user: User) -> Profile:
    """What can be edited of the user."""
    user_id = user.id or 0
    values = values_of(session, [user_id]).get(user_id, {})
    return Profile(user_id, user.version, user.first_name, user.last_name, user.email, user.language or "", values)


def enrollment_of(user: User | UserRow) -> Enrollment:
    """Which of the three a user is in; everybody is in exactly one."""
    if user.is_external or (user.first_login_at is not None and user.enrolled_at is None):
        return Enrollment.NOT_POSSIBLE
    return Enrollment.ENROLLED if user.enrolled_at is not None else Enrollment.NEVER


def _reader(work: Work, row: UserRow) -> Reader:
    is_administrator = any(role.key == ADMINISTRATOR and not role.space for role in row.roles)
    return Reader(
        is_the_user=work.actor.id == row.id,
        has_fewer_rights=not work.actor.covers(rights_of(work.session, row.id)),
        is_left_the_last=row.is_enabled and is_administrator and enabled_administrators(work.session) == 1,
        may_see_roles=work.actor.may(Permission.ROLES_VIEW),
    )


def _spaces(work: Work, user_id: int) -> tuple[SpaceRow, ...]:
    """Those the reader may see."""
    spaces = spaces_of(work.session, [user_id]).get(user_id, [])
    return tuple(space for space in spaces if work.actor.may(Permission.SPACES_VIEW, space.id))


def _live_sessions(work: Work, user_id: int) -> int:
    is_live = (col(SignInSession.idle_until) > work.now, col(SignInSession.ends_at) > work.now)
    return work.session.exec(
        select(func.count()).select_from(SignInSession).where(SignInSession.user_id == user_id, *is_live)
    ).one()
