"""What can be done to ticked users, and how many each action would change: never in the way of a tick."""

import asyncio

import reflex as rx

from ..core.permissions import Actor, Permission
from ..core.work import Work
from ..mass_actions import service
from ..mass_actions.commands import ActionName, StartMassAction
from ..mass_actions.sentences import number
from ..selection.selection import NOTHING, Selection
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
NO_OFFERS: list[str] = []


class ManyCountsState(rx.State):
    """The actions the reader may ask for; action → how many it would change, where that depends on no choice."""

    offers: list[str] = NO_OFFERS
    counts: dict[str, str] = NO_COUNTS
    _selection: Selection = NOTHING

    def _see(self, selection: Selection) -> None:
        """These are ticked now; while it is nobody, nothing is offered."""
        self._selection = selection
        if selection.is_empty and self.counts:
            self.counts = NO_COUNTS

    def _offer(self, offers: list[str]) -> None:
        """These stand in the bar as soon as anybody is ticked."""
        if self.offers != offers:
            self.offers = offers

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
    """How many each action would change that this actor may ask for."""
    counts: dict[str, str] = {}
    for action, permission in COUNTED.items():
        if work.actor.may(permission):
            would = service.preview(work, StartMassAction(action, selection))
            counts[action] = number(would.will_change, language)
    return counts


def offered(actor: Actor) -> list[str]:
    """What the actor may ask for, of somebody at least; whether for these, the question says."""
    offers = [str(action) for action, permission in COUNTED.items() if actor.may(permission)]
    if actor.may(Permission.ROLES_GRANT):
        offers += [ActionName.GRANT_ROLE, ActionName.REVOKE_ROLE]
    if any(permission == Permission.SPACES_MANAGE for permission, _space in actor.rights):
        offers += [ActionName.ADD_TO_SPACE, ActionName.REMOVE_FROM_SPACE]
    if actor.may(Permission.USERS_EDIT):
        offers.append(ActionName.SET_ATTRIBUTE)
    return offers
