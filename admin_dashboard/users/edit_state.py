"""Changing a user's names and email."""

from typing import Any, TypedDict

import reflex as rx

from ..core.forms import parse_form
from ..core.i18n import _
from ..core.permissions import Permission
from ..core.work import Work
from ..web.action import FormState, needs, run
from ..web.notices import notify
from . import queries, service
from .commands import EditUser
from .list_state import UsersListState
from .record_state import RecordState
from .service import PROFILE_FIELDS, EditedElsewhere, Profile

NOTHING_STORED: dict[str, str] = {}


class Shown(TypedDict):
    """The editable part of a profile."""

    first_name: str
    last_name: str
    email: str


class EditUserState(FormState, rx.State):
    """Whose profile is being edited, since which version, and what somebody else has stored meanwhile."""

    is_open: bool = False
    form_number: int = 0
    of_id: int = 0
    profile: Shown = Shown(first_name="", last_name="", email="")
    theirs: dict[str, str] = NOTHING_STORED
    _version: int = 0

    @rx.event
    @needs(Permission.USERS_EDIT)
    async def open_for(self, user_id: int):
        """Open the form with what is stored now."""
        self._fill(await run(_profile, user_id))
        self.form_number += 1
        self.is_open = True

    @rx.event
    @needs(Permission.USERS_EDIT)
    async def change_open(self, is_open: bool):
        """Leave the form."""
        self.is_open = is_open is True and self.of_id > 0

    @rx.event
    @needs(Permission.USERS_EDIT)
    async def submit(self, form: dict[str, Any]):
        """Save, unless somebody else has changed the user since: then show their values and save nothing."""
        command = parse_form(EditUser, form, user_id=self.of_id, version=self._version)
        try:
            saved = await run(service.edit, command)
        except EditedElsewhere as conflict:
            self._show_theirs(conflict.present, command)
            return None
        self.is_open, self.field_errors, self.theirs = False, {}, {}
        await notify(self, "success", _("{name} was saved.", name=f"{saved.first_name} {saved.last_name}"))
        return [UsersListState.refresh, RecordState.refresh]

    @rx.event
    @needs(Permission.USERS_EDIT)
    async def take_theirs(self, field: str):
        """Put what somebody else has stored into the field."""
        if field not in self.theirs:
            return None
        value = self.theirs[field]
        self.theirs = {name: text for name, text in self.theirs.items() if name != field}
        return rx.set_value(f"edit_{field}", value)

    def _fill(self, profile: Profile) -> None:
        self.of_id, self._version = profile.user_id, profile.version
        self.profile = Shown(first_name=profile.first_name, last_name=profile.last_name, email=profile.email)
        self.field_errors, self.theirs = {}, {}

    def _show_theirs(self, present: Profile, asked: EditUser) -> None:
        # The next save is made in knowledge of theirs.
        self._version = present.version
        self.field_errors = {}
        self.theirs = {
            name: getattr(present, name) for name in PROFILE_FIELDS if getattr(present, name) != getattr(asked, name)
        }


def _profile(work: Work, user_id: int) -> Profile:
    row = queries.record(work, user_id).row
    return Profile(row.id, row.version, row.first_name, row.last_name, row.email)
