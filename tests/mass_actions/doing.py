"""Actions asked for and carried out, with the real worker."""

from contextlib import AbstractContextManager
from typing import Any

from admin_dashboard.core.permissions import SYSTEM, Actor
from admin_dashboard.core.work import Door, Work, begin
from admin_dashboard.jobs.worker import Worker
from admin_dashboard.mass_actions import queries, service
from admin_dashboard.mass_actions.commands import ActionName, Ask, StartMassAction
from admin_dashboard.mass_actions.jobs import MASS_ACTION
from admin_dashboard.mass_actions.queries import MassActionRow
from admin_dashboard.models import User
from admin_dashboard.selection.selection import NOTHING


def open_work(actor: Actor) -> AbstractContextManager[Work]:
    """One transaction of a page."""
    return begin(actor, Door.PAGE)


def ask(action: ActionName | str, *users: User, reason: str = "", **args: Any) -> StartMassAction:
    """This action on these users."""
    selection = NOTHING.tick(user.id or 0 for user in users)
    return StartMassAction(ActionName(action), selection, args, reason)


def started(asked: Ask, actor: Actor = SYSTEM) -> int:
    """The job's id; the worker has not come to it."""
    return service.start(open_work, asked, actor)


def run_jobs() -> None:
    """The worker does all there is to do."""
    worker = Worker([MASS_ACTION])
    while worker.run_once():
        pass


def carried_out(asked: Ask, actor: Actor = SYSTEM) -> MassActionRow:
    """The action after its end."""
    job_id = started(asked, actor)
    run_jobs()
    return row(job_id)


def row(job_id: int) -> MassActionRow:
    """The action as it stands."""
    with begin(SYSTEM) as work:
        return queries.row(work, job_id)


def outcomes(job_id: int) -> dict[int, str]:
    """User id → `done`, or why not."""
    with begin(SYSTEM) as work:
        return {item.user_id: item.reason or item.outcome for item in queries.items(work, job_id, limit=1000)}
