"""The record of one user: a drawer over the list, or a page of its own."""

import reflex as rx

from ..core.errors import NotFound
from ..core.permissions import Permission
from ..web.action import needs, public, run
from ..web.caller import current_caller
from . import address
from .list_state import UsersListState, UsersRowsState
from .record_view import NO_RECORD, Record, read_record


class RecordState(rx.State):
    """Whose record is open, and what it says."""

    is_open: bool = False
    is_page: bool = False
    is_missing: bool = False
    record: Record = NO_RECORD
    has_previous: bool = False
    has_next: bool = False

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def arrive(self):
        """Open the record the address names, or close it."""
        path = self.router.url.path.rstrip("/")
        if path == address.PATH:
            self.is_open = self.is_page = False
            return
        await self._read(address.record_id(path) or 0)
        self.is_page = address.is_page(path)
        self.is_open = not self.is_page

    @rx.event
    @public("reads what the caller's own rights admit, and returns at once unless a record is open")
    async def refresh(self):
        """Show what somebody has changed."""
        user_id = address.record_id(self.router.url.path)
        if user_id is not None and current_caller().acting.may(Permission.USERS_VIEW):
            await self._read(user_id)

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def step(self, rows: int):
        """To the user below in the list behind, or the one above; at the end of a page the list turns it."""
        step = 1 if rows == 1 else -1
        listed = await self.get_state(UsersRowsState)
        at = _position(listed.rows, self.record["id"])
        if not _beside(at, listed)[0 if step < 0 else 1]:
            return []
        around = []
        if not 0 <= at + step < len(listed.rows):
            around = await (await self.get_state(UsersListState))._turn(step)
            at = -1 if step > 0 else len(listed.rows)
        if not listed.rows:
            return around
        beside = listed.rows[at + step]["id"]
        return [rx.redirect(address.of_record(beside, as_page=self.is_page), replace=True), *around]

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def change_open(self, is_open: bool):
        """Close: back to the list as it was."""
        if is_open is not True:
            asked = await self.get_state(UsersListState)
            return rx.redirect(address.of(address.PATH, address.read(asked._query)))
        return None

    async def _read(self, user_id: int) -> None:
        try:
            found = await run(read_record, user_id)
        except NotFound:
            if not self.is_missing:
                self.record, self.is_missing = NO_RECORD, True
            return
        listed = await self.get_state(UsersRowsState)
        if self.record != found:
            self.record = found
        if self.is_missing:
            self.is_missing = False
        beside = _beside(_position(listed.rows, user_id), listed)
        if (self.has_previous, self.has_next) != beside:
            self.has_previous, self.has_next = beside


def _beside(at: int, listed: UsersRowsState) -> tuple[bool, bool]:
    """Whether somebody stands above and below that place of the list, if need be on the next page."""
    if at < 0:
        return False, False
    is_last = at == len(listed.rows) - 1
    return at > 0 or listed.foot["has_previous"], not is_last or listed.foot["has_next"]


def _position(rows: list, user_id: int) -> int:
    """Where in the list behind the user stands; far outside when they are not in it."""
    return next((at for at, row in enumerate(rows) if row["id"] == user_id), -2)
