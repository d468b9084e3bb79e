"""Signing in and out.

Wrong name, wrong password, disabled, never invited: same words, same status, same time. Every attempt is counted
before the password is looked at, in a transaction of its own: a refusal keeps its count and its audit entry, and no
password is hashed while the database is locked.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, update
from sqlmodel import col

from ..core import passwords, sessions, throttle
from ..core.errors import DomainError
from ..core.i18n import _
from ..core.permissions import NOBODY
from ..core.sessions import Browser
from ..core.throttle import Limit
from ..core.work import OpenWork, Work
from ..jobs.queue import enqueue
from ..models import SignInSession, User
from . import queries
from .commands import SignIn

WINDOW = timedelta(minutes=15)
# An email and a username are counted apart, although both may be one account: a common count would tell a stranger
# that both belong together, and so that there is such an account.
BY_ACCOUNT = Limit("sign_in", 10, WINDOW)
BY_ADDRESS = Limit("sign_in_from", 50, WINDOW)
TELL_OWNER = "sign_in.tell_owner"
"""Kind of the job that mails somebody whose sign-in is paused."""


class SignInRefused(DomainError):
    """The one answer to every sign-in that fails."""

    status = 401

    def __init__(self) -> None:
        super().__init__(_("This email or username and this password do not go together."))


@dataclass(frozen=True)
class SignedIn:
    """A browser that has just been signed in. `token` is the session cookie's value."""

    token: str
    stays: bool = False
    language: str | None = None
    theme: str | None = None
    must_change_password: bool = False


def sign_in(open_work: OpenWork, command: SignIn, browser: Browser) -> SignedIn:
    """Start a session for whoever gives the right password.

    Raises:
        SignInRefused: in every other case.
        TooMany: too many attempts for this account or from this address; it passes by itself.
    """
    with open_work(NOBODY) as work:
        candidate = _count(work, command.login)
    if candidate is None:
        raise throttle.too_many(BY_ACCOUNT)
    is_right = passwords.is_password(candidate.password_hash, command.password) and candidate.is_enabled
    renewed = _renewed_hash(candidate, command.password) if is_right else None
    with open_work(candidate.actor if is_right else NOBODY) as work:
        started = _admit(work, candidate, renewed, browser, stays=command.stay) if is_right else None
        if started is None:
            work.record("session.refused", candidate.user_id, address=work.address)
        else:
            throttle.forget(work.session, BY_ACCOUNT, queries.login_key(command.login))
            throttle.give_back(work.session, BY_ADDRESS, throttle.address_key(work.address))
    if started is None:
        raise SignInRefused
    return started


def _count(work: Work, login: str) -> queries.Candidate | None:
    """Count the attempt and find who may be meant; None when there were too many."""
    key = queries.login_key(login)
    by_address = throttle.hit(work.session, BY_ADDRESS, throttle.address_key(work.address), work.now)
    if by_address > BY_ADDRESS.count:
        if by_address == BY_ADDRESS.count + 1:
            work.record("session.throttled", address=work.address)
        return None
    by_account = throttle.hit(work.session, BY_ACCOUNT, key, work.now)
    candidate = queries.candidate(work, login)
    if by_account <= BY_ACCOUNT.count:
        return candidate
    if by_account == BY_ACCOUNT.count + 1:
        # Written by a job: what is done here takes as long whether or not there is such an account.
        enqueue(work, TELL_OWNER, {"user_id": candidate.user_id})
        work.record("session.throttled", candidate.user_id, address=work.address)
    return None


def _renewed_hash(candidate: queries.Candidate, password: str) -> str | None:
    """What is to be stored from now on. A temporary password lets in once."""
    if candidate.password_hash is None:
        return None
    if candidate.password_is_temporary:
        return passwords.spent(candidate.password_hash)
    is_old = passwords.needs_rehash(candidate.password_hash)
    return passwords.hash_password(password) if is_old else candidate.password_hash


def _admit(
    work: Work, candidate: queries.Candidate, renewed: str | None, browser: Browser, *, stays: bool
) -> SignedIn | None:
    """Start the session, unless the person was disabled or the password used up or changed in the meantime."""
    is_still_right = (
        col(User.id) == candidate.user_id,
        col(User.password_hash) == candidate.password_hash,
        col(User.is_enabled),
    )
    signs_in = (
        update(User)
        .where(*is_still_right)
        .values(
            password_hash=renewed,
            last_login_at=work.now,
            first_login_at=func.coalesce(col(User.first_login_at), work.now),
        )
    )
    if candidate.user_id is None or work.session.execute(signs_in).rowcount != 1:  # type: ignore[attr-defined]
        return None
    token = sessions.start(work, candidate.user_id, browser, stay=stays)
    work.record("session.started", candidate.user_id, address=work.address)
    return SignedIn(token, stays, candidate.language, candidate.theme, candidate.password_is_temporary)


def sign_out(work: Work) -> None:
    """End the actor's present session; nothing happens when there is none."""
    session = work.session.get(SignInSession, work.actor.session_id) if work.actor.session_id else None
    if session is not None:
        work.session.delete(session)
        work.record("session.ended", work.actor.id, address=work.address)
