"""The question before an action is undone, or tried again on those it failed on."""

from typing import Any

import reflex as rx

from ..core.forms import refuse_others
from ..core.permissions import Permission
from ..core.work import Work
from ..web.action import FormState, needs, run, run_in_steps
from ..web.caller import current_caller
from ..web.left_out import LeftOutState
from . import plans, service
from .commands import RetryMassAction, UndoMassAction
from .left_out import LeftOutOf
from .shown import NOTHING_SHOWN, ShownPreview, shown
from .state import ReportState
from .summary import PATH

Again = UndoMassAction | RetryMassAction


class AgainState(FormState, rx.State):
    """One question at a time; it leads to the report of what follows."""

    is_open: bool = False
    is_busy: bool = False
    question: ShownPreview = NOTHING_SHOWN
    form_number: int = 0
    _job_id: int = 0
    _is_undo: bool = False

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def undo(self):
        """Ask about undoing the action of the report."""
        await self._open(UndoMassAction(await self._shown_id()))

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def retry(self):
        """Ask about trying it again."""
        await self._open(RetryMassAction(await self._shown_id()))

    @rx.event
    @needs(Permission.USERS_VIEW)
    async def change_open(self, is_open: bool):
        """Leave it; not while it is being started."""
        if not self.is_busy:
            self.is_open = is_open is True and self._job_id > 0

    @rx.event(background=True)
    @needs(Permission.USERS_VIEW)
    async def start(self, form: dict[str, Any]):
        """Start it, once, and go to its report."""
        async with self:
            if self.is_busy or not self.is_open or not isinstance(form, dict):
                return None
            asked = UndoMassAction if self._is_undo else RetryMassAction
            ask = asked(self._job_id, form.get("reason", ""))
            self.is_busy, self.field_errors = True, {}
        try:
            refuse_others(form, {"reason"})
            job_id = await run_in_steps(service.start, ask, current_caller().acting)
        finally:
            async with self:
                self.is_busy = False
        async with self:
            self.is_open = False
        return rx.redirect(f"{PATH}/{job_id}")

    async def _shown_id(self) -> int:
        return (await self.get_state(ReportState)).head["id"]

    async def _open(self, ask: Again) -> None:
        self.question = await run(read_question, ask, current_caller().language)
        (await self.get_state(LeftOutState))._about(LeftOutOf(ask))
        self._job_id, self._is_undo = ask.job_id, isinstance(ask, UndoMassAction)
        self.field_errors, self.is_busy = {}, False
        self.form_number += 1
        self.is_open = True


def read_question(work: Work, ask: Again, language: str) -> ShownPreview:
    """What would happen.

    Raises:
        DomainError: as `plans.plan`.
    """
    return shown(plans.plan(work, ask).action.name, service.preview(work, ask), language)
