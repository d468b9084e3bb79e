"""Creating and changing users. The rules of each field stand in `core.fields`, the ceiling in `roles.service`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..attributes import storing
from ..core.errors import Conflict, InvalidInput, NotAllowed
from ..core.i18n import Message, _
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
from .queries import Profile, profile_of
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
PROFILE_FIELDS = ("first_name", "last_name", "email", "language")


@dataclass(frozen=True)
class CreatedUser:
    """A user that has just been created."""

    id: int
    username: str
    email: str
    invited: bool = False


class ReadOnly(Conflict):
    """The profile is mastered elsewhere and would be overwritten from there."""

    def __init__(self, source: str) -> None:
        super().__init__(_("This profile comes from {source} and is changed there.", source=source.upper()))


class EditedElsewhere(Conflict):
    """Somebody else changed the user since the form was filled; `present` is what is stored now.

    `theirs` is what differs from what was asked: by field, and by key for attributes.
    """

    def __init__(self, present: Profile, theirs: Mapping[str, str]) -> None:
        differing = {name: _("Now stored: {value}", value=value) for name, value in theirs.items()}
        super().__init__(_("Somebody else has changed this user in the meantime. Nothing was overwritten."), differing)
        self.present = present
        self.theirs = theirs


def create(work: Work, command: CreateUser) -> CreatedUser:
    """Create an internal user, whose password, if any, is temporary; with `invite` the mail goes out too.

    Call it before anything else is written in the same work: it hashes.

    Raises:
        NotAllowed: the actor lacks the right to create users, or to invite when that was asked.
        AlreadyTaken: somebody else has the username or the email address.
        InvalidInput: the password or an attribute's value breaks a rule, or a required attribute is missing.
    """
    work.actor.require(Permission.USERS_CREATE)
    if command.invite:
        work.actor.require(Permission.USERS_INVITE)
    user = _add(work, command, _wrong_attributes(work, command))
    user.language = command.language or None
    user_id = user.id or 0
    given = storing.store(work, user_id, command.attributes)
    work.record("user.created", user_id, username=user.username, email=user.email, attributes=given)
    if command.invite:
        invitations.invite(work, user_id)
    return CreatedUser(user_id, user.username, user.email, command.invite)


def _wrong_attributes(work: Work, command: CreateUser) -> Mapping[str, Message]:
    """The sentences of wrong attributes, to be told together with those of other fields."""
    try:
        storing.check(work, command.attributes, {})
    except InvalidInput as error:
        if not error.fields:
            raise
        return error.fields
    return {}


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


def _add(
    work: Work, command: CreateUser | CreateAdministrator, also_wrong: Mapping[str, Message] | None = None
) -> User:
    user = User(
        username=command.username,
        first_name=command.first_name,
        last_name=command.last_name,
        email=command.email,
        source=Source.INTERNAL,
        created_at=work.now,
    )
    in_use = taken(work, username=command.username, email=command.email)
    broken = broken_rule(command.password, own_words(user)) if command.password is not None else {}
    wrong = {**in_use, **broken, **(also_wrong or {})}
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
    """Change names, email, language and attributes; what is stored afterwards. Nothing happens when all is so already.

    A new email address ends open invitations and password resets, and the old address is told.

    Raises:
        NotFound: there is no such user, or the actor may not see users.
        NotAllowed: the actor lacks the right, or the user has more rights.
        ReadOnly: the profile is mastered elsewhere.
        InvalidInput: an attribute's value breaks a rule, or a required one is missing.
        EditedElsewhere: the user has changed since that version.
        AlreadyTaken: somebody else has the email address.
    """
    user = rows.visible(work, command.user_id)
    work.actor.require(Permission.USERS_EDIT)
    user = rows.hold(work, user)
    require_not_above(work, command.user_id)
    if user.source in READ_ONLY_SOURCES:
        raise ReadOnly(user.source)
    stored = profile_of(work.session, user)
    present = {**stored.attributes, **{name: getattr(stored, name) for name in PROFILE_FIELDS}}
    wished = _wished(work, command, stored)
    changes = {name: (present.get(name, ""), new) for name, new in wished.items() if present.get(name, "") != new}
    if changes and user.version != command.version:
        raise EditedElsewhere(stored, {name: old for name, (old, _new) in changes.items()})
    if changes:
        _change(work, user, changes)
    return profile_of(work.session, user)


def _wished(work: Work, command: EditUser, stored: Profile) -> dict[str, str]:
    """What is asked, by field and by attribute key: no attribute is called as a field is."""
    attributes = storing.check(work, command.attributes, stored.attributes, is_complete=command.is_complete)
    fields = {name: getattr(command, name) for name in PROFILE_FIELDS}
    return {**{name: value for name, value in fields.items() if value is not None}, **attributes}


def _change(work: Work, user: User, changes: Mapping[str, tuple[str, str]]) -> None:
    fields = {name: list(pair) for name, pair in changes.items() if name in PROFILE_FIELDS}
    if "email" in fields:
        in_use = taken(work, email=fields["email"][1], but=user.id)
        if in_use:
            raise AlreadyTaken(in_use)
    for name, (_old, new) in fields.items():
        setattr(user, name, new or None if name == "language" else new)
    prepare(user, work.now)
    with first_come():
        work.session.flush()
    asked = {name: new for name, (_old, new) in changes.items() if name not in fields}
    detail: dict[str, Any] = {**fields, "attributes": storing.store(work, user.id or 0, asked, is_complete=False)}
    work.record("user.edited", user.id, **detail)
    if "email" in fields:
        _leave_address(work, user, fields["email"][0])


def _leave_address(work: Work, user: User, old: str) -> None:
    """Nothing that was sent to the old address works any more, and its owner learns of the change."""
    invitations.revoke_open(work, user.id or 0)
    outbox.queue(work, Template.EMAIL_CHANGED, old, user.language, user_id=user.id, name=user.first_name)
