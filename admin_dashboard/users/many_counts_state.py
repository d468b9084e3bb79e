"""How many of the ticked each action would change: beside its button, and never in the way of a tick."""

import asyncio

import reflex as rx

from ..core.permissions import Permission
from ..core.work import Work
from ..mass_actions import service
from ..mass_actions.commands import ActionName, StartMassAction
from ..mass_actions.sentences import number
from ..selection.selection import NOTHING, Selection
from ..spaces.queries import all_spaces
from ..web.action import needs, run
from ..web.caller import current_caller

PAUSE_SECONDS = 0.1
"""Who ticks quickly is counted for once."""
COUNTED = {
    ActionName.INVITE: Permission.USERS_INVITE,
    ActionName.DISABLE: Permission.USERS_ENABLE,
    ActionName.ENABLE: Permission.USERS_ENABLE,
    ActionName.DELETE: Permission.USERS_DELETE,
}
"""The other actions ask which role, space or value first."""
NO_COUNTS: dict[str, str] = {}


class ManyCountsState(rx.State):
    """Action → how many it would change, for those the reader may ask for; empty where that depends on a choice."""

    counts: dict[str, str] = NO_COUNTS
    _selection: Selection = NOTHING

    def _see(self, selection: Selection) -> None:
        """These are ticked now; while it is nobody, nothing is offered."""
        self._selection = selection
        if selection.is_empty and self.counts:
            self.counts = NO_COUNTS

    @rx.event(background=True, supersedes=True)
    @needs(Permission.USERS_VIEW)
    async def count(self):
        """Count for those who are ticked when the ticking rests."""
        await asyncio.sleep(PAUSE_SECONDS)
        selection = self._selection
        if selection.is_empty:
            return
        counts = await run(read_counts, selection, current_caller().language)
        async with self:
            if self._selection == selection and self.counts != counts:
                self.counts = counts


def read_counts(work: Work, selection: Selection, language: str) -> dict[str, str]:
    """What this actor may ask for, and how many it would change."""
    counts = dict.fromkeys(_with_choice(work), "")
    for action, permission in COUNTED.items():
        if work.actor.may(permission):
            would = service.preview(work, StartMassAction(action, selection))
            counts[action] = number(would.will_change, language)
    return counts


def _with_choice(work: Work) -> list[str]:
    found: list[str] = []
    if work.actor.may(Permission.ROLES_GRANT):
        found += [ActionName.GRANT_ROLE, ActionName.REVOKE_ROLE]
    if any(work.actor.may(Permission.SPACES_MANAGE, space.id) for space in all_spaces(work)):
        found += [ActionName.ADD_TO_SPACE, ActionName.REMOVE_FROM_SPACE]
    if work.actor.may(Permission.USERS_EDIT):
        found.append(ActionName.SET_ATTRIBUTE)
    return found
