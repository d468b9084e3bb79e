"""Writing a mail: a row in the transaction of the change that caused it. The worker sends it afterwards."""

import secrets
from datetime import datetime
from typing import Any

from ..core.formatting import exact
from ..core.work import Work
from ..models import Message
from ..settings import settings
from .build import sender_address
from .layout import render
from .templates import content


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
        due_at=work.now,
    )


def _new_message_id() -> str:
    domain = sender_address().rpartition("@")[2] or "localhost"
    return f"<{secrets.token_hex(16)}@{domain}>"
