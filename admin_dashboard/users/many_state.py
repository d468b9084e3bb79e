"""The question before an action on everybody who is ticked: what would happen, and the answer."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import reflex as rx

from ..core.errors import DomainError, InvalidInput
from ..core.forms import refuse_others
from ..core.i18n import _
from ..core.permissions import Permission
from ..mass_actions import service
from ..mass_actions.commands import ActionName, StartMassAction
from ..mass_actions.left_out import LeftOutOf
from ..mass_actions.shown import NOTHING_SHOWN, ShownPreview, shown, shown_before
from ..web.action import FormState, needs, run, run_in_steps, show
from ..web.caller import current_caller
from ..web.left_out import LeftOutState
from .list_state import follow
from .listing import ListUsers
from .many_choices import NO_CHOICES, Choices, arguments, choices_of, with_values
from .many_counts_state import ManyCountsState, offered
from .selection_state import SelectionState

FIELDS = frozenset({"reason", "typed", "choice", "place", "value"})


class ManyState(FormState, rx.State):
    """One question at a time. What was counted is what is started: whoever comes under it later is left alone."""

    is_open: bool = False
    is_busy: bool = False
    action: str = ""
    question: ShownPreview = NOTHING_SHOWN
    choices: Choices = NO_CHOICES
    form_number: int = 0
    _ask: StartMassAction | None = None

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def open_for(self, action: str):
        """Ask about this action; at first without the numbers."""
        if action not in list(ActionName):
            return None
        selection = (await self.get_state(SelectionState))._selection
        language = current_caller().language
        name = ActionName(action)
        self.choices = await run(choices_of, name, language)
        self.field_errors, self.is_busy, self.action = {}, False, action
        self.form_number += 1
        self._ask = StartMassAction(name, selection)
        (await self.get_state(LeftOutState))._about(None)
        wait = _("Counting…") if not self.choices["kind"] else _("Choose first; then you see what will happen.")
        self.question, self.is_open = shown_before(name, wait, language), True
        return None if self.choices["kind"] else ManyState.look

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def choose(self, form: dict[str, Any]):
        """Another role, space or value."""
        kind = self.choices["kind"]
        if self._ask is None or not kind or not isinstance(form, dict):
            return None
        if kind == "attribute":
            choices = await run(with_values, self.choices, str(form.get("choice", "")))
            if self.choices != choices:
                self.choices = choices
        args = arguments(kind, form)
        if args is None:
            return None
        if args != self._ask.args:
            self._ask = replace(self._ask, args=args, counted=None)
            return ManyState.look
        return None

    @rx.event(background=True, supersedes=True)
    @needs(Permission.USERS_VIEW)
    async def look(self):
        """Count what would happen."""
        ask = self._ask
        if ask is None:
            return
        try:
            would = await run(service.preview, ask)
        except DomainError as refusal:
            async with self:
                await self._refuse(refusal)
            return
        async with self:
            if self._ask == ask:
                self._ask = replace(ask, counted=would.asked)
                self.question = shown(ask.action, would, current_caller().language)
                (await self.get_state(LeftOutState))._about(LeftOutOf(ask))
                if self.field_errors:
                    self.field_errors = {}

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def change_open(self, is_open: bool):
        """Leave it; not while it is being started."""
        if not self.is_busy:
            self.is_open = is_open is True and self._ask is not None

    @rx.event(background=True)
    @needs(Permission.USERS_VIEW)
    async def start(self, form: dict[str, Any]):
        """Start what was counted, once."""
        async with self:
            is_counted = self._ask is not None and self._ask.counted is not None
            if self.is_busy or not self.is_open or self._ask is None or not is_counted or not isinstance(form, dict):
                return
            ask = replace(self._ask, reason=form.get("reason", ""))
            self.is_busy, self.field_errors = True, {}
        try:
            refuse_others(form, FIELDS)
            _require_typed(self.question["expected"], form)
            await run_in_steps(service.start, ask, current_caller().acting)
        finally:
            async with self:
                self.is_busy = False
        async with self:
            self.is_open, self._ask = False, None

    async def _refuse(self, refusal: DomainError) -> None:
        """Nothing can be started as it was asked."""
        if self._ask is not None:
            self._ask = replace(self._ask, counted=None)
        self.question = {**self.question, "is_possible": False}
        await show(self, refusal)


def _require_typed(expected: str, form: Mapping[str, Any]) -> None:
    """What cannot be taken back is asked for with its number, typed by hand."""
    typed = "".join(sign for sign in str(form.get("typed", "")) if sign.isdigit())
    if expected and typed != expected:
        raise InvalidInput(
            _("Please check the marked fields."), {"typed": _("Type the number {number}.", number=expected)}
        )


async def _tell(state: rx.State, _query: ListUsers) -> list[Any]:
    (await state.get_state(ManyCountsState))._offer(offered(current_caller().acting))
    return []


follow(_tell)
