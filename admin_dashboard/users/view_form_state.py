"""Naming a view, and deleting one."""

from dataclasses import replace
from typing import Any

import reflex as rx

from ..core.forms import parse_form
from ..core.i18n import _
from ..core.permissions import Permission
from ..core.work import Work
from ..views import service
from ..views.commands import DeleteView, RenameView, SaveView
from ..web.action import FormState, needs, run
from ..web.notices import notify
from . import address, columns
from .showing import asked, show
from .views_state import ViewsState


class ViewFormState(FormState, rx.State):
    """The dialog that asks for a name (`of_id` is 0 for a new view), and the question before one is deleted."""

    is_open: bool = False
    form_number: int = 0
    of_id: int = 0
    name: str = ""
    is_asking: bool = False

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def open_new(self):
        """Ask for the name of a new view of the list as it is."""
        self._begin(0, "")

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def open_rename(self):
        """Ask for another name of the view that is open."""
        opened = (await self.get_state(ViewsState)).opened
        self._begin(opened["id"], opened["name"])

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def change_open(self, is_open: bool):
        """The dialog was left."""
        self.is_open = is_open is True

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def submit(self, form: dict[str, Any]):
        """Keep the list under the name, or call the view so."""
        if self.of_id:
            command = parse_form(RenameView, form, view_id=self.of_id)
            await run(service.rename, command)
            self.is_open = False
            await notify(self, "success", _("The view is called {name} now.", name=command.name))
            return [ViewsState.load]
        query = await asked(self)
        view_id, name = await run(_save, form, address.content(query))
        self.is_open = False
        await notify(self, "success", _("{name} was saved.", name=name))
        return [*await show(self, replace(query, view=view_id)), ViewsState.load]

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def ask_delete(self):
        """Ask once before the view that is open is deleted."""
        opened = (await self.get_state(ViewsState)).opened
        self.of_id, self.name = opened["id"], opened["name"]
        self.is_asking = self.of_id > 0

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def change_asking(self, is_open: bool):
        """Keep it."""
        self.is_asking = is_open is True and self.of_id > 0

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def delete(self):
        """Delete what was asked about. The list stays as it is."""
        self.is_asking = False
        await run(service.delete, DeleteView(view_id=self.of_id))
        await notify(self, "success", _("The view {name} was deleted.", name=self.name))
        return [ViewsState.leave]

    def _begin(self, of_id: int, name: str) -> None:
        self.form_number += 1
        self.of_id, self.name, self.field_errors, self.is_open = of_id, name, {}, True


def _save(work: Work, form: object, query: str) -> tuple[int, str]:
    command = parse_form(SaveView, form, query=query, columns=columns.stored(work))
    return service.save(work, command), command.name
