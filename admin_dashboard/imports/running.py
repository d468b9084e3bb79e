"""The run of an import: chunk after chunk is decided about anew, by the same function, and carried out."""

import time
from collections.abc import Mapping, Sequence
from contextlib import closing

from sqlalchemy.exc import DataError, IntegrityError

from ..core.errors import DomainError
from ..core.i18n import _
from ..core.work import Work
from ..jobs.collecting import no_collecting
from ..jobs.pace import Pace
from ..jobs.queue import Lease
from ..mass_actions.reasons import Reason, Stopped, in_words
from ..models import Import, ImportState, RowOutcome
from . import storage
from .applying import apply, derive
from .cleaning import Row
from .counting import count
from .deciding import decide
from .files import UnreadableFile
from .hashing import MOST_AT_ONCE, Passwords
from .inviting import invite
from .problems import Problem
from .reading import numbered
from .staging import Staged, cells_of, read, rewrite, rewrite_changed
from .turns import Outdated, Turn, end, why

FIRST_STEP, SMALLEST_STEP, STEP_SECONDS = 500, 50, 0.18
"""What a step may take: nobody else writes meanwhile on SQLite."""
MOST_BYTES_AT_ONCE = 8_000_000


def run(lease: Lease) -> None:
    """Go on with the import, and with the invitations after it."""
    turn = Turn(lease)
    try:
        if _carry_out(turn) and invite(turn):
            _end(turn, ImportState.DONE)
    except (DomainError, Stopped) as refused:
        _end(turn, ImportState.FAILED, refused)
    except OSError:
        _end(turn, ImportState.FAILED, UnreadableFile(_("The file is no longer here. Import it anew.")))


def _carry_out(turn: Turn) -> bool:
    """Go on with the rows; whether all have been done."""
    with turn.looking() as work:
        plan, row = turn.plan(work), turn.row(work)
    going = _Run(turn, row)
    if plan.mapping.passwords == "ignore":
        return going.go_on()
    with closing(numbered(row, row.position)) as found:
        going.passwords = Passwords(plan, found)
        return going.go_on()


class _Run:
    passwords: Passwords | None = None

    def __init__(self, turn: Turn, row: Import) -> None:
        self._turn, self._position = turn, row.position
        self._most_at_once = max(1, MOST_BYTES_AT_ONCE * max(row.rows, 1) // max(row.size, 1))
        self._pace = Pace(FIRST_STEP, SMALLEST_STEP, STEP_SECONDS)

    def go_on(self) -> bool:
        """Take one step after another; whether there is nothing left."""
        while staged := self._next(most := self._most()):
            hashes = self._hashes(staged)
            with no_collecting():
                self._take(staged, hashes)
            self._position = staged[-1].number
            if len(staged) < most:
                return True
            if self._turn.must_pause():
                return False
        return True

    def _most(self) -> int:
        return min(self._pace.size, self._most_at_once, *([MOST_AT_ONCE] if self.passwords else []))

    def _next(self, most: int) -> list[Staged]:
        with self._turn.looking() as work:
            return read(work.session, self._turn.import_id, self._position, most)

    def _hashes(self, staged: Sequence[Staged]) -> Mapping[int, str]:
        if self.passwords is None:
            return {}
        with self._turn.lease.kept():
            return self.passwords.hashes(staged)

    def _take(self, staged: Sequence[Staged], hashes: Mapping[int, str]) -> None:
        """One step; when the database refuses it, half of it at a time, until it is known on which row it fails."""
        try:
            rows = self._prepared(staged, hashes)
            with self._turn.step(advance=len(staged)) as work:
                began = time.perf_counter()
                self._step(work, staged, rows)
            self._pace.adapt(len(staged), time.perf_counter() - began)
        except Outdated:
            self._take(staged, hashes)
        except (DataError, IntegrityError):
            if len(staged) == 1:
                self._give_up(staged[0])
                return
            middle = len(staged) // 2
            self._take(staged[:middle], hashes)
            self._take(staged[middle:], hashes)

    def _prepared(self, staged: Sequence[Staged], hashes: Mapping[int, str]) -> list[Row]:
        """The rows anew from their cells, by today's rules. What the check refused stays refused, as it was shown."""
        with self._turn.looking() as work:
            plan = self._turn.plan(work)
        going = [one for one in staged if one.outcome != RowOutcome.REFUSED]
        columns = len(plan.mapping.columns)
        lines = [(one.number, one.line) for one in going]
        cleaned = plan.cleaner.rows(lines, [cells_of(one.cells, columns) for one in going])
        rows = []
        for one, row in zip(going, cleaned, strict=True):
            if row is None or not one.cells:
                rows.append(_refused(one, Reason.GONE))
                continue
            # A username made from names is kept while it is free.
            row.username = one.username or ""
            row.password_hash = hashes.get(one.number)
            if one.outcome != RowOutcome.UNCHANGED:
                derive(row)
            rows.append(row)
        return rows

    def _step(self, work: Work, staged: Sequence[Staged], rows: Sequence[Row]) -> None:
        turn = self._turn
        plan = turn.require_same(work)
        known = decide(work, plan, rows)
        apply(work, plan, turn.lease.job_id, rows, known)
        kept = {one.number: one for one in staged}
        rewrite_changed(work, plan.import_id, rows, kept)
        outcomes = {row.number: row.outcome for row in rows}
        row = turn.row(work)
        warned = sum(one.warnings is not None for one in staged)
        count(row, (outcomes.get(one.number, RowOutcome.REFUSED) for one in staged), warned)
        row.position = staged[-1].number
        row.busy_ms += self._pace.lap()

    def _give_up(self, one: Staged) -> None:
        """The row is refused, so that the others are not kept from their due."""
        with self._turn.step(advance=1) as work:
            rewrite(work, self._turn.import_id, [_refused(one, Reason.ERROR)])
            found = self._turn.row(work)
            count(found, [RowOutcome.REFUSED], int(one.warnings is not None))
            found.position = one.number


def _refused(one: Staged, reason: Reason) -> Row:
    row = Row(one.number, one.line, (), {})
    row.outcome, row.username = RowOutcome.REFUSED, one.username or ""
    row.refuse(Problem("", "", in_words(reason)))
    return row


def _end(turn: Turn, state: ImportState, refused: DomainError | Stopped | None = None) -> None:
    """The last word about the import, in the audit trail too; its file is no longer needed."""
    with turn.lease.step() as work:
        row = turn.row(work)
        stored, row.stored, row.finished_at = row.stored, "", work.now
        end(work, turn.lease, row, state, why(refused) if refused else None)
        counts = {"created": row.created, "updated": row.updated, "unchanged": row.unchanged, "refused": row.refused}
        work.record("import.ended", import_id=row.id, **counts)
    storage.remove(stored)
