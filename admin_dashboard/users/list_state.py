"""The list of users: what it is asked, and the page of it that is shown."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypedDict

import reflex as rx

from ..core.permissions import Permission
from ..db.order import sort_text
from ..web.action import needs, public, run
from ..web.caller import current_caller
from . import address
from .columns import WAITING
from .filtering import first_page
from .list_view import (
    Foot,
    Row,
    ShownColumn,
    ShownPage,
    column_shown,
    least_width,
    number,
    pages_of,
    read_page,
    read_total,
)
from .listing import Filters, ListUsers, SortColumn, State
from .opening import asked_for
from .selection_state import SelectionState

SEARCH_FIELD = "list-search"
NO_ROWS: list[Row] = []
NO_TICKS: list[int] = []
COLUMNS: list[ShownColumn] = [column_shown(column) for column in WAITING]
LEAST_WIDTH = least_width(WAITING)
EMPTY_FOOT = Foot(total="", span="", number=1, pages=0, announced="", elsewhere=0, has_previous=False, has_next=False)

Follower = Callable[[rx.State, ListUsers], Awaitable[list[Any]]]
_followers: list[Follower] = []


def follow(tell: Follower) -> None:
    """Have what stands around the list told what it shows, in the same answer as the rows.

    It must wait for nothing but other states; what costs time it returns as events, which run after the answer.
    """
    _followers.append(tell)


class Asked(TypedDict):
    """What the list is asked, for the controls that ask it."""

    text: str
    state: str
    sort: str
    is_descending: bool
    is_filtered: bool
    size: str


class UsersRowsState(rx.State):
    """The page of the list that is shown, and who on it was ticked when it was read."""

    columns: list[ShownColumn] = COLUMNS
    least_width: str = LEAST_WIDTH
    rows: list[Row] = NO_ROWS
    ticked: list[int] = NO_TICKS
    foot: Foot = EMPTY_FOOT
    is_loaded: bool = False

    def _take(self, page: ShownPage) -> None:
        """Show this page; what is the same is not sent again."""
        if self.columns != page.columns:
            self.columns, self.least_width = page.columns, page.least_width
        if self.rows != page.rows:
            self.rows = page.rows
        if self.ticked != page.ticked:
            self.ticked = page.ticked
        if self.foot != page.foot:
            self.foot = page.foot
        if not self.is_loaded:
            self.is_loaded = True


class UsersListState(rx.State):
    """What the list is asked. It stands in the address, and nowhere else."""

    asked: Asked = Asked(
        text="", state=State.ENABLED, sort=SortColumn.NAME, is_descending=False, is_filtered=False, size="50"
    )
    address: str = ""
    _query: str = ""

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def arrive(self):
        """Show what the address asks for. A record opened from the list leaves the list as it is."""
        url = self.router.url
        is_from_list = address.record_id(url.path) is not None and not url.query
        before = self.asked["text"]
        counting = await self._show(await run(asked_for, self._query if is_from_list else url.query_parameters))
        typed = [rx.set_value(SEARCH_FIELD, self.asked["text"])] if self.asked["text"] != before else []
        return [*typed, *counting]

    @rx.event(supersedes=True)
    @needs(Permission.USERS_VIEW)
    async def search(self, text: str):
        """Filter while typing. What is counted waits until the typing rests: nobody reads it before."""
        await self._show(address.looking_for(address.read(self._query), text))

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def clear_search(self):
        """Everybody again."""
        counting = await self._show(address.looking_for(address.read(self._query), ""))
        return [rx.set_value(SEARCH_FIELD, ""), rx.set_focus(SEARCH_FIELD), *counting]

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def clear_filters(self):
        """Enabled users, as at first, for what is looked for."""
        return await self._show(first_page(address.read(self._query), Filters()))

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def choose_state(self, state: str):
        """Enabled users, disabled ones, or both."""
        return await self._show(address.changed(address.read(self._query), state=state))

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def sort_by(self, column: str):
        """Sort by this column; by the one it is sorted by already: the other way round."""
        asked = address.read(self._query)
        turned = "-" if sort_text(asked.order) == column else ""
        return await self._show(address.changed(asked, sort=f"{turned}{column}"))

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def choose_size(self, size: str):
        """So many rows a page."""
        return await self._show(address.changed(address.read(self._query), size=size))

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def turn(self, pages: int):
        """To the next page, or the previous one."""
        return await self._turn(pages)

    @rx.event
    @public("reads what the caller's own rights admit, and returns at once on other pages")
    async def refresh(self):
        """Show what somebody has changed, at the place where the reader is."""
        if not self._query_is_shown() or not current_caller().acting.may(Permission.USERS_VIEW):
            return []
        around = await self._show(address.read(self._query))
        return [*around, *await (await self.get_state(SelectionState))._count_anew()]

    @rx.event(background=True, supersedes=True)
    @needs(Permission.USERS_VIEW)
    async def count(self):
        """The exact total, once the list could only say "at least"."""
        query = self._query
        total = await run(read_total, address.read(query))
        async with self:
            rows = await self.get_state(UsersRowsState)
            if self._query == query:
                pages = pages_of(total, address.read(query).page_size)
                rows.foot = Foot(**{**rows.foot, "total": number(total, current_caller().language), "pages": pages})

    def _query_is_shown(self) -> bool:
        return self.router.url.path.rstrip("/") == address.PATH or address.record_id(self.router.url.path) is not None

    async def _turn(self, pages: int) -> list[Any]:
        """To the next page, or the previous one."""
        rows = (await self.get_state(UsersRowsState)).rows
        here = address.read(self._query)
        wanted = here.page_number + (1 if pages == 1 else -1)
        if not rows or wanted <= 1:
            return await self._show(here.from_first_page())
        named = {"after": rows[-1]["id"], "before": None} if pages == 1 else {"after": None, "before": rows[0]["id"]}
        return await self._show(replace(here, page_number=wanted, **named))

    async def _show(self, query: ListUsers) -> list[Any]:
        """Ask, then show the answer: an older one that is still under way has been cancelled by then."""
        selected = await self.get_state(SelectionState)
        page = await run(read_page, query, selected._selection)
        rows = await self.get_state(UsersRowsState)
        rows._take(page)
        selected._see(page.query)
        self._query = address.write(page.query)
        asked = _asked(page.query)
        if self.asked != asked:
            self.asked = asked
        here = address.of(self.router.url.path.rstrip("/") or address.PATH, page.query)
        if self.address != here:
            self.address = here
        return await self._around(page.query, is_exact=page.is_exact)

    async def _around(self, query: ListUsers, *, is_exact: bool) -> list[Any]:
        """Tell what stands around the list, and return what is left to count."""
        around = [event for tell in _followers for event in await tell(self, query)]
        return [*([] if is_exact else [UsersListState.count]), *around]


def _asked(query: ListUsers) -> Asked:
    return Asked(
        text=query.text,
        state=query.filters.state,
        sort=sort_text(replace(query.order, descending=False)),
        is_descending=query.descending,
        is_filtered=replace(query.filters, state=State.ENABLED) != Filters(),
        size=str(query.page_size),
    )
