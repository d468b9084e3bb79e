"""Who is ticked in this tab. The boxes are the browser's (`assets/ui/ticks.js`); this keeps what they say."""

from typing import Any

import reflex as rx

from ..core.i18n import _
from ..core.permissions import Permission
from ..selection import queries
from ..selection.selection import MOST_IDS, NOTHING, Selection
from ..web.action import needs, run
from ..web.notices import notify
from .listing import LARGEST_PAGE, ListUsers
from .many_counts_state import ManyCountsState
from .rows import LARGEST_ID

USUAL_LIST = ListUsers()


class SelectionState(rx.State):
    """How many are ticked. Gestures are numbered by the page, so that it knows what has been heard."""

    count: int = 0
    is_all: bool = False
    answered: int = 0
    refused: int = 0
    _selection: Selection = NOTHING
    _shown: ListUsers = USUAL_LIST

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def tick(self, user_ids: list[int], is_on: bool, gesture: int):
        """These rows of a page were ticked, or unticked."""
        if not isinstance(user_ids, list) or type(gesture) is not int:
            return []
        named = {i for i in user_ids[:LARGEST_PAGE] if type(i) is int and 0 < i <= LARGEST_ID}
        selection, change = await run(queries.changed, self._selection, named, is_on=is_on is True)
        if selection.is_too_long:
            self.refused = gesture
            await notify(self, "error", _("Up to {count} users can be ticked one by one.", count=MOST_IDS))
            return []
        return await self._take(selection, self.count + change, gesture)

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def tick_all(self, gesture: int):
        """Exactly those who match the list that is shown."""
        selection = await run(queries.all_of, self._shown)
        return await self._take(selection, await run(queries.count, selection), gesture)

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def clear(self, gesture: int):
        """Nobody."""
        return await self._take(NOTHING, 0, gesture)

    async def _take(self, selection: Selection, count: int, gesture: int) -> list[Any]:
        self._selection, self.answered = selection, gesture if type(gesture) is int else 0
        self._say(count)
        return await self._counting()

    async def _counting(self) -> list[Any]:
        """What each action would change is counted after the answer."""
        (await self.get_state(ManyCountsState))._see(self._selection)
        return [] if self._selection.is_empty else [ManyCountsState.count]

    def _see(self, query: ListUsers) -> None:
        """This list is shown now."""
        self._shown = query
        self._say(self.count)

    async def _count_anew(self) -> list[Any]:
        """Somebody may have changed who matches."""
        if not self._selection.is_empty:
            self._say(await run(queries.count, self._selection))
        return await self._counting()

    def _say(self, count: int) -> None:
        if self.count != count:
            self.count = count
        is_all = self._selection.is_all_of(self._shown)
        if self.is_all != is_all:
            self.is_all = is_all
