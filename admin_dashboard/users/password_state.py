"""Giving a user a temporary password."""

from typing import Any

import reflex as rx

from ..core.forms import parse_form
from ..core.i18n import _
from ..core.passwords import Verdict
from ..core.permissions import Permission
from ..core.work import Work
from ..web.action import FormState, needs, run
from ..web.notices import notify
from . import queries, service
from .commands import SetPassword
from .list_state import UsersListState
from .password_check import PasswordCheck, texts_of
from .record_state import RecordState

FIELD = "temporary_password"


class SetPasswordState(FormState, PasswordCheck, rx.State):
    """Whose password is being set."""

    is_open: bool = False
    form_number: int = 0
    of_id: int = 0
    name: str = ""

    @rx.event
    @needs(Permission.USERS_SET_PASSWORD)
    async def open_for(self, user_id: int):
        """Open the dialog with an empty field."""
        row = (await run(queries.record, user_id)).row
        self.of_id, self.name = row.id, f"{row.first_name} {row.last_name}"
        self.form_number += 1
        self.field_errors = {}
        self._not_judged()
        self.is_open = True

    @rx.event
    @needs(Permission.USERS_SET_PASSWORD)
    async def change_open(self, is_open: bool):
        """Leave the dialog."""
        self.is_open = is_open is True and self.of_id > 0

    @rx.event(supersedes=True)
    @needs(Permission.USERS_SET_PASSWORD)
    async def typed(self, form: dict[str, Any]):
        """Judge the password."""
        password = texts_of(form, ("password",))["password"]
        self._judged(await run(_judge, self.of_id, password), is_empty=not password)

    @rx.event
    @needs(Permission.USERS_SET_PASSWORD)
    async def generate(self):
        """Put a password that cannot be guessed into the field. Nobody else gets to see it."""
        password = service.generate_password()
        self._judged(service.check_password(password))
        return rx.set_value(FIELD, password)

    @rx.event
    @needs(Permission.USERS_SET_PASSWORD)
    async def submit(self, form: dict[str, Any]):
        """Set it; every session of the person ends."""
        await run(service.set_password, parse_form(SetPassword, form, user_id=self.of_id))
        self.is_open, self.field_errors = False, {}
        await notify(self, "success", _("{name} has a temporary password and was told by mail.", name=self.name))
        return [UsersListState.refresh, RecordState.refresh]


def _judge(work: Work, user_id: int, password: str) -> Verdict:
    row = queries.record(work, user_id).row
    return service.check_password(password, (row.username, row.first_name, row.last_name, row.email))
