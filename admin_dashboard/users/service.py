"""Creating and changing users. The rules of each field stand in `core.fields`, the ceiling in `roles.service`."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..core.errors import Conflict, InvalidInput, NotAllowed
from ..core.i18n import _
from ..core.passwords import hash_password
from ..core.permissions import ADMINISTRATOR, Permission
from ..core.work import Work
from ..invitations import service as invitations
from ..mail import outbox
from ..mail.templates import Template
from ..models import READ_ONLY_SOURCES, Source, User
from ..roles.service import grant, require_not_above
from . import rows
from .commands import CreateAdministrator, CreateUser, EditUser
from .passwords import broken_rule, check_password, generate_password, own_words, set_password
from .status import disable, enable
from .uniqueness import AlreadyTaken, first_come, taken
from .usernames import propose_username
from .writing import prepare

__all__ = [
    "AlreadyTaken",
    "CreatedUser",
    "EditedElsewhere",
    "Profile",
    "ReadOnly",
    "check_password",
    "create",
    "create_administrator",
    "disable",
    "edit",
    "enable",
    "generate_password",
    "propose_username",
    "set_password",
]

CHECK_FIELDS = _("Please check the marked fields.")
PROFILE_FIELDS = ("first_name", "last_name", "email")


@dataclass(frozen=True)
class CreatedUser:
    """A user that has just been created."""

    id: int
    username: str
    email: str
    invited: bool = False


@dataclass(frozen=True)
class Profile:
    """What can be edited, as it is stored now, and the version to name when editing it."""

    user_id: int
    version: int
    first_name: str
    last_name: str
    email: str


class ReadOnly(Conflict):
    """The profile is mastered elsewhere and would be overwritten from there."""

    def __init__(self, source: str) -> None:
        super().__init__(_("This profile comes from {source} and is changed there.", source=source.upper()))


class EditedElsewhere(Conflict):
    """Somebody else changed the user since the form was filled; `present` is what is stored now."""

    def __init__(self, present: Profile, asked: EditUser) -> None:
        differing = {
            name: _("Now stored: {value}", value=getattr(present, name))
            for name in PROFILE_FIELDS
            if getattr(present, name) != getattr(asked, name)
        }
        super().__init__(_("Somebody else has changed this user in the meantime. Nothing was overwritten."), differing)
        self.present = present


def create(work: Work, command: CreateUser) -> CreatedUser:
    """Create an internal user, whose password, if any, is temporary; with `invite` the mail goes out too.

    Call it before anything else is written in the same work: it hashes.

    Raises:
        NotAllowed: the actor lacks the right to create users, or to invite when that was asked.
        AlreadyTaken: somebody else has the username or the email address.
        InvalidInput: the password breaks a rule.
    """
    work.actor.require(Permission.USERS_CREATE)
    if command.invite:
        work.actor.require(Permission.USERS_INVITE)
    user = _add(work, command)
    user_id = user.id or 0
    work.record("user.created", user_id, username=user.username, email=user.email)
    if command.invite:
        invitations.invite(work, user_id)
    return CreatedUser(user_id, user.username, user.email, command.invite)


def create_administrator(work: Work, command: CreateAdministrator) -> CreatedUser:
    """Create a user with the Administrator role and a password of their own. Only the system may.

    Raises:
        NotAllowed: somebody else asks.
        AlreadyTaken: somebody else has the username or the email address.
        InvalidInput: the password breaks a rule.
    """
    if not work.actor.is_system:
        raise NotAllowed
    user = _add(work, command)
    user.password_is_temporary = False
    user_id = user.id or 0
    work.record("user.created", user_id, username=user.username, email=user.email)
    grant(work, user_id, ADMINISTRATOR)
    return CreatedUser(user_id, user.username, user.email)


def _add(work: Work, command: CreateUser | CreateAdministrator) -> User:
    user = User(
        username=command.username,
        first_name=command.first_name,
        last_name=command.last_name,
        email=command.email,
        source=Source.INTERNAL,
        created_at=work.now,
    )
    in_use = taken(work, username=command.username, email=command.email)
    wrong = {**in_use, **(broken_rule(command.password, own_words(user)) if command.password is not None else {})}
    if wrong:
        raise AlreadyTaken(wrong) if in_use else InvalidInput(CHECK_FIELDS, wrong)
    if command.password is not None:
        # Before the first write, from which on SQLite lets nobody else write: hashing takes tens of milliseconds.
        user.password_hash = hash_password(command.password)
        user.password_is_temporary = True
    work.session.add(prepare(user, work.now))
    with first_come():
        work.session.flush()
    return user


def edit(work: Work, command: EditUser) -> Profile:
    """Change names and email; what is stored afterwards. Nothing happens when all is as asked already.

    A new email address ends open invitations and password resets, and the old address is told.

    Raises:
        NotFound: there is no such user, or the actor may not see users.
        NotAllowed: the actor lacks the right, or the user has more rights.
        ReadOnly: the profile is mastered elsewhere.
        EditedElsewhere: the user has changed since that version.
        AlreadyTaken: somebody else has the email address.
    """
    user = rows.visible(work, command.user_id)
    work.actor.require(Permission.USERS_EDIT)
    user = rows.hold(work, user)
    require_not_above(work, command.user_id)
    if user.source in READ_ONLY_SOURCES:
        raise ReadOnly(user.source)
    changes = {
        name: (getattr(user, name), getattr(command, name))
        for name in PROFILE_FIELDS
        if getattr(user, name) != getattr(command, name)
    }
    if changes and user.version != command.version:
        raise EditedElsewhere(_profile(user), command)
    if changes:
        _change(work, user, changes)
    return _profile(user)


def _profile(user: User) -> Profile:
    return Profile(user.id or 0, user.version, user.first_name, user.last_name, user.email)


def _change(work: Work, user: User, changes: Mapping[str, tuple[str, str]]) -> None:
    if "email" in changes:
        in_use = taken(work, email=changes["email"][1], but=user.id)
        if in_use:
            raise AlreadyTaken(in_use)
    for name, (_old, new) in changes.items():
        setattr(user, name, new)
    prepare(user, work.now)
    with first_come():
        work.session.flush()
    work.record("user.edited", user.id, **{name: list(pair) for name, pair in changes.items()})
    if "email" in changes:
        _leave_address(work, user, changes["email"][0])


def _leave_address(work: Work, user: User, old: str) -> None:
    """Nothing that was sent to the old address works any more, and its owner learns of the change."""
    invitations.revoke_open(work, user.id or 0)
    outbox.queue(work, Template.EMAIL_CHANGED, old, user.language, user_id=user.id, name=user.first_name)
