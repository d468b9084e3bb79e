"""A person's own new password: replaces the old one, ends every session and open link, and starts a new session."""

from dataclasses import dataclass
from datetime import timedelta

from ..core import passwords, sessions, throttle
from ..core.errors import Conflict, InvalidInput
from ..core.i18n import Message, _
from ..core.permissions import Actor
from ..core.sessions import Browser
from ..core.throttle import Limit
from ..core.work import OpenWork, Work
from ..invitations import service as invitations
from ..models import SignInSession, User
from ..settings import settings
from ..users import rows
from .commands import ChangePassword
from .service import WINDOW, SignedIn

# Whoever sits down at somebody's open page must not find the password by trying.
BY_PERSON = Limit("own_password", 10, WINDOW)
CHECK_FIELDS = _("Please check the marked fields.")


class WrongPassword(InvalidInput):
    """The current password that was asked for does not fit."""

    def __init__(self) -> None:
        super().__init__(CHECK_FIELDS, {"present": _("This is not your current password.")})


class ChangedMeanwhile(Conflict):
    """Somebody replaced the password while this was going on."""

    def __init__(self) -> None:
        super().__init__(_("The password was changed by somebody else just now. Nothing was overwritten."))


@dataclass(frozen=True)
class Keeper:
    """Somebody who has a password to keep, or to replace."""

    user_id: int
    password_hash: str | None
    must_change: bool
    words: tuple[str, ...]


def keeper(work: Work, user_id: int) -> Keeper:
    """What is needed to judge this person's passwords."""
    user = work.session.get_one(User, user_id)
    words = (user.username, user.first_name, user.last_name, user.email)
    return Keeper(user_id, user.password_hash, user.password_is_temporary, words)


def require_good(password: str, keeper: Keeper) -> None:
    """Raise `InvalidInput` when the new password breaks a rule, or is the old one."""
    broken: Message | None = passwords.refusal(password, keeper.words)
    if broken is None and passwords.was_password(keeper.password_hash, password):
        broken = _("This is your current password. Choose another one.")
    if broken is not None:
        raise InvalidInput(CHECK_FIELDS, {"password": broken})


def require_present(open_work: OpenWork, actor: Actor, password: str) -> Keeper:
    """Check the actor's current password; wrong ones are counted.

    Raises:
        WrongPassword: it does not fit.
        TooMany: it did not fit too often.
    """
    with open_work(actor) as work:
        held = keeper(work, actor.id or 0)
        is_too_many = throttle.hit(work.session, BY_PERSON, str(actor.id), work.now) > BY_PERSON.count
    if is_too_many:
        raise throttle.too_many(BY_PERSON)
    is_right = passwords.is_password(held.password_hash, password)
    with open_work(actor) as work:
        if is_right:
            throttle.forget(work.session, BY_PERSON, str(actor.id))
        else:
            work.record("password.refused", actor.id, address=work.address)
    if not is_right:
        raise WrongPassword
    return held


def change(open_work: OpenWork, command: ChangePassword, actor: Actor, browser: Browser) -> SignedIn:
    """Replace one's own password, the present one at hand unless it was temporary.

    Raises:
        WrongPassword, TooMany: the current password does not fit.
        InvalidInput: the new one breaks a rule.
        ChangedMeanwhile: somebody replaced the password since it was checked.
    """
    if actor.must_change_password:
        with open_work(actor) as work:
            held = keeper(work, actor.id or 0)
    else:
        held = require_present(open_work, actor, command.present)
    require_good(command.password, held)
    hashed = passwords.hash_password(command.password)
    with open_work(actor) as work:
        user = rows.hold(work, work.session.get_one(User, held.user_id))
        if user.password_hash != held.password_hash:
            raise ChangedMeanwhile
        return settle(work, user, hashed, browser)


def settle(work: Work, user: User, hashed: str, browser: Browser) -> SignedIn:
    """Store the person's own password and start their only session. The user's row is held by this work."""
    user_id, stays = user.id or 0, _stays(work)
    user.password_hash, user.password_is_temporary, user.last_login_at = hashed, False, work.now
    work.session.flush()
    ended = sessions.end_all(work.session, user_id)
    invitations.revoke_open(work, user_id)
    token = sessions.start(work, user_id, browser, stay=stays)
    work.record("password.changed", user_id, sessions_ended=ended, address=work.address)
    return SignedIn(token, stays, user.language, user.theme)


def _stays(work: Work) -> bool:
    """Whether the session that is replaced was one that stays."""
    replaced = work.session.get(SignInSession, work.actor.session_id) if work.actor.session_id else None
    if replaced is None:
        return False
    return replaced.ends_at - replaced.created_at > timedelta(hours=settings().session_hours)
