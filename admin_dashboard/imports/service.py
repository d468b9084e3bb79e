"""Imports from the door's side: a file taken in, how it is read, the check, the run, and what ends them."""

from sqlalchemy import func, select, update
from sqlmodel import col

from ..attributes.queries import all_attributes
from ..core.errors import Conflict, DomainError
from ..core.i18n import _
from ..core.permissions import Permission
from ..core.work import Work
from ..jobs.queue import enqueue
from ..models import Import, ImportState, Job, JobState, User
from . import access, counting, reading, storage
from .columns import Mapping, UnusableMapping, checked, from_json, to_json
from .commands import CHECK, RUN, TAKE_BACK, Choices
from .files import Shape, detect
from .limits import limits
from .plan import plan_of, plan_to_take_back, require_right, require_right_to_take_back
from .shapes import dump_shape
from .storage import Upload

_EDITABLE = frozenset({ImportState.DRAFT, ImportState.CHECKED})


class NotNow(Conflict):
    """The import is being checked or run, or is over."""

    def __init__(self) -> None:
        super().__init__(_("This cannot be done with the import as it stands now."))


class NoKey(Conflict):
    """No column tells who a row is about."""

    def __init__(self) -> None:
        super().__init__(_("No column says who each row is about: choose the one with the username or the email."))


def create_import(work: Work, upload: Upload, corrects_id: int | None = None) -> int:
    """A draft of an import of this file, which is read as well as can be told; its id.

    Columns are for what they were the last time, for a file with the same headers. The corrected rows of another import
    are imported as that one was. A file that cannot be read is removed.

    Raises:
        NotAllowed: the actor may not import.
        NotFound: there is no such import to correct for this actor.
        UnreadableFile: the file is no table of users.
    """
    try:
        work.actor.require(Permission.USERS_IMPORT)
        work.actor.require(Permission.USERS_VIEW)
        corrected = access.own(work, corrects_id) if corrects_id is not None else None
        shape = detect(storage.path_of(upload.stored), limits())
        mapping = reading.mapping_of(work, upload.stored, shape)
    except DomainError:
        storage.remove(upload.stored)
        raise
    row = Import(
        file_name=upload.file_name,
        stored=upload.stored,
        size=upload.size,
        sha256=upload.sha256,
        created_at=work.now,
        created_by_id=work.actor.id,
        shape=dump_shape(shape),
        mapping=to_json(mapping),
        corrects_id=corrects_id,
    )
    if corrected:
        row.mode, row.invite = corrected.mode, corrected.invite
    work.session.add(row)
    work.session.flush()
    return row.id or 0


def set_shape(work: Work, import_id: int, shape: Shape) -> None:
    """Read the file in another way; what its columns are for is told anew.

    Raises:
        NotFound: there is no such import of this actor.
        NotNow: it is being checked or run, or is over.
        UnreadableFile: the file cannot be read like that; nothing has changed.
    """
    stored = access.own(work, import_id).stored
    mapping = reading.mapping_of(work, stored, shape) if stored else None
    row = _editable(work, import_id)
    if mapping is None:
        raise NotNow
    row.shape, row.mapping = dump_shape(shape), to_json(mapping)


def set_mapping(work: Work, import_id: int, mapping: Mapping) -> None:
    """Say what the columns are for.

    Raises:
        NotFound: there is no such import of this actor.
        NotNow: it is being checked or run, or is over.
        UnusableMapping: it is for other columns, names what does not exist, or two columns are for the same.
    """
    row = _editable(work, import_id)
    keys = [attribute.key for attribute in all_attributes(work)]
    headers = [column.header for column in from_json(row.mapping, keys).columns]
    if [column.header for column in mapping.columns] != headers:
        raise UnusableMapping
    row.mapping = to_json(checked(mapping, keys))


def set_choices(work: Work, import_id: int, choices: Choices) -> None:
    """Say what may be done with rows, and whether whoever is created is invited.

    Raises:
        NotFound: there is no such import of this actor.
        NotNow: it is being checked or run, or is over.
    """
    row = _editable(work, import_id)
    row.mode, row.invite = choices.mode, choices.invite


