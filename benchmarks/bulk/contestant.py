"""Ours and the floor, each in a process of its own: `python -m benchmarks.bulk.contestant ADDRESS ours|floor`.

Disables everybody, then enables everybody; prints for each how many were changed, the seconds, and the memory it took.
"""

import json
import sys
import time
from collections.abc import Callable

from sqlmodel import Session

from admin_dashboard.core.permissions import SYSTEM, Actor
from admin_dashboard.core.work import Door, Work, begin
from admin_dashboard.db.engine import engine
from admin_dashboard.jobs.worker import Worker
from admin_dashboard.mass_actions import queries, service
from admin_dashboard.mass_actions.commands import ActionName, StartMassAction
from admin_dashboard.mass_actions.jobs import MASS_ACTION
from admin_dashboard.selection.selection import Selection
from admin_dashboard.users.listing import Filters, ListUsers, State

from ..memory import most_memory
from ..search.data import use
from . import floor

EVERYBODY = Selection.of_all(ListUsers(filters=Filters(state=State.ANY)))


def ours(name: str) -> int:
    """As the page does: confirmed, frozen, done by the worker. How many were changed."""
    job_id = service.start(_open, StartMassAction(ActionName(name), EVERYBODY, reason="measured"), SYSTEM)
    worker = Worker([MASS_ACTION])
    while True:
        worker.run_once()
        with _open(SYSTEM) as work:
            row = queries.row(work, job_id)
        if row.is_over:
            assert not row.failed, row
            return row.done


def _open(actor: Actor):
    return begin(actor, Door.COMMAND_LINE)


def bare(name: str) -> int:
    """By hand-written statements."""
    with Session(engine()) as session:
        return floor.switch(session.connection(), is_on=name == ActionName.ENABLE)


def main(address: str, who: str) -> None:
    """Both actions."""
    use(address)
    act: Callable[[str], int] = {"ours": ours, "floor": bare}[who]
    with _open(SYSTEM) as work:
        _warm(work)
    for name in (ActionName.DISABLE, ActionName.ENABLE):
        with most_memory() as over_idle:
            started = time.perf_counter()
            changed = act(name)
            seconds = time.perf_counter() - started
        told = {"action": str(name), "changed": changed, "seconds": seconds, "megabytes": over_idle[0] / 2**20}
        print(json.dumps(told), flush=True)


def _warm(work: Work) -> None:
    """What a running process has long done: the connection is open, the caches are as large as they get."""
    service.preview(work, StartMassAction(ActionName.DISABLE, EVERYBODY))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
