"""The filters: what is ticked and entered in the panel, the chips, and how many users each choice would give."""

from typing import Any

import reflex as rx

from ..core.permissions import Permission
from ..web.action import needs, run
from ..web.caller import current_caller
from . import address
from .bounds import as_kept
from .choice_counts import beside_list, in_panel
from .filter_groups import Chip, Counted, Group, Known, chips, key_of, known, panel
from .filtering import between, bounds, first_page, in_use, ticked, without
from .list_state import follow
from .list_view import number
from .listing import Filters, ListUsers
from .showing import asked, show

LONGEST_FIND = 60

NO_GROUPS: list[Group] = []
NOTHING_LOOKED_FOR: dict[str, str] = {}
NO_COUNTS: dict[str, str] = {}
NO_CHIPS: list[Chip] = []


class FilterPanelState(rx.State):
    """The groups of the open panel.

    Ticks and fields are the browser's own: they paint at once. When something else than they changes the filters, a
    new `epoch` draws them anew. `at` is the group that gets the focus on opening.
    """

    is_open: bool = False
    groups: list[Group] = NO_GROUPS
    epoch: int = 0
    at: str = ""
    _find: dict[str, str] = NOTHING_LOOKED_FOR
    _shown: str = ""
    _is_counted: bool = False

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def change_open(self, is_open: bool):
        """Open at the first group, or close."""
        if is_open is True:
            return await self._open("")
        self.is_open = False
        return []

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def open_at(self, group: str):
        """Open at this group."""
        return await self._open(group)

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def tick(self, group: str, value: str, is_on: bool):
        """Choose or leave one choice."""
        query = await asked(self)
        return await self._filter(query, ticked(query.filters, str(group), str(value), is_on=is_on is True))

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def enter(self, group: str, end: str, text: str):
        """Begin or end a group from–to."""
        query = await asked(self)
        kept = as_kept((await run(known)).attribute(str(group)), str(text))
        if kept is None:
            return []
        first, last = bounds(query.filters, str(group))
        first, last = (kept, last) if end == "first" else (first, kept)
        return await self._filter(query, between(query.filters, str(group), first, last))

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def find(self, group: str, text: str):
        """Narrow the choices of a long group down."""
        self._find = {**self._find, str(group): str(text)[:LONGEST_FIND]}
        self._is_counted = False
        return [FacetsState.count]

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def remove(self, group: str):
        """Nothing chosen of this group any more."""
        query = await asked(self)
        return await show(self, first_page(query, without(query.filters, str(group))))

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def clear(self):
        """No filter at all: enabled users, as at first."""
        return await show(self, first_page(await asked(self), Filters()))

    async def _open(self, group: str) -> list[Any]:
        self.at, self._find = str(group), {}
        self._follow(await run(known), await asked(self), is_opening=True)
        self.is_open = True
        return [FacetsState.count]

    async def _filter(self, query: ListUsers, filters: Filters) -> list[Any]:
        """Show the list so filtered; what did it shows it already."""
        wanted = first_page(query, filters)
        self._shown = address.content(wanted)
        return await show(self, wanted)

    def _follow(self, there_is: Known, query: ListUsers, *, is_opening: bool = False) -> None:
        """Draw ticks and fields anew when something else has changed the filters."""
        shown = address.content(query)
        if is_opening or (self.is_open and shown != self._shown):
            self._shown, self._is_counted = shown, False
            self.groups, self.epoch = panel(there_is, query.filters, {}, self._find), self.epoch + 1

    def _take(self, there_is: Known, query: ListUsers, counted: Counted) -> None:
        """Put long groups in order; after that their choices stay where they are."""
        if self.is_open and not self._is_counted:
            self.groups, self._is_counted = panel(there_is, query.filters, counted, self._find), True


class FacetsState(rx.State):
    """Counts by the key of their choice, the chips, and the names of their groups. They come after the rows."""

    counts: dict[str, str] = NO_COUNTS
    chips: list[Chip] = NO_CHIPS
    named: str = ""

    @rx.event(supersedes=True)
    @needs(Permission.USERS_VIEW)
    async def follow(self):
        """Show what the list is filtered by now, in the panel too while it is open."""
        query = await asked(self)
        there_is = await run(known)
        self._show_chips(there_is, query)
        (await self.get_state(FilterPanelState))._follow(there_is, query)
        return [FacetsState.count]

    @rx.event(background=True, supersedes=True)
    @needs(Permission.USERS_VIEW)
    async def count(self):
        """Count for the list as it is."""
        async with self:
            query, opened = await asked(self), await self.get_state(FilterPanelState)
            is_open, find = opened.is_open, dict(opened._find)
        counted, there_is = await (run(in_panel, query, find) if is_open else run(beside_list, query))
        async with self:
            if await asked(self) == query:
                self._take(counted)
                self._show_chips(there_is, query)
                (await self.get_state(FilterPanelState))._take(there_is, query, counted)

    def _take(self, counted: Counted) -> None:
        counts = _counts(counted, current_caller().language)
        if self.counts != counts:
            self.counts = counts

    def _show_chips(self, there_is: Known, query: ListUsers) -> None:
        shown = chips(there_is.remembering(self.chips), query.filters)
        if self.chips != shown:
            self.chips = shown
            self.named = ", ".join(chip["title"] for chip in shown)


async def _tell(state: rx.State, query: ListUsers) -> list[Any]:
    """Without filters there is nothing to show but counts."""
    around, opened = await state.get_state(FacetsState), await state.get_state(FilterPanelState)
    is_filtered = bool(around.chips or in_use(query.filters))
    return [FacetsState.follow if is_filtered or opened.is_open else FacetsState.count]


def _counts(counted: Counted, language: str) -> dict[str, str]:
    """Key → count as it is read; one that is at least so many ends with a plus."""
    return {
        key_of(group, one.value): number(one.count, language) + ("" if one.is_exact else "+")
        for group, choices in counted.items()
        for one in choices
    }


follow(_tell)
