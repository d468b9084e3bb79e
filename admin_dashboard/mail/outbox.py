"""Writing a mail: a row in the transaction of the change that caused it. The worker sends it afterwards."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, update
from sqlmodel import col, select

from ..core.formatting import exact
from ..core.work import Work
from ..models import Delivery, Link, Message
from ..settings import settings
from .build import sender_address
from .layout import render
from .templates import Template, content

WIPED: dict[str, None] = {"body_text": None, "body_html": None}
"""The bodies carry a link that opens an account: kept while it is to be sent, and where the catcher shows it."""

HEAD_START = timedelta(days=1)
"""Whoever asked for a new password waits at the screen, and is not to wait for thousands of invitations."""


def queue(work: Work, template: str, to: str, language: str | None, **values: Any) -> int:
    """Leave a mail to the worker; returns its id. The mail exists when, and only when, this work commits.

    The arguments are those of `compose`.
    """
    row = compose(work, template, to, language, **values)
    work.session.add(row)
    work.session.flush()
    return row.id or 0


def compose(  # noqa: PLR0913 - a mail is about that much
    work: Work,
    template: str,
    to: str,
    language: str | None,
    *,
    user_id: int | None = None,
    link_id: int | None = None,
    **values: object,
) -> Message:
    """A mail in the reader's language, to be added to the work's session.

    Args:
        work: its moment is the mail's.
        template: one of `templates.Template`.
        to: the address.
        language: the reader's; None for the site's default.
        user_id: the person it is about.
        link_id: the link in it: once that has ended, the mail is not sent any more.
        values: what the template's function asks for; a datetime is written out in that language.
    """
    used = language or settings().default_language
    shown = {name: exact(value, used) if isinstance(value, datetime) else value for name, value in values.items()}
    rendered = render(content(template, **shown), used)
    return Message(
        message_id=_new_message_id(),
        kind=str(template),
        user_id=user_id,
        link_id=link_id,
        to_address=to,
        subject=rendered.subject,
        body_text=rendered.text,
        body_html=rendered.html,
        created_at=work.now,
        due_at=work.now if template == Template.INVITATION else work.now - HEAD_START,
    )


def forget_texts(work: Work, whose: ColumnElement[bool]) -> None:
    """Wipe the texts of mails still waiting whose link has ended: they will not be sent, and nobody needs the link.

    To be called by whoever ends links. `whose` is a condition on links.
    """
    has_ended = or_(col(Link.used_at).is_not(None), col(Link.revoked_at).is_not(None))
    is_over = col(Message.link_id).in_(select(Link.id).where(whose, has_ended))
    wiped = update(Message).where(is_over, col(Message.state) == Delivery.QUEUED).values(WIPED)
    work.session.execute(wiped, execution_options={"synchronize_session": False})


def _new_message_id() -> str:
    domain = sender_address().rpartition("@")[2] or "localhost"
    return f"<{secrets.token_hex(16)}@{domain}>"
