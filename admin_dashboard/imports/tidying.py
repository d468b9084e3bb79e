"""What nobody needs any more: files of imports that are over, drafts nobody came back to, and what they left."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select, update
from sqlmodel import col

from ..core import clock
from ..core.work import Work
from ..db.many import is_one_of
from ..jobs.queue import Lease
from ..models import Import, ImportRow, ImportState, Job, JobState
from . import access, storage

EVERY = timedelta(minutes=10)
DRAFT_LIFE = timedelta(days=7)
STRAY_LIFE = timedelta(days=1)
"""How long a file may lie there that belongs to no import: it may just be arriving."""
AT_ONCE = 5_000
_WAITING = (ImportState.DRAFT, ImportState.CHECKED)
_UNSEEN = {"synchronize_session": False}


def tidy(lease: Lease) -> None:
    """Do one round. What is interrupted is done the next time."""
    with lease.step() as work:
        _settle(work)
        is_old = (col(Import.state).in_(_WAITING), col(Import.created_at) < work.now - DRAFT_LIFE)
        work.session.execute(
            update(Import).where(*is_old).values(state=ImportState.DISCARDED), execution_options=_UNSEEN
        )
        work.session.expire_all()
        unneeded = _let_go_of_files(work)
        kept = set(work.session.execute(select(col(Import.stored))).scalars())
    for stored in unneeded:
        storage.remove(stored)
    _remove_strays(kept)
    while not lease.is_stopping():
        with lease.step() as work:
            if not _remove_some(work):
                break


def _settle(work: Work) -> None:
    """An import whose job was given up is not going on any more."""
    given_up = (
        select(Import)
        .join(Job, col(Job.id) == col(Import.job_id))
        .where(col(Import.state).in_(access.ACTIVE), col(Job.state) == JobState.FAILED)
    )
    for row in work.session.execute(given_up).scalars():
        row.state = access.true_state(row.state, JobState.FAILED)
        row.finished_at = row.finished_at or work.now


def _remove_some(work: Work) -> bool:
    """Remove some rows of what was discarded, or the import itself; whether there was anything."""
    discarded = select(Import).where(col(Import.state) == ImportState.DISCARDED).limit(1)
    row = work.session.execute(discarded).scalars().first()
    if row is None:
        return False
    number = col(ImportRow.number)
    some = select(number).where(col(ImportRow.import_id) == row.id).limit(AT_ONCE)
    numbers = work.session.execute(some).scalars().all()
    if numbers:
        is_it = (col(ImportRow.import_id) == row.id, is_one_of(work.session, number, numbers))
        work.session.execute(delete(ImportRow).where(*is_it), execution_options=_UNSEEN)
    else:
        work.session.delete(row)
    return True


def _let_go_of_files(work: Work) -> list[str]:
    """The files of imports that do not need them any more, which forget them."""
    needs_none = (col(Import.state).not_in([*_WAITING, *access.ACTIVE]), col(Import.stored) != "")
    rows = work.session.execute(select(Import).where(*needs_none)).scalars().all()
    stored = [row.stored for row in rows]
    for row in rows:
        row.stored = ""
    return stored


def _remove_strays(kept: set[str]) -> None:
    oldest = clock.now() - STRAY_LIFE
    for path in storage.folder().glob("*"):
        if path.name not in kept and datetime.fromtimestamp(path.stat().st_mtime, UTC) < oldest:
            path.unlink(missing_ok=True)
