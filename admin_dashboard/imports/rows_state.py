"""The tables under the counts: rows by what becomes of them, searched and paged."""

import reflex as rx

from ..core.permissions import Permission
from ..web.action import needs, public, run
from ..web.caller import current_caller
from ..web.live import listen_while_watching
from . import address
from .rows import LONGEST_TEXT, RowsAsked, Which
from .rows_shown import NO_PAGE, RowsPage, read_rows, usual_which


class TableState(rx.State, mixin=True):
    """A table of rows of one kind. Pages are walked by the number they begin after.

    `epoch` changes with the import, so that the search field is empty again.
    """

    page: RowsPage = NO_PAGE
    has_previous: bool = False
    epoch: int = 0
    _text: str = ""
    _starts: list[int] = [0]  # noqa: RUF012 - Reflex copies it for each tab

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def arrive(self):
        """Show the first rows of the import at the address."""
        self._text, self._starts = "", [0]
        self.page, self.epoch = NO_PAGE, self.epoch + 1
        await self._read()

    @rx.event
    @public("reads what the caller's own rights admit, and returns at once on other pages")
    async def refresh(self):
        """Show what has come since; somebody who looks for something is left alone."""
        is_here = address.is_one(self.router.url.path) and current_caller().acting.may(Permission.USERS_VIEW)
        if is_here and not self._text and len(self._starts) == 1:
            await self._read()

    @rx.event(supersedes=True)
    @needs(Permission.USERS_VIEW)
    async def search(self, text: str):
        """Only rows with these words."""
        self._text, self._starts = str(text)[:LONGEST_TEXT], [0]
        await self._read()

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def turn(self, pages: int):
        """To the next page, or the previous one."""
        if pages == 1 and self.page["has_next"]:
            self._starts = [*self._starts, self.page["last"]]
        elif pages == -1 and len(self._starts) > 1:
            self._starts = self._starts[:-1]
        await self._read()

    async def _which(self) -> Which:
        """Which rows it shows."""
        return Which.UPDATED

    async def _read(self) -> None:
        import_id = address.asked_for(self.router.url.path)
        asked = RowsAsked(await self._which(), self._text, self._starts[-1])
        page = await run(read_rows, import_id, asked, current_caller().language)
        if self.page != page:
            self.page = page
        if self.has_previous != (len(self._starts) > 1):
            self.has_previous = len(self._starts) > 1


class UpdatesState(TableState, rx.State):
    """What changes for people who are there already, beside whatever else is shown."""


class RowsState(TableState, rx.State):
    """The rows that were chosen; the refused ones, where there are any, as long as nobody has chosen."""

    which: str = ""
    _chosen_for: int = 0

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def choose(self, which: str):
        """Only rows of which that becomes, or all."""
        if which in list(Which):
            self._chosen_for, self.which, self._starts = address.asked_for(self.router.url.path), which, [0]
            await self._read()

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def begin(self):
        """Show the usual rows again."""
        self._chosen_for = 0
        return RowsState.arrive

    async def _which(self) -> Which:
        import_id = address.asked_for(self.router.url.path)
        if self._chosen_for != import_id:
            which = await run(usual_which, import_id)
            if self.which != which:
                self.which = str(which)
        return Which(self.which)


listen_while_watching(RowsState.refresh, at=address.is_one)
listen_while_watching(UpdatesState.refresh, at=address.is_one)
