"""What the database says after the deed."""

import json

from sqlmodel import Session, select

from admin_dashboard.db.engine import engine
from admin_dashboard.models import AuditEntry, Job, Link, Message, SignInSession, User


def user(user_id: int) -> User:
    with Session(engine()) as session:
        return session.get_one(User, user_id)


def all_of(model) -> list:
    with Session(engine()) as session:
        return list(session.exec(select(model).order_by(model.id)))


def actions() -> list[str]:
    return [entry.action for entry in all_of(AuditEntry)]


def sessions() -> list[SignInSession]:
    return all_of(SignInSession)


def links() -> list[Link]:
    return all_of(Link)


def link_in_mail() -> str:
    """The token of the newest mail's link to a new password."""
    text = mails()[-1].body_text or ""
    return text.split("/password/")[1].split()[0]


def mails() -> list[Message]:
    return all_of(Message)


def job_args() -> list[dict]:
    return [json.loads(job.args) for job in all_of(Job)]