def start_check(work: Work, import_id: int) -> int:
    """Have the whole file checked in the background, by today's data, touching no user; the job's id.

    Raises:
        NotFound: there is no such import of this actor.
        NotNow: it is being checked or run, or is over.
        NotAllowed: the actor may not do to users what the import does.
        NoKey: no column tells who a row is about.
        UnusableMapping: an attribute that a column is for is gone.
    """
    row = _editable(work, import_id)
    plan = plan_of(row, all_attributes(work))
    require_right(work, plan)
    if not plan.mapping.key:
        raise NoKey
    row.state, row.error = ImportState.CHECKING, None
    row.job_id = enqueue(work, CHECK, {"import": import_id})
    return row.job_id


def start_run(work: Work, import_id: int) -> int:
    """Have what was checked carried out in the background; the job's id. Its columns are remembered for files like it.

    Raises:
        NotFound: there is no such import of this actor.
        NotNow: it has not been checked as it is.
        NotAllowed: the actor may not do to users what the import does.
        UnusableMapping: an attribute that a column is for is gone.
    """
    row = access.hold(work, access.own(work, import_id))
    if row.state != ImportState.CHECKED:
        raise NotNow
    plan = plan_of(row, all_attributes(work))
    require_right(work, plan)
    rows = row.rows
    counting.forget(row)
    row.rows = rows
    row.state, row.error, row.started_at = ImportState.RUNNING, None, work.now
    row.newest_user_id = work.session.execute(select(func.max(col(User.id)))).scalar() or 0
    row.job_id = enqueue(work, RUN, {"import": import_id}, total=rows)
    reading.remember(work, plan.mapping)
    work.record("import.started", import_id=import_id, file=row.file_name, rows=rows)
    return row.job_id


def cancel(work: Work, import_id: int) -> bool:
    """Stop what is going on; whether anything was. What is done stays, nothing more is done.

    A check that is stopped leaves a draft, a run an import that is over; taking back goes on when asked again.

    Raises:
        NotFound: there is no such import for this actor.
        NotAllowed: the actor neither made it nor may import.
    """
    row = access.seen(work, import_id)
    if not access.is_own(work, row):
        work.actor.require(Permission.USERS_IMPORT)
    # In the order of the job's own steps: else each could wait for the other.
    work.session.execute(select(col(Job.id)).where(col(Job.id) == row.job_id).with_for_update()).all()
    row = access.hold(work, row)
    is_it = (col(Job.id) == row.job_id, col(Job.state).in_([JobState.QUEUED, JobState.RUNNING]))
    ended = {"state": JobState.CANCELLED, "finished_at": work.now, "owner": None, "lease_until": None}
    stopped = update(Job).where(*is_it).values(**ended)
    if row.state not in access.ACTIVE or not work.session.execute(stopped).rowcount:  # type: ignore[attr-defined]
        return False
    row.state = _AFTER_CANCEL[ImportState(row.state)]
    if row.state == ImportState.CANCELLED:
        row.finished_at = work.now
    work.record("import.cancelled", import_id=import_id)
    return True


def take_back(work: Work, import_id: int) -> int:
    """Have what the import did taken back, where it is still as the import left it; the job's id.

    Raises:
        NotFound: there is no such import for this actor.
        NotNow: it is not over, or nothing is left to take back.
        NotAllowed: the actor may not do to users what taking it back does.
    """
    row = access.hold(work, access.seen(work, import_id))
    if row.state not in access.HAS_RUN or not access.left_to_take_back(row):
        raise NotNow
    require_right_to_take_back(work, row, plan_to_take_back(work, row))
    row.state, row.error = ImportState.TAKING_BACK, None
    row.job_id = enqueue(work, TAKE_BACK, {"import": import_id}, total=access.left_to_take_back(row))
    work.record("import.taking_back", import_id=import_id)
    return row.job_id


def discard(work: Work, import_id: int) -> None:
    """Forget an import that has touched no user, with its file. Its rows are removed in the background.

    Raises:
        NotFound: there is no such import for this actor.
        NotAllowed: it is somebody else's, or the actor may not import.
        NotNow: it is being checked, or has been run.
    """
    row = _editable(work, import_id)
    row.state = ImportState.DISCARDED


def _editable(work: Work, import_id: int) -> Import:
    """The import, held, which is a draft from now on: whatever was checked was something else."""
    row = access.hold(work, access.own(work, import_id))
    if row.state not in _EDITABLE:
        raise NotNow
    row.state = ImportState.DRAFT
    counting.forget(row)
    return row


_AFTER_CANCEL = {
    ImportState.CHECKING: ImportState.DRAFT,
    ImportState.RUNNING: ImportState.CANCELLED,
    ImportState.TAKING_BACK: ImportState.DONE,
}
