"""The catcher's page: the mails, and the one that is open."""

from typing import TypedDict

import reflex as rx

from ..core.formatting import exact, relative
from ..core.i18n import Message, _
from ..core.permissions import Permission
from ..core.work import Work
from ..models import Delivery
from ..web.action import needs, public, run
from ..web.caller import current_caller
from ..web.live import listen
from . import queries
from .queries import CaughtMail
from .reasons import in_words
from .templates import Template

PATH = "/mail"

KINDS: dict[str, Message] = {
    Template.INVITATION: _("Invitation"),
    Template.PASSWORD_RESET: _("Forgotten password"),
    Template.PASSWORD_SET: _("Temporary password"),
    Template.EMAIL_CHANGED: _("Changed email address"),
    Template.SIGN_IN_THROTTLED: _("Failed sign-ins"),
}


class Row(TypedDict):
    """One mail of the list."""

    id: int
    to: str
    subject: str
    kind: str
    when: str
    exactly: str
    note: str


NO_ROWS: list[Row] = []


class MailState(rx.State):
    """The caught mails, newest first, and the open one."""

    rows: list[Row] = NO_ROWS
    is_loaded: bool = False
    is_open: bool = False
    open_id: int = 0
    subject: str = ""
    to: str = ""
    text: str = ""

    @rx.event
    @needs(Permission.SETTINGS_EDIT)
    async def load(self):
        """Read the list."""
        self.is_open = False
        await self._read()

    @rx.event
    @public("reads what the caller's own rights admit, and returns at once on every other page")
    async def refresh(self):
        """Show what has come in."""
        if is_here(str(self.router.url.path)) and current_caller().acting.may(Permission.SETTINGS_EDIT):
            await self._read()

    @rx.event
    @needs(Permission.SETTINGS_EDIT)
    async def show(self, mail_id: int):
        """Open one mail."""
        mail = await run(queries.read, mail_id)
        self.open_id, self.subject, self.to, self.text = mail.id, mail.subject, mail.to_address, mail.text
        self.is_open = True

    @rx.event
    @needs(Permission.SETTINGS_EDIT)
    def change_open(self, is_open: bool):
        """Close the mail."""
        self.is_open = is_open is True and self.open_id > 0

    async def _read(self) -> None:
        rows = await run(read_rows)
        if self.rows != rows:
            self.rows = rows
        if not self.is_loaded:
            self.is_loaded = True


def is_here(path: str) -> bool:
    """Whether this is the catcher's page."""
    return path.rstrip("/") == PATH


def read_rows(work: Work) -> list[Row]:
    """The list as its reader sees it."""
    language = current_caller().language
    return [_row(mail, work, language) for mail in queries.caught(work)]


def _row(mail: CaughtMail, work: Work, language: str) -> Row:
    kind = KINDS.get(mail.kind, _("Message"))
    return Row(
        id=mail.id,
        to=mail.to_address,
        subject=mail.subject,
        kind=kind.in_language(language),
        when=relative(mail.created_at, work.now, language, is_brief=True),
        exactly=exact(mail.created_at, language),
        note=_note(mail).in_language(language),
    )


def _note(mail: CaughtMail) -> Message:
    """What differs from a mail that has been written and kept."""
    if mail.state == Delivery.QUEUED:
        return _("on its way")
    if mail.state == Delivery.SENT:
        return Message("")
    return _("not sent: {reason}", reason=in_words(mail.error))


# Every mail comes with an entry about its cause, and with one when it is sent, has failed or is cancelled.
listen(MailState.refresh, at=is_here, shows=("user.", "invitation.", "password", "mail."))
