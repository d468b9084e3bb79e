"""Joining: the link of an invitation is used once, to choose a password and to be signed in."""

from dataclasses import dataclass

from sqlalchemy import update

from ..core import sessions
from ..core.errors import Conflict, InvalidInput, NotFound
from ..core.i18n import _
from ..core.passwords import hash_password, refusal
from ..core.permissions import NOBODY, Actor
from ..core.rights import rights_of
from ..core.sessions import Browser
from ..core.work import OpenWork, Work
from ..models import Link, User
from ..users.rows import hold
from ..users.writing import touch
from .commands import AcceptInvitation
from .queries import Invitee, is_live, link_of, look_up
from .service import revoke_open


class DeadLink(NotFound):
    """Used, expired, ended, unknown or malformed: the answer is the same."""

    def __init__(self) -> None:
        super().__init__(_("This link does not work, or not any more."))


class SomebodySignedIn(Conflict):
    """This browser is signed in: its session must not silently become another person's."""

    def __init__(self, name: str) -> None:
        super().__init__(_("You are signed in as {name}. Sign out first.", name=name))


@dataclass(frozen=True)
class Joined:
    """Somebody has joined. `session` is the cookie's value."""

    session: str
    language: str | None
    theme: str | None
    is_administrator: bool


def accept(open_work: OpenWork, command: AcceptInvitation, caller: Actor, browser: Browser) -> Joined:
    """Choose a password by an invitation's link, and sign in. Of two at once, one joins.

    Raises:
        DeadLink: the link does not work, or somebody used it a moment ago.
        SomebodySignedIn: this browser is.
        InvalidInput: the password breaks a rule; the link stays good.
    """
    invitee = _invitee(open_work, command.token)
    if caller.id is not None:
        raise SomebodySignedIn(caller.name)
    wrong = refusal(command.password, invitee.own_words)
    if wrong is not None:
        raise InvalidInput(_("Please check the marked fields."), {"password": wrong})
    # Hashing takes long: nobody waits for it, no transaction is open.
    password_hash = hash_password(command.password)
    with open_work(Actor(id=invitee.user_id, name="")) as work:
        # Held before the link is: whoever invites, disables or edits this person takes the same order.
        user = hold(work, work.session.get_one(User, invitee.user_id))
        if _use(work, command.token):
            return _join(work, user, password_hash, browser)
    _refuse(open_work, command.token)
    raise DeadLink


def _invitee(open_work: OpenWork, token: object) -> Invitee:
    with open_work(NOBODY) as work:
        invitee = look_up(work, token)
    if invitee is None:
        _refuse(open_work, token)
        raise DeadLink
    return invitee


def _refuse(open_work: OpenWork, token: object) -> None:
    """Note the attempt with a link that was somebody's; any other token names nobody."""
    with open_work(NOBODY) as work:
        link = link_of(work, token)
        if link is not None:
            work.record("invitation.refused", link.user_id, address=work.address)


def _use(work: Work, token: object) -> bool:
    """Use the link up, if it works at this very moment."""
    used = update(Link).where(*is_live(token, work.now)).values(used_at=work.now)
    return work.session.execute(used, execution_options={"synchronize_session": False}).rowcount == 1  # type: ignore[attr-defined]


def _join(work: Work, user: User, password_hash: str, browser: Browser) -> Joined:
    user_id = user.id or 0
    user.password_hash = password_hash
    user.password_is_temporary = False
    user.first_login_at = user.last_login_at = work.now
    touch(user, work.now)
    work.session.flush()
    revoke_open(work, user_id)
    sessions.end_all(work.session, user_id)
    work.record("invitation.accepted", user_id, address=work.address)
    is_administrator = bool(rights_of(work.session, user_id))
    return Joined(sessions.start(work, user_id, browser), user.language, user.theme, is_administrator)
