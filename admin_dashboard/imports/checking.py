"""The check of an import: the file is read once, every row kept and decided about, no user touched."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice

from sqlalchemy import delete, select
from sqlmodel import col

from ..core.errors import DomainError
from ..core.i18n import _
from ..core.passwords import refusal
from ..core.work import Work
from ..db.many import is_one_of
from ..jobs.collecting import no_collecting
from ..jobs.pace import Pace
from ..jobs.queue import Lease
from ..mass_actions.reasons import Stopped
from ..models import ImportRow, ImportState, RowOutcome
from . import storage
from .cleaning import PASSWORD, Row
from .counting import count, forget
from .deciding import decide
from .files import Record, UnreadableFile
from .known import administrators
from .plan import Plan
from .reading import numbered
from .scene import Memory
from .shapes import lines_of, load_shape
from .staging import SWITCHED_OFF, store
from .turns import Turn, end, why

FIRST_STEP, SMALLEST_STEP, STEP_SECONDS = 200, 20, 0.3
"""The first rows are to be seen at once. Deciding keeps nobody from writing: only the last part of a step does."""
MOST_AT_ONCE, MOST_LETTERS_AT_ONCE = 5_000, 4_000_000
CLEARED_AT_ONCE = 5_000
REMEMBERED_AT_ONCE = 10_000

Numbered = tuple[int, Record]


def check(lease: Lease) -> None:
    """Go on with the check. What cannot be read, or may not be done, ends it with the reason."""
    turn = Turn(lease)
    try:
        _clear(turn)
        if _read(turn):
            with lease.step() as work:
                end(work, lease, turn.take_up(work), ImportState.CHECKED)
    except (DomainError, Stopped) as refused:
        _give_up(turn, refused)
    except OSError:
        _give_up(turn, UnreadableFile(_("The file is no longer here. Import it anew.")))


def _give_up(turn: Turn, refused: DomainError | Stopped) -> None:
    with turn.lease.step() as work:
        row = turn.row(work)
        forget(row)
        end(work, turn.lease, row, ImportState.DRAFT, why(refused))


def _clear(turn: Turn) -> None:
    """Remove what an earlier check left, before the first row of this one."""
    while turn.lease.position == 0:
        with turn.step() as work:
            old = select(col(ImportRow.number)).where(col(ImportRow.import_id) == turn.import_id).limit(CLEARED_AT_ONCE)
            numbers = work.session.execute(old).scalars().all()
            is_old = (col(ImportRow.import_id) == turn.import_id, is_one_of(work.session, _NUMBER, numbers))
            work.session.execute(delete(ImportRow).where(*is_old), execution_options={"synchronize_session": False})
        if len(numbers) < CLEARED_AT_ONCE:
            return


def _read(turn: Turn) -> bool:
    """Go on reading; whether the file has come to its end."""
    with turn.looking() as work:
        turn.plan(work)
        row = turn.row(work)
        lines = lines_of(storage.path_of(row.stored), load_shape(row.shape))
        reading = _Reading(turn, _recollect(work, turn), lines)
    with closing(numbered(row, turn.lease.position)) as found:
        while chunk := reading.next(found):
            with no_collecting():
                reading.take(chunk)
            if turn.must_pause():
                return False
    return True


class _Reading:
    def __init__(self, turn: Turn, memory: Memory, lines: int) -> None:
        self._turn, self._memory, self._lines = turn, memory, lines
        self.pace = Pace(FIRST_STEP, SMALLEST_STEP, STEP_SECONDS)

    def next(self, found: Iterator[Numbered]) -> list[Numbered]:
        """The records of the next step; none at the end of the file."""
        most, letters, chunk = min(self.pace.size, MOST_AT_ONCE), 0, []
        for one in islice(found, most):
            chunk.append(one)
            letters += sum(map(len, one[1].cells))
            if letters > MOST_LETTERS_AT_ONCE:
                break
        return chunk

    def take(self, chunk: Sequence[Numbered]) -> None:
        """Decide about the records and keep them, in one step of the job."""
        began = time.perf_counter()
        with self._turn.looking() as work:
            plan = self._turn.plan(work)
        # Whether a domain receives mail, and whether a password can be guessed, is asked while nothing is held.
        rows = _cleaned(plan, chunk)
        with self._turn.looking() as work:
            self._turn.take_up(work)
            decide(work, plan, rows, self._memory)
        if plan.mapping.passwords == "use":
            with self._turn.lease.kept():
                _judge_passwords(plan, rows)
        with self._turn.step(advance=len(chunk)) as work:
            self._turn.take_up(work)
            store(work, plan.import_id, plan.cleaner, rows)
            row = self._turn.row(work)
            count(row, (one.outcome for one in rows), sum(bool(one.warnings) for one in rows))
            row.rows += len(rows)
            row.position, row.lines = chunk[-1][0], self._lines
            row.busy_ms += self.pace.lap()
        self.pace.adapt(len(chunk), time.perf_counter() - began)


def _cleaned(plan: Plan, chunk: Sequence[Numbered]) -> list[Row]:
    cleaner = plan.cleaner
    lines = [(number, record.line) for number, record in chunk]
    rows = []
    for (_number, record), row in zip(chunk, cleaner.rows(lines, [one.cells for _n, one in chunk]), strict=True):
        if row is not None:
            if record.surplus or record.too_long:
                cleaner.note(row, record.surplus, record.too_long)
            rows.append(row)
    return rows


def _judge_passwords(plan: Plan, rows: Sequence[Row]) -> None:
    """Refuse rows of new users whose password breaks a rule. It takes milliseconds each."""
    for row in rows:
        if row.password and row.outcome == RowOutcome.CREATED:
            words = (row.username, *(row.wanted[name] for name in ("first_name", "last_name", "email")))
            if reason := refusal(row.password, words):
                row.outcome, row.changes = RowOutcome.REFUSED, {}
                row.refuse(plan.cleaner.problem(PASSWORD, "", reason))


def _recollect(work: Work, turn: Turn) -> Memory:
    """What the rows that are kept already say, after a pause or a crash."""
    memory = Memory()
    if turn.lease.position == 0:
        return memory
    keys = select(col(ImportRow.number), col(ImportRow.username), col(ImportRow.email))
    kept = keys.where(col(ImportRow.import_id) == turn.import_id).order_by(col(ImportRow.number))
    for number, *names in work.session.execute(kept.execution_options(yield_per=REMEMBERED_AT_ONCE)):
        memory.twice.remember(number, names)
    is_theirs = is_one_of(work.session, col(ImportRow.user_id), sorted(administrators(work)))
    is_off = (col(ImportRow.import_id) == turn.import_id, is_theirs, col(ImportRow.changes).contains(SWITCHED_OFF))
    memory.losing = set(work.session.execute(select(col(ImportRow.user_id)).where(*is_off)).scalars())
    return memory


_NUMBER = col(ImportRow.number)
