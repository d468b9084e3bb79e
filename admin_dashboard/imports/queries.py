"""What imports there are, how far each is, and what becomes of its rows."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Select, and_, not_, or_, select
from sqlmodel import col

from ..core.errors import NotFound
from ..core.i18n import Message
from ..core.permissions import Permission
from ..core.work import Work
from ..db.criteria import USERS
from ..models import Import, ImportRow, ImportState, Job, JobState
from . import access, storage
from .columns import Mapping, groups_in, place_of_groups
from .commands import Mode
from .files import Record, Shape
from .problems import load_message
from .reading import mapping_in, numbered
from .shapes import load_shape

LARGEST_PAGE = 1000
SHOWN_AFTER_END = timedelta(hours=1)
"""How long what has ended with an import is still shown to who asked for it."""
_EDITABLE = frozenset({ImportState.DRAFT, ImportState.CHECKED})


@dataclass(frozen=True)
class ImportView:
    """An import and how far it is.

    While it is checked the counters say what would happen; from the beginning of the run they say what has happened to
    `done` rows, and all of them are done when it ends by itself: rows = created + updated + unchanged + refused.
    `rate` is in rows a second of work, `progress` from 0 to 1, `left` the time it will take at that rate; None while
    nobody can tell. `restored` and `left_alone` are what taking it back has done so far.
    """

    id: int
    file_name: str
    size: int
    state: ImportState
    mode: Mode
    invite: bool
    shape: Shape
    mapping: Mapping
    created_at: datetime
    created_by_id: int | None
    created_by: str
    started_at: datetime | None
    finished_at: datetime | None
    rows: int
    created: int
    updated: int
    unchanged: int
    refused: int
    warned: int
    restored: int
    left_alone: int
    rate: float | None
    progress: float | None
    left: timedelta | None
    error: Message | None
    job_id: int | None
    invite_job_id: int | None
    corrects_id: int | None
    is_mine: bool
    can_edit: bool
    can_run: bool
    can_cancel: bool
    can_take_back: bool

    @property
    def done(self) -> int:
        """How many rows are decided about, by the check or, once it has begun, by the run."""
        return self.created + self.updated + self.unchanged + self.refused

    @property
    def is_active(self) -> bool:
        """Whether the worker is at it, or will be."""
        return self.state in access.ACTIVE


@dataclass(frozen=True)
class Preview:
    """The first rows of a file as it is read; what nobody is to see is empty."""

    headers: tuple[str, ...]
    rows: tuple[Record, ...]


def find(work: Work, import_id: int) -> ImportView:
    """One import.

    Raises:
        NotFound: there is none, or none that the actor may know of.
    """
    found = work.session.execute(_imports(work).where(col(Import.id) == import_id)).first()
    if found is None:
        raise NotFound
    return _view(work, found)


def latest(work: Work, limit: int = 50, before_id: int | None = None) -> list[ImportView]:
    """The imports the actor may know of, the newest first; the next page begins `before_id`."""
    found = _imports(work)
    if before_id is not None:
        found = found.where(col(Import.id) < before_id)
    return [_view(work, one) for one in work.session.execute(found.limit(min(limit, LARGEST_PAGE)))]


def lately(work: Work) -> list[ImportView]:
    """The actor's own imports that something goes on with, or has ended with lately; no drafts but those refused."""
    state, ended_at = col(Import.state), col(Job.finished_at)
    goes_on = and_(state.in_(access.ACTIVE), ended_at.is_(None))
    is_waiting = and_(state == ImportState.DRAFT, col(Import.error).is_(None), col(Job.state) != JobState.FAILED)
    is_recent = and_(ended_at > work.now - SHOWN_AFTER_END, not_(is_waiting))
    is_theirs = col(Import.created_by_id) == work.actor.id
    found = _imports(work).where(is_theirs, or_(goes_on, is_recent))
    return [_view(work, one) for one in work.session.execute(found)]


