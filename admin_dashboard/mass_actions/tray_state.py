"""The actions a person has under way, on every page: how far they are, and what has ended lately."""

from typing import TypedDict

import reflex as rx
from babel.dates import format_timedelta

from ..core.i18n import Message, _
from ..core.permissions import Permission
from ..core.work import Work
from ..mail.queries import obstacle
from ..models import JobState
from ..web.action import needs, public, run
from ..web.caller import current_caller
from ..web.live import follow, listen, listen_while_following
from ..web.notices import Kind, Link, notify
from . import queries, service
from .queries import MassActionRow
from .sentences import SENTENCES, number

PATH = "/actions"
MOST_SHOWN = 8
# How far an action is shows in what it has done, and in its beginning and end.
PROGRESS = ("mass_action.", "user.", "role.", "space.", "mail.")


class TrayRow(TypedDict):
    """One action. `percent` is how much of it has been looked at, `note` how fast or what became of it."""

    id: int
    title: str
    note: str
    percent: int
    is_over: bool


NO_ROWS: list[TrayRow] = []


class TrayState(rx.State):
    """Read from the rows of the actions, so it is the same in every tab, after a reload and after a restart."""

    rows: list[TrayRow] = NO_ROWS
    going_on: int = 0
    mail_note: str = ""
    announced: str = ""
    _was_over: dict[int, bool] | None = None

    @rx.event
    @public("reads what the caller's own rights admit")
    async def refresh(self):
        """Show how far they are, and tell what has begun or ended since the last look."""
        if not current_caller().acting.may(Permission.USERS_VIEW):
            return
        language = current_caller().language
        rows, mail_note = await run(read_tray, language)
        for row in rows:
            if self._was_over is not None and self._was_over.get(row.job_id) != row.is_over:
                await notify(self, _tone(row), title_of(row, language), link_to(row))
        self._was_over = {row.job_id: row.is_over for row in rows}
        follow(self, is_on=bool(mail_note) or not all(row.is_over for row in rows))
        self._take([shown_row(row, language) for row in rows[:MOST_SHOWN]], mail_note)

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def cancel(self, job_id: int):
        """Stop one; what is done stays."""
        await run(service.cancel, job_id)
        return TrayState.refresh

    def _take(self, rows: list[TrayRow], mail_note: str) -> None:
        if self.mail_note != mail_note:
            self.mail_note = mail_note
        if self.rows == rows:
            return
        self.rows = rows
        self.going_on = sum(not row["is_over"] for row in rows)
        # Every tenth is enough to hear.
        said = ", ".join(f"{row['title']} {row['percent'] // 10 * 10} %" for row in rows if not row["is_over"])
        if self.announced != said:
            self.announced = said


def read_tray(work: Work, language: str) -> tuple[list[MassActionRow], str]:
    """The actor's own actions, and what stands in the way of mails."""
    return queries.active(work), mail_note(work, language)


def mail_note(work: Work, language: str) -> str:
    """What stands in the way of mails, in words; empty when nothing does."""
    found = obstacle(work)
    return found.in_words(language).in_language(language) if found else ""


def anywhere(_path: str) -> bool:
    """Everywhere."""
    return True


def link_to(row: MassActionRow) -> Link:
    """To the report."""
    return Link(f"{PATH}/{row.job_id}", _("Report"))


def title_of(row: MassActionRow, language: str) -> Message:
    """What goes on, or what has been done, to how many."""
    words = SENTENCES[row.action.name]
    if not row.is_over:
        return words.running(row.asked, number(row.asked, language))
    if row.state == JobState.CANCELLED:
        return _("Cancelled: {what}", what=words.over(row.done, number(row.done, language)))
    if row.state == JobState.FAILED:
        return _("Stopped: {what}", what=words.over(row.done, number(row.done, language)))
    return words.over(row.done, number(row.done, language))


def percent_of(row: MassActionRow) -> int:
    """How much of it has been looked at."""
    return 100 if row.is_over else (row.asked - row.waiting) * 100 // row.asked if row.asked else 0


def shown_row(row: MassActionRow, language: str) -> TrayRow:
    """The action as the tray shows it."""
    return TrayRow(
        id=row.job_id,
        title=title_of(row, language).in_language(language),
        note=note_of(row, language).in_language(language),
        percent=percent_of(row),
        is_over=row.is_over,
    )


def note_of(row: MassActionRow, language: str) -> Message:
    """How far, how fast and how long still; of one that is over, how many it was not done to."""
    if row.is_over:
        left_out, failed = number(row.skipped, language), number(row.failed, language)
        return _("{skipped} left out, {failed} failed", skipped=left_out, failed=failed)
    if row.state == JobState.PREPARING:
        return _("Being prepared")
    far = number(row.asked - row.waiting, language), number(row.asked, language)
    if row.rate is None or row.left is None:
        return _("{done} of {asked}", done=far[0], asked=far[1])
    left = format_timedelta(row.left, granularity="second", threshold=1, locale=language)
    rate = number(max(1, round(row.rate)), language)
    return _("{done} of {asked} · {rate}/s · {left} left", done=far[0], asked=far[1], rate=rate, left=left)


def _tone(row: MassActionRow) -> Kind:
    if not row.is_over:
        return "info"
    return "error" if row.state == JobState.FAILED or row.failed else "success"


listen(TrayState.refresh, at=anywhere, shows=("mass_action.", "mail.server_"))
listen_while_following(TrayState.refresh, shows=PROGRESS)
