"""Changing a user's names, email, language and attributes."""

from typing import Any, TypedDict

import reflex as rx

from ..core.errors import InvalidInput
from ..core.forms import parse_form
from ..core.i18n import _
from ..core.permissions import Permission
from ..core.work import Work
from ..web.action import FormState, needs, run
from ..web.notices import notify
from . import queries, service
from .commands import EditUser
from .form_fields import (
    PREFIX,
    FormField,
    form_fields,
    parted,
    theirs_by_name,
    theirs_in_words,
    told_together,
    with_value,
)
from .list_state import UsersListState
from .queries import Profile
from .record_state import RecordState
from .service import EditedElsewhere

NOTHING_STORED: dict[str, str] = {}
NO_FIELDS: list[FormField] = []


class Shown(TypedDict):
    """The editable part of a profile, but for attributes."""

    first_name: str
    last_name: str
    email: str
    language: str


class EditUserState(FormState, rx.State):
    """Whose profile is being edited, since which version, and what somebody else has stored meanwhile, in words."""

    is_open: bool = False
    form_number: int = 0
    of_id: int = 0
    profile: Shown = Shown(first_name="", last_name="", email="", language="")
    fields: list[FormField] = NO_FIELDS
    theirs: dict[str, str] = NOTHING_STORED
    _theirs: dict[str, str] = NOTHING_STORED
    _version: int = 0

    @rx.event
    @needs(Permission.USERS_EDIT)
    async def open_for(self, user_id: int):
        """Open the form with what is stored now."""
        self._fill(*await run(_profile, user_id))
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
        sent, attributes = parted(form)
        ours = {"user_id": self.of_id, "version": self._version, "is_complete": True, "attributes": attributes}
        try:
            command = parse_form(EditUser, sent, **ours)
        except InvalidInput as error:
            raise await run(told_together, error, attributes) from None
        try:
            saved = await run(service.edit, command)
        except EditedElsewhere as conflict:
            # The next save is made in knowledge of theirs.
            self._version, self.field_errors = conflict.present.version, {}
            self._theirs = theirs_by_name(conflict.theirs, self.fields)
            self.theirs = await run(theirs_in_words, self._theirs)
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
        value = self._theirs[field]
        self.theirs = {name: text for name, text in self.theirs.items() if name != field}
        if field.startswith(PREFIX):
            self.fields = with_value(self.fields, field, value)
            return None
        return rx.set_value(f"edit_{field}", value)

    def _fill(self, profile: Profile, fields: list[FormField]) -> None:
        self.of_id, self._version, self.fields = profile.user_id, profile.version, fields
        self.profile = Shown(
            first_name=profile.first_name,
            last_name=profile.last_name,
            email=profile.email,
            language=profile.language,
        )
        self.field_errors, self.theirs, self._theirs = {}, {}, {}


def _profile(work: Work, user_id: int) -> tuple[Profile, list[FormField]]:
    profile = queries.record(work, user_id).profile
    return profile, form_fields(work, profile.attributes)