def preview(work: Work, import_id: int, limit: int = 20) -> Preview:
    """The first rows of an import's file, for whoever made it.

    Raises:
        NotFound: there is no such import for this actor.
        NotAllowed: it is somebody else's.
        UnreadableFile: the file cannot be read.
        OSError: the file is no longer there.
    """
    row = access.own(work, import_id)
    columns = mapping_in(row.mapping).columns
    secret = {at for at, column in enumerate(columns) if column.is_secret}
    rows = (record for _number, record in islice(numbered(row), min(limit, LARGEST_PAGE)))
    shown = (one._replace(cells=["" if at in secret else cell for at, cell in enumerate(one.cells)]) for one in rows)
    return Preview(tuple(column.header for column in columns), tuple(shown))


def groups(work: Work, import_id: int) -> list[str]:
    """The groups that the file names, MOST_GROUPS at most, to be told what role they give.

    The whole file is read, once for each column that holds them and each way the file is read.

    Raises:
        As `preview`.
    """
    row = access.own(work, import_id)
    mapping = mapping_in(row.mapping)
    at, reading = place_of_groups(mapping)
    if at < 0:
        return []
    asked = [row.shape, at, reading]
    kept = json.loads(storage.noted(row.stored) or "{}")
    if kept.get("asked") != asked:
        found = groups_in(mapping, (record.cells for _number, record in numbered(row)))
        kept = {"asked": asked, "groups": found}
        storage.note(row.stored, json.dumps(kept))
    return kept["groups"]


def _imports(work: Work) -> Select[Any]:
    """The imports the actor may know of, the newest first."""
    at = (col(ImportRow.import_id) == col(Import.id), col(ImportRow.number) == col(Import.position))
    line = select(col(ImportRow.line)).where(*at).scalar_subquery()
    found: Any = (
        select(Import, col(Job.state), line, USERS.c.first_name, USERS.c.last_name)
        .join(Job, col(Job.id) == col(Import.job_id), isouter=True)
        .join(USERS, USERS.c.id == col(Import.created_by_id), isouter=True)
        .where(access.is_seen(work))
        .order_by(col(Import.id).desc())
    )
    return found


_AS_STORED = (
    *("id", "file_name", "size", "invite", "created_at", "created_by_id", "started_at", "finished_at"),
    *("rows", "created", "updated", "unchanged", "refused", "warned", "restored", "left_alone"),
    *("job_id", "invite_job_id", "corrects_id"),
)


def _view(work: Work, found: Sequence[Any]) -> ImportView:
    row, job_state, line, first_name, last_name = found
    state = access.true_state(row.state, job_state)
    is_mine, may_import = access.is_own(work, row), work.actor.may(Permission.USERS_IMPORT)
    is_editor = is_mine and may_import
    rate, progress = _rate(row), _progress(row, state, line)
    return ImportView(
        **{name: getattr(row, name) for name in _AS_STORED},
        state=state,
        mode=Mode(row.mode),
        shape=load_shape(row.shape),
        mapping=mapping_in(row.mapping),
        created_by=f"{first_name} {last_name}" if first_name else "",
        rate=rate,
        progress=progress,
        left=_left(row, rate, progress),
        error=load_message(row.error) if row.error else None,
        is_mine=is_mine,
        can_edit=is_editor and state in _EDITABLE,
        can_run=is_editor and state == ImportState.CHECKED,
        can_cancel=may_import and state in access.ACTIVE,
        can_take_back=may_import and state in access.HAS_RUN and access.left_to_take_back(row) > 0,
    )


def _touched(row: Import) -> int:
    return row.created + row.updated


def _rate(row: Import) -> float | None:
    done = row.created + row.updated + row.unchanged + row.refused
    return 1000 * done / row.busy_ms if row.busy_ms else None


def _progress(row: Import, state: ImportState, line: int | None) -> float | None:
    if state == ImportState.CHECKING:
        return min(1.0, (line or 0) / row.lines) if row.lines else None
    if state == ImportState.RUNNING:
        return (_touched(row) + row.unchanged + row.refused) / row.rows if row.rows else None
    if state == ImportState.TAKING_BACK:
        return (row.restored + row.left_alone) / _touched(row)
    return None


def _left(row: Import, rate: float | None, progress: float | None) -> timedelta | None:
    if not rate or not progress or row.state == ImportState.TAKING_BACK:
        return None
    done = _touched(row) + row.unchanged + row.refused
    return timedelta(seconds=done / progress * (1 - progress) / rate)
