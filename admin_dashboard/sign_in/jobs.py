"""Background work around signing in: mails whose sending must not show in the answer, and tidying up."""

from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, delete, or_
from sqlmodel import SQLModel, col, select

from ..core import throttle
from ..core.throttle import Limit
from ..core.work import Work
from ..jobs.queue import Lease
from ..jobs.worker import Kind
from ..mail import outbox
from ..mail.templates import Template
from ..models import ApiToken, Attempt, Job, JobState, Link, SignInSession, User
from . import reset
from .reset import SEND_RESET
from .service import TELL_OWNER

CHUNK = 500
TOKENS_ARE_KEPT = timedelta(days=30)
LINKS_ARE_KEPT = timedelta(days=90)
MAIL_JOBS_ARE_KEPT = timedelta(days=1)
# Whoever knows a username can have its sign-in paused again and again: that must not fill the owner's mailbox.
PAUSE_MAILS = Limit("pause_mails", 3, timedelta(days=1))


def tell_owner(work: Work, user_id: int | None) -> None:
    """Tell somebody that signing in to their account is paused, and how to get in all the same; a few times a day."""
    user = work.session.get(User, user_id) if user_id is not None else None
    if user is None or not user.is_enabled:
        return
    if throttle.hit(work.session, PAUSE_MAILS, str(user.id), work.now) > PAUSE_MAILS.count:
        return
    outbox.queue(work, Template.SIGN_IN_THROTTLED, user.email, user.language, user_id=user.id, name=user.first_name)


def _once(lease: Lease, do: Any) -> None:
    """Run in one transaction with the job's position: after a crash it is not done twice."""
    if lease.position == 0:
        with lease.step(advance=1) as work:
            do(work, lease.args.get("user_id"))


def keep_house(lease: Lease) -> None:
    """Delete what is over: sessions, API tokens, attempts, old links, jobs that wrote a mail. Few rows at a time."""
    for model in (SignInSession, ApiToken, Attempt, Link, Job):
        while _delete_some(lease, model) == CHUNK:
            continue


def _delete_some(lease: Lease, model: type[SQLModel]) -> int:
    with lease.step() as work:
        ids = work.session.exec(select(model.id).where(_is_over(work, model)).limit(CHUNK)).all()  # type: ignore[attr-defined]
        work.session.execute(delete(model).where(col(model.id).in_(ids)))  # type: ignore[attr-defined]
        return len(ids)


def _is_over(work: Work, model: type[SQLModel]) -> ColumnElement[bool]:
    if model is SignInSession:
        return or_(col(SignInSession.idle_until) <= work.now, col(SignInSession.ends_at) <= work.now)
    if model is ApiToken:
        return col(ApiToken.ends_at) <= work.now - TOKENS_ARE_KEPT
    if model is Attempt:
        return col(Attempt.window_ends_at) <= work.now
    if model is Link:
        return col(Link.created_at) <= work.now - LINKS_ARE_KEPT
    is_ours = col(Job.kind).in_((SEND_RESET, TELL_OWNER)) & (col(Job.state) == JobState.DONE)
    return is_ours & (col(Job.created_at) <= work.now - MAIL_JOBS_ARE_KEPT)


KINDS = (
    Kind(SEND_RESET, partial(_once, do=reset.send)),
    Kind(TELL_OWNER, partial(_once, do=tell_owner)),
    Kind("housekeeping", keep_house, every=timedelta(hours=1)),
)
"""The kinds of jobs around signing in."""
