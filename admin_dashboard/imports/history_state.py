"""The imports there were, the newest first."""

from typing import TypedDict

import reflex as rx

from ..core.formatting import exact, relative
from ..core.permissions import Permission
from ..core.work import Work
from ..models import ImportState
from ..web.action import needs, public, run
from ..web.caller import current_caller
from ..web.live import keep_watching, listen, listen_while_watching
from . import address, queries
from .limits import limits
from .queries import ImportView
from .words import STATES, number

PAGE_SIZE = 25


class Past(TypedDict):
    """One import as the list shows it; the counts are texts, empty while nobody knows them."""

    id: int
    file: str
    by: str
    when: str
    exactly: str
    state: str
    tone: str
    created: str
    updated: str
    unchanged: str
    refused: str
    is_active: bool


NONE_YET: list[Past] = []
TONES = {
    ImportState.DONE: "green",
    ImportState.FAILED: "red",
    ImportState.CANCELLED: "amber",
    ImportState.CHECKING: "blue",
    ImportState.RUNNING: "blue",
    ImportState.TAKING_BACK: "blue",
}


class HistoryState(rx.State):
    """A page of them. Pages are walked by the id they end before."""

    imports: list[Past] = NONE_YET
    is_loaded: bool = False
    has_next: bool = False
    has_previous: bool = False
    most_bytes: int = 0
    most_megabytes: str = ""
    _starts: list[int | None] = [None]  # noqa: RUF012 - Reflex copies it for each tab

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def arrive(self):
        """Show the newest."""
        self._starts = [None]
        await self._read()
        return HistoryState.learn_limit

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def learn_limit(self):
        """Know how large a file may be, wherever one can be dropped."""
        if self.most_bytes != limits().bytes:
            self.most_bytes, self.most_megabytes = limits().bytes, f"{limits().bytes / 2**20:g}"

    @rx.event
    @public("reads what the caller's own rights admit, and returns at once on other pages")
    async def refresh(self):
        """Show where they stand now."""
        if address.is_list(self.router.url.path) and current_caller().acting.may(Permission.USERS_VIEW):
            await self._read()

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def turn(self, pages: int):
        """To older ones, or back."""
        if pages == 1 and self.has_next:
            self._starts = [*self._starts, self.imports[-1]["id"]]
        elif pages == -1 and len(self._starts) > 1:
            self._starts = self._starts[:-1]
        await self._read()

    async def _read(self) -> None:
        found = await run(read_history, self._starts[-1], current_caller().language)
        shown, has_next = found[:PAGE_SIZE], len(found) > PAGE_SIZE
        keep_watching(self, is_on=any(past["is_active"] for past in shown))
        if self.imports != shown:
            self.imports = shown
        has_previous = len(self._starts) > 1
        if (self.is_loaded, self.has_next, self.has_previous) != (True, has_next, has_previous):
            self.is_loaded, self.has_next, self.has_previous = True, has_next, has_previous


def read_history(work: Work, before_id: int | None, language: str) -> list[Past]:
    """One more than a page holds."""
    return [_past(view, work, language) for view in queries.latest(work, PAGE_SIZE + 1, before_id)]


def _past(view: ImportView, work: Work, language: str) -> Past:
    is_known = view.state != ImportState.DRAFT
    counts = {
        name: number(getattr(view, name), language) if is_known else ""
        for name in ("created", "updated", "unchanged", "refused")
    }
    return Past(
        id=view.id,
        file=view.file_name,
        by=view.created_by,
        when=relative(view.created_at, work.now, language),
        exactly=exact(view.created_at, language),
        state=STATES[view.state].in_language(language),
        tone=TONES.get(view.state, "gray"),
        created=counts["created"],
        updated=counts["updated"],
        unchanged=counts["unchanged"],
        refused=counts["refused"],
        is_active=view.is_active,
    )


listen(HistoryState.refresh, at=address.is_list, shows=("import.",))
listen_while_watching(HistoryState.refresh, at=address.is_list)
