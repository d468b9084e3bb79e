"""What a person has under way, on every page: how far it is, and what has ended lately."""

import reflex as rx

from ..core.permissions import Permission
from ..core.work import Work
from ..imports import service as imports
from ..mail.queries import obstacle
from ..web.action import needs, public, run
from ..web.caller import current_caller
from ..web.live import follow, keep_watching, listen, listen_while_following, listen_while_watching
from ..web.notices import notify
from . import service
from .tray_rows import Entry, TrayRow, entries, shown

MOST_SHOWN = 8
# How far an action is shows in what it has done, and in its beginning and end.
PROGRESS = ("mass_action.", "user.", "role.", "space.", "mail.")
NO_ROWS: list[TrayRow] = []


class TrayState(rx.State):
    """Read from the rows of actions and imports, so it is the same in every tab, after a reload and after a restart."""

    rows: list[TrayRow] = NO_ROWS
    going_on: int = 0
    mail_note: str = ""
    announced: str = ""
    _was_over: dict[int, bool] | None = None

    @rx.event
    @public("reads what the caller's own rights admit")
    async def refresh(self):
        """Show how far things are, and tell what has begun or ended since the last look."""
        if not current_caller().acting.may(Permission.USERS_VIEW):
            return
        language = current_caller().language
        found, mail_note = await run(read_tray, language)
        await self._tell(found)
        follow(self, is_on=bool(mail_note) or not all(entry.is_over for entry in found))
        keep_watching(self, is_on=any(entry.is_silent for entry in found))
        self._take([shown(entry, language) for entry in found[:MOST_SHOWN]], mail_note)

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def cancel(self, job_id: int):
        """Stop an action; what is done stays."""
        await run(service.cancel, job_id)
        return TrayState.refresh

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def cancel_import(self, import_id: int):
        """Stop what goes on with an import; what is done stays."""
        await run(imports.cancel, import_id)
        return TrayState.refresh

    async def _tell(self, found: list[Entry]) -> None:
        """A notice about each that is not as it was; its own page shows it without."""
        here = self.router.url.path.rstrip("/")
        for entry in found:
            is_news = self._was_over is not None and self._was_over.get(entry.job_id) != entry.is_over
            if is_news and here != entry.link.path:
                await notify(self, entry.tone, entry.title, entry.link)
        self._was_over = {entry.job_id: entry.is_over for entry in found}

    def _take(self, rows: list[TrayRow], mail_note: str) -> None:
        if self.mail_note != mail_note:
            self.mail_note = mail_note
        if self.rows == rows:
            return
        self.rows = rows
        self.going_on = sum(not row["is_over"] for row in rows)
        # Every tenth is enough to hear.
        said = ", ".join(f"{row['title']} {max(row['percent'], 0) // 10 * 10} %" for row in rows if not row["is_over"])
        if self.announced != said:
            self.announced = said


def read_tray(work: Work, language: str) -> tuple[list[Entry], str]:
    """What the actor has under way, and what stands in the way of mails."""
    return entries(work, language), mail_note(work, language)


def mail_note(work: Work, language: str) -> str:
    """What stands in the way of mails, in words; empty when nothing does."""
    found = obstacle(work)
    return found.in_words(language).in_language(language) if found else ""


def anywhere(_path: str) -> bool:
    """Everywhere."""
    return True


listen(TrayState.refresh, at=anywhere, shows=("mass_action.", "mail.server_", "import."))
listen_while_following(TrayState.refresh, shows=PROGRESS)
listen_while_watching(TrayState.refresh, at=anywhere)
