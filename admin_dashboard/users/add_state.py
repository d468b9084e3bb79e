"""The Add user drawer."""

from typing import Any

import reflex as rx

from ..core.errors import InvalidInput
from ..core.fields import LONGEST_USERNAME
from ..core.forms import parse_form
from ..core.i18n import _
from ..core.passwords import Verdict
from ..core.permissions import Permission
from ..core.text import canonical, proposed_username
from ..core.work import Work
from ..web.action import FormState, needs, run
from ..web.notices import notify
from . import service
from .commands import CreateUser
from .form_fields import PREFIX, FormField, form_fields, parted, told_together
from .list_state import UsersListState
from .password_check import PasswordCheck, texts_of
from .usernames import free_username

TEXTS = ("first_name", "last_name", "username", "email", "password")

NOTHING_REFUSED: dict[str, str] = {}
NO_FIELDS: list[FormField] = []


class AddUserState(FormState, PasswordCheck, rx.State):
    """Whether the drawer is open, and what its form says about what is typed into it."""

    is_open: bool = False
    form_number: int = 0
    taken: str = ""
    fields: list[FormField] = NO_FIELDS
    _proposed: str = ""
    _refused: dict[str, str] = NOTHING_REFUSED

    @rx.event
    @needs(Permission.USERS_CREATE)
    async def open_form(self):
        """Open with an empty form."""
        self.fields = await run(form_fields, {})
        self._begin()
        self.is_open = True

    @rx.event
    @needs(Permission.USERS_CREATE)
    async def change_open(self, is_open: bool):
        """The drawer was left."""
        self.is_open = is_open is True

    @rx.event(supersedes=True)
    @needs(Permission.USERS_CREATE)
    async def typed(self, form: dict[str, Any]):
        """Propose a username until the person writes one, say when theirs is taken, judge the password."""
        given = self._texts(form)
        is_ours = given["username"] in ("", self._proposed)
        wished = proposed_username(given["first_name"], given["last_name"]) if is_ours else given["username"]
        free, verdict = await run(_look, given, wished)
        self._judged(verdict, is_empty=not given["password"])
        self.taken = wished if free != canonical(wished)[:LONGEST_USERNAME] else ""
        self._forget_mended(given, is_password_good=verdict.is_good)
        if is_ours:
            self._proposed = free
        return rx.set_value("username", free) if is_ours and free != given["username"] else None

    @rx.event
    @needs(Permission.USERS_CREATE)
    async def generate(self):
        """Put a password that cannot be guessed into the field. Nobody else gets to see it."""
        password = service.generate_password()
        self._judged(service.check_password(password))
        self._forget_mended(self._refused, is_password_good=True)
        return rx.set_value("password", password)

    @rx.event
    @needs(Permission.USERS_CREATE)
    async def submit(self, form: dict[str, Any]):
        """Create the user; with "Add another" the form is empty again."""
        # Of the password not even a refused one is kept.
        self._refused = {**self._texts(form), "password": ""}
        sent, attributes = parted(form)
        is_another = bool(sent.pop("another", ""))
        # Elsewhere a user may start without a password: not by this form.
        sent["password"] = sent.get("password") or ""
        try:
            asked = parse_form(CreateUser, sent, attributes=attributes)
        except InvalidInput as error:
            raise await run(told_together, error, attributes) from None
        created = await run(service.create, asked)
        invited = _("{username} was added, the invitation is on its way.", username=created.username)
        added = _("{username} was added.", username=created.username)
        await notify(self, "success", invited if created.invited else added)
        self._begin()
        self.is_open = is_another
        return [UsersListState.refresh, *([rx.set_focus("first_name")] if self.is_open else [])]

    def _texts(self, form: object) -> dict[str, str]:
        return texts_of(form, (*TEXTS, *(field["name"] for field in self.fields)))

    def _forget_mended(self, given: dict[str, str], *, is_password_good: bool) -> None:
        """What has been changed since it was refused is not called wrong any more."""
        is_mended = {name.removeprefix(PREFIX): given.get(name) != text for name, text in self._refused.items()}
        is_mended["password"] = is_password_good
        left = {name: text for name, text in self.field_errors.items() if not is_mended.get(name)}
        if left != self.field_errors:
            self.field_errors = left

    def _begin(self) -> None:
        self.form_number += 1
        self.field_errors, self.taken, self._proposed, self._refused = {}, "", "", {}
        self._not_judged()


def _look(work: Work, given: dict[str, str], wished: str) -> tuple[str, Verdict]:
    words = tuple(given[name] for name in ("username", "first_name", "last_name", "email"))
    free = free_username(work, canonical(wished)[:LONGEST_USERNAME])
    return free, service.check_password(given["password"], words)
