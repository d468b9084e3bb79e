"""Passwords somebody else chooses for a person: always temporary."""

import secrets

from ..core import sessions
from ..core.errors import InvalidInput, NotAllowed
from ..core.i18n import Message, _
from ..core.passwords import LONGEST, Verdict, hash_password, judge, refusal
from ..core.permissions import Permission
from ..core.work import Work
from ..invitations import service as invitations
from ..mail import outbox
from ..mail.templates import Template
from ..models import User
from ..roles.service import require_not_above
from . import rows
from .commands import SetPassword
from .writing import touch

# No letter that is mistaken for another when read out or copied by hand.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 4, 4


class YourOwnPassword(NotAllowed):
    """One's own password is changed with the old one at hand, in one's own account."""

    def __init__(self) -> None:
        super().__init__(_("You change your own password under “My account”."))


def set_password(work: Work, command: SetPassword) -> None:
    """Give a user a temporary password; their sessions and open links end, and they are told by mail.

    Raises:
        NotFound: there is no such user, or the actor may not see users.
        NotAllowed: the actor lacks the right, or the user has more rights, or is the actor.
        InvalidInput: the password breaks a rule.
    """
    user = rows.visible(work, command.user_id)
    work.actor.require(Permission.USERS_SET_PASSWORD)
    if work.actor.id == user.id:
        raise YourOwnPassword
    require_not_above(work, command.user_id)
    broken = broken_rule(command.password, own_words(user))
    if broken:
        raise InvalidInput(_("Please check the marked fields."), broken)
    # Hashing takes tens of milliseconds: it comes before the first write, from which on SQLite lets nobody else write.
    hashed = hash_password(command.password)
    user = rows.hold(work, user)
    # Again: the user may have been given more rights while the password was hashed.
    require_not_above(work, command.user_id)
    user.password_hash = hashed
    user.password_is_temporary = True
    touch(user, work.now)
    ended = sessions.end_all(work.session, command.user_id)
    invitations.revoke_open(work, command.user_id)
    outbox.queue(work, Template.PASSWORD_SET, user.email, user.language, user_id=user.id, name=user.first_name)
    work.record("user.password_set", user.id, sessions_ended=ended)


def broken_rule(password: str, words: tuple[str, ...]) -> dict[str, Message]:
    """The first password rule that is broken, as the form's field; empty when the password is good."""
    broken = refusal(password, words)
    return {"password": broken} if broken else {}


def own_words(person: User) -> tuple[str, ...]:
    """What the person's password must not be built from."""
    return person.username, person.first_name, person.last_name, person.email


def check_password(password: str, words: tuple[str, ...] = ()) -> Verdict:
    """How a password stands against each rule, for showing while it is typed."""
    return judge(password[: LONGEST + 1], words)


def generate_password() -> str:
    """A random password of 79 bits that can be read out over the telephone: `kx7m-9qpd-w3hc-t5rb`."""
    groups = ("".join(secrets.choice(_LETTERS) for _letter in range(_GROUP_LENGTH)) for _group in range(_GROUPS))
    return "-".join(groups)
