"""Administrators who are signed in while something is measured."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import delete, select
from sqlmodel import Session, col

from admin_dashboard.core import clock
from admin_dashboard.core.permissions import ADMINISTRATOR
from admin_dashboard.db.engine import engine
from admin_dashboard.models import Grant, SignInSession, User
from admin_dashboard.web.caller import session_cookie
from tests.factories import grant, make_session


@contextmanager
def signed_in(count: int) -> Iterator[list[str]]:
    """So many people with every right, each with a session: its cookie. Rights and sessions go at the end."""
    with Session(engine()) as session, session.begin():
        made = [_sign_in(session, user) for user in _people(session, count)]
    try:
        yield [cookie for _, _, cookie in made]
    finally:
        with Session(engine()) as session, session.begin():
            session.execute(delete(SignInSession).where(col(SignInSession.id).in_([row for row, _, _ in made])))
            session.execute(delete(Grant).where(col(Grant.id).in_([row for _, row, _ in made])))


def _people(session: Session, count: int) -> list[User]:
    without = col(User.id).not_in(select(col(Grant.user_id)))
    able = (col(User.is_enabled), ~col(User.is_external), col(User.first_login_at).is_not(None), without)
    return list(session.execute(select(User).where(*able).order_by(col(User.id)).limit(count)).scalars())


def _sign_in(session: Session, user: User) -> tuple[int | None, int | None, str]:
    now = clock.now()
    times = {"created_at": now, "seen_at": now, "idle_until": now + timedelta(hours=1)}
    row, token = make_session(session, user, **times, ends_at=now + timedelta(hours=2))
    return row.id, grant(session, user, ADMINISTRATOR).id, f"{session_cookie()}={token}"
