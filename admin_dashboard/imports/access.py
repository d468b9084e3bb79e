"""Whose an import is, who may know of it, and where it really stands."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, select, update
from sqlmodel import col

from ..core.errors import NotAllowed, NotFound
from ..core.permissions import Permission
from ..core.work import Work
from ..models import Import, ImportState, Job, JobState
from ..users.rows import LARGEST_ID

ACTIVE = frozenset({ImportState.CHECKING, ImportState.RUNNING, ImportState.TAKING_BACK})
HAS_RUN = frozenset({ImportState.DONE, ImportState.CANCELLED, ImportState.FAILED})
_AFTER_FAILURE = {
    ImportState.CHECKING: ImportState.DRAFT,
    ImportState.RUNNING: ImportState.FAILED,
    ImportState.TAKING_BACK: ImportState.DONE,
}
"""What an import is whose job was given up."""


def is_seen(work: Work) -> ColumnElement[bool]:
    """Whether the actor may know of an import: their own, or all of them for who may see what others do."""
    is_there = col(Import.state) != ImportState.DISCARDED
    if not work.actor.may(Permission.USERS_VIEW):
        return false()
    if work.actor.may(Permission.AUDIT_VIEW):
        return is_there
    is_importer = work.actor.may(Permission.USERS_IMPORT) and work.actor.id is not None
    return and_(is_there, col(Import.created_by_id) == work.actor.id if is_importer else false())


def seen(work: Work, import_id: int) -> Import:
    """The import, for reading and for deciding.

    Raises:
        NotFound: there is none, or none that the actor may know of.
    """
    is_id = isinstance(import_id, int) and 0 < import_id <= LARGEST_ID
    found = select(Import).where(col(Import.id) == (import_id if is_id else 0), is_seen(work))
    row = work.session.execute(found).scalars().first()
    if row is None:
        raise NotFound
    return row


def own(work: Work, import_id: int) -> Import:
    """The import, which only who made it may change; the command line may all.

    Raises:
        NotFound: there is none, or none that the actor may know of.
        NotAllowed: it is somebody else's, or the actor may not import.
    """
    row = seen(work, import_id)
    work.actor.require(Permission.USERS_IMPORT)
    if not is_own(work, row):
        raise NotAllowed
    return row


def is_own(work: Work, row: Import) -> bool:
    """Whether the actor made it."""
    return work.actor.is_system or (work.actor.id is not None and row.created_by_id == work.actor.id)


def hold(work: Work, row: Import) -> Import:
    """The import as of now, which nobody else changes before this work has ended; in its true state."""
    # A write that changes nothing takes the row's lock on PostgreSQL and the database's on SQLite.
    taken = update(Import).where(col(Import.id) == row.id).values(state=Import.state)
    work.session.execute(taken, execution_options={"synchronize_session": False})
    held = work.session.get_one(Import, row.id, populate_existing=True)
    job = work.session.get(Job, held.job_id, populate_existing=True) if held.job_id else None
    held.state = true_state(held.state, job.state if job else "")
    return held


def true_state(state: str, job_state: Any) -> ImportState:
    """Where an import stands, given the state of its latest job: a job that was given up says nothing itself."""
    stored = ImportState(state)
    return _AFTER_FAILURE[stored] if stored in ACTIVE and job_state == JobState.FAILED else stored


def left_to_take_back(row: Import) -> int:
    """How many rows have changed something that nobody has tried to take back."""
    return row.created + row.updated - row.restored - row.left_alone
