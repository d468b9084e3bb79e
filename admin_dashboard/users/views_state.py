"""Saved views of the list: which there are, which one is open, and whether the list still is that view."""

from dataclasses import replace
from typing import Any, TypedDict

import reflex as rx

from ..core.i18n import _
from ..core.permissions import Permission
from ..core.work import Work
from ..views import queries, service
from ..views.commands import MakeDefault, ReplaceView, ShareView
from ..views.queries import ViewRow
from ..web.action import needs, public, run
from ..web.caller import current_caller
from ..web.live import listen
from ..web.notices import notify
from . import address, column_service, columns
from .list_state import follow
from .listing import EVERYBODY, ListUsers
from .showing import asked, show


class ViewItem(TypedDict):
    """One view of the menu; `owner` is empty for one's own."""

    id: int
    value: str
    name: str
    owner: str
    is_default: bool
    is_shared: bool


class Opened(TypedDict):
    """The view the list was opened with; the id is 0 when it was with none.

    `value` is its entry of the menu: the id as a text, "0" for all enabled users, nothing for a list that is neither.
    """

    id: int
    value: str
    name: str
    is_changed: bool
    may_change: bool
    is_default: bool
    is_shared: bool


NO_ITEMS: list[ViewItem] = []
NO_VIEW = Opened(id=0, value="0", name="", is_changed=False, may_change=False, is_default=False, is_shared=False)


class ViewsState(rx.State):
    """The menu of views, and the one that is open."""

    is_open: bool = False
    own: list[ViewItem] = NO_ITEMS
    shared: list[ViewItem] = NO_ITEMS
    opened: Opened = NO_VIEW
    _row: ViewRow | None = None
    _looked_for: int = 0
    _columns: str = ""

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def change_open(self, is_open: bool):
        """Offer the views as they are now."""
        if is_open is True:
            await self._read()
        self.is_open = is_open is True

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def load(self):
        """Find out which view the address names. Somebody else's private one has no name here."""
        await self._read()

    @rx.event
    @public("reads what the caller's own rights admit, and returns at once where no view is shown")
    async def refresh(self):
        """Show what has become of shared views."""
        if (self.is_open or self._looked_for) and current_caller().acting.may(Permission.USERS_VIEW):
            await self._read()

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def open_view(self, view_id: int):
        """Show the list as the view has it."""
        row = await run(_taken_over, view_id)
        self._row, self._looked_for, self._columns = row, row.id, row.columns
        return await show(self, replace(address.read(row.query), view=row.id))

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def show_everybody(self):
        """Show everybody, and stay so on a reload, whatever view the list opens with."""
        return await show(self, ListUsers(view=await self._no_view()))

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def leave(self):
        """Show the same list, with no view."""
        return await show(self, replace(await asked(self), view=await self._no_view()))

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def save_changes(self):
        """Keep the list as it is now under the view's name."""
        await run(_replace, self.opened["id"], address.content(await asked(self)))
        await notify(self, "success", _("{name} was saved.", name=self.opened["name"]))
        await self._read()

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def share(self, is_shared: bool):
        """Show the view to everybody who sees users, or to its owner alone."""
        await run(service.share, ShareView(view_id=self.opened["id"], is_shared=is_shared is True))
        shared = _("Everybody who sees users can open {name} now.", name=self.opened["name"])
        own = _("{name} is no longer shared.", name=self.opened["name"])
        await notify(self, "success", shared if is_shared is True else own)
        await self._read()

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def open_with(self, is_default: bool):
        """Open the reader's list with this view from now on, or with everybody again."""
        view_id = self.opened["id"] if is_default is True else None
        await run(service.make_default, MakeDefault(view_id=view_id))
        view = _("Your list opens with {name} from now on.", name=self.opened["name"])
        everybody = _("Your list opens with all enabled users from now on.")
        await notify(self, "success", view if view_id else everybody)
        await self._read()

    async def _no_view(self) -> int | None:
        return EVERYBODY if await run(queries.opening) else None

    async def _read(self) -> None:
        rows, self._columns = await run(_views_and_columns)
        query = await asked(self)
        items = [_item(row) for row in rows]
        own, shared = [i for i in items if not i["owner"]], [i for i in items if i["owner"]]
        if (self.own, self.shared) != (own, shared):
            self.own, self.shared = own, shared
        self._looked_for = query.view or 0
        self._row = next((row for row in rows if row.id == self._looked_for), None)
        self._mark(query)

    def _mark(self, query: ListUsers) -> None:
        opened = _opened(self._row, query, self._columns)
        if self.opened != opened:
            self.opened = opened


async def _tell(state: rx.State, query: ListUsers) -> list[Any]:
    views = await state.get_state(ViewsState)
    if (query.view or 0) == views._looked_for:
        views._mark(query)
    # Columns are the reader's, not the list's: whether they still are the view's has to be looked up.
    is_known = (query.view or 0) == views._looked_for and not (views._row and views._row.columns)
    return [] if is_known else [ViewsState.load]


def _views_and_columns(work: Work) -> tuple[tuple[ViewRow, ...], str]:
    return queries.views(work), columns.stored(work)


def _taken_over(work: Work, view_id: int) -> ViewRow:
    """The view, with its columns; one saved with the usual columns leaves the reader theirs."""
    row = queries.view(work, view_id)
    if row.columns:
        column_service.choose(work, row.columns)
    return row


def _replace(work: Work, view_id: int, query: str) -> None:
    service.replace(work, ReplaceView(view_id=view_id, query=query, columns=columns.stored(work)))


def _opened(row: ViewRow | None, query: ListUsers, present_columns: str) -> Opened:
    if row is None:
        return NO_VIEW if not address.content(query) else Opened(**{**NO_VIEW, "value": ""})
    is_same_list = address.content(query) == address.content(address.read(row.query))
    return Opened(
        id=row.id,
        value=str(row.id),
        name=row.name,
        is_changed=not is_same_list or row.columns not in ("", present_columns),
        may_change=row.may_change,
        is_default=row.is_default,
        is_shared=row.is_shared,
    )


def _item(row: ViewRow) -> ViewItem:
    return ViewItem(
        id=row.id,
        value=str(row.id),
        name=row.name,
        owner="" if row.is_own else row.owner,
        is_default=row.is_default,
        is_shared=row.is_shared,
    )


follow(_tell)
listen(ViewsState.refresh, at=address.is_here, shows=("view.",))
