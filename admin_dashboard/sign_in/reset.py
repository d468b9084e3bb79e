"""The forgotten password: a link is asked for, mailed, and used once to choose a new password.

Asking is answered the same whoever asks for whom, and does the same work: a job looks whether a mail is due.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..core import passwords, throttle
from ..core.errors import Conflict, NotFound
from ..core.i18n import _
from ..core.permissions import NOBODY, Actor
from ..core.sessions import Browser
from ..core.throttle import Limit
from ..core.work import OpenWork, Work
from ..jobs.queue import enqueue
from ..mail import outbox
from ..mail.templates import Template
from ..models import Link, Purpose, User
from ..settings import settings
from ..users import rows
from . import links, queries
from .commands import ForgotPassword, ResetPassword
from .passwords import Keeper, keeper, require_good, settle
from .service import SignedIn

HOUR = timedelta(hours=1)
BY_ACCOUNT = Limit("reset", 3, HOUR)
BY_ADDRESS = Limit("reset_from", 20, HOUR)
SEND_RESET = "sign_in.send_reset"
"""Kind of the job that mails a link to choose a new password."""


class DeadLink(NotFound):
    """The one refusal of every link that cannot be used."""

    def __init__(self) -> None:
        super().__init__(_("This link does not work, or not any more."))


class SomebodyElse(Conflict):
    """This browser is signed in as another person, whose page must not silently become the link's."""

    def __init__(self) -> None:
        super().__init__(_("You are signed in as somebody else. Sign out first."))


@dataclass(frozen=True)
class Holder:
    """Whose password a link lets choose."""

    user_id: int
    first_name: str
    last_name: str
    email: str
    expires_at: datetime


def forgot(work: Work, command: ForgotPassword) -> None:
    """Have a link mailed to the address on file, if there is one to send; nobody learns whether there is."""
    user = queries.find(work, command.login)
    by_address = throttle.hit(work.session, BY_ADDRESS, throttle.address_key(work.address), work.now)
    by_account = throttle.hit(work.session, BY_ACCOUNT, queries.login_key(command.login), work.now)
    if by_address <= BY_ADDRESS.count and by_account <= BY_ACCOUNT.count:
        enqueue(work, SEND_RESET, {"user_id": user.id if user else None})


def send(work: Work, user_id: int | None) -> None:
    """Mail a new link to somebody who has joined and is enabled; it ends the older ones.

    Who has not joined has an invitation, which this neither accepts nor prolongs.
    """
    user = work.session.get(User, user_id) if user_id is not None else None
    if user is None or not user.is_enabled or user.first_login_at is None:
        return
    token, link = links.issue(work, Purpose.PASSWORD_RESET, timedelta(minutes=settings().reset_minutes), user)
    outbox.queue(
        work,
        Template.PASSWORD_RESET,
        user.email,
        user.language,
        user_id=user.id,
        link_id=link.id,
        name=user.first_name,
        url=f"{settings().origin}/password/{token}",
        until=link.expires_at,
    )
    work.record("password_reset.sent", user.id)


def look_up(work: Work, token: object) -> Holder | None:
    """Whose link this is, if it can be used now. Opening changes nothing: mail scanners open links too."""
    found = _usable(work, token)
    if found is None:
        return None
    link, user = found
    return Holder(user.id or 0, user.first_name, user.last_name, user.email, link.expires_at)


def reset(open_work: OpenWork, command: ResetPassword, caller: Actor, browser: Browser) -> SignedIn:
    """Use the link to choose a new password, and sign in.

    Raises:
        DeadLink: unknown, used, ended, expired, or the person is disabled or has another address now.
        SomebodyElse: this browser is signed in as another person.
        InvalidInput: the password breaks a rule; the link stays good.
    """
    with open_work(NOBODY) as work:
        found = _usable(work, command.token)
        held = keeper(work, found[1].id or 0) if found else None
        if held is None:
            _note_refusal(work, command.token)
    if found is None or held is None:
        raise DeadLink
    if caller.id not in {None, held.user_id}:
        raise SomebodyElse
    require_good(command.password, held)
    hashed = passwords.hash_password(command.password)
    with open_work(Actor(id=held.user_id, name="")) as work:
        started = _redeem(work, found[0], held, hashed, browser)
        if started is None:
            _note_refusal(work, command.token)
    if started is None:
        raise DeadLink
    return started


def _redeem(work: Work, link: Link, held: Keeper, hashed: str, browser: Browser) -> SignedIn | None:
    """Use the link and store the password together; None when somebody was faster."""
    user = rows.hold(work, work.session.get_one(User, held.user_id))
    if not user.is_enabled or not links.redeem(work, link):
        return None
    return settle(work, user, hashed, browser)


def _usable(work: Work, token: object) -> tuple[Link, User] | None:
    link = links.find(work, Purpose.PASSWORD_RESET, token)
    user = work.session.get(User, link.user_id) if link and links.is_live(work, link) else None
    if link is None or user is None or not user.is_enabled or link.email != user.email:
        return None
    return link, user


def _note_refusal(work: Work, token: object) -> None:
    """Attempts with links that were somebody's once are kept; anything else names nobody."""
    link = links.find(work, Purpose.PASSWORD_RESET, token)
    if link is not None:
        work.record("password_reset.refused", link.user_id, address=work.address)
