"""Taking an import back: created users go if nobody has touched them since, updated ones get back what they had."""

import time
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.exc import DataError, IntegrityError
from sqlmodel import col

from ..core.errors import DomainError
from ..core.i18n import Message, _
from ..core.work import Work
from ..db.bulk import update_tuples
from ..db.many import is_one_of
from ..jobs.pace import Pace
from ..jobs.queue import Lease
from ..mass_actions.commands import Nothing
from ..mass_actions.deleting import DELETE, forget
from ..mass_actions.reasons import Reason, Stopped, in_words
from ..mass_actions.steps import carry_out_on_fit, hold
from ..models import AuditEntry, ImportRow, ImportState, RowOutcome
from .plan import plan_to_take_back, require_right_to_take_back
from .problems import dump_message
from .restoring import Became, Step, restore
from .staging import Staged, read_touched
from .turns import Turn, end, why

FIRST_STEP, SMALLEST_STEP, STEP_SECONDS = 200, 20, 0.18
"""What a step may take: nobody else writes meanwhile on SQLite."""
MOST_AT_ONCE = 2_000

TOUCHED = _("Touched since: left as it is.")
FORGET = replace(DELETE, apply=forget)
"""Who never was anybody is not remembered: the file can be imported again."""
_HARMLESS = (
    *("user.invited", "mail.sent", "mail.failed", "mail.cancelled", "invitation.asked_again", "invitation.refused"),
    *("password_reset.sent", "password_reset.refused", "session.refused", "session.throttled", "access.refused"),
)
"""What may have happened to somebody whom nobody has touched."""


def take_back(lease: Lease) -> None:
    """Go on with taking back. When it may not be done any more it ends, and can be asked for again."""
    turn = Turn(lease)
    try:
        if _Taking(turn).go_on():
            _end(turn, ImportState.TAKEN_BACK)
    except (DomainError, Stopped) as refused:
        _end(turn, ImportState.DONE, why(refused))


def _end(turn: Turn, state: ImportState, reason: Message | None = None) -> None:
    with turn.lease.step() as work:
        row = turn.row(work)
        end(work, turn.lease, row, state, reason)
        work.record("import.taken_back", import_id=row.id, restored=row.restored, left_alone=row.left_alone)


class _Taking:
    def __init__(self, turn: Turn) -> None:
        self._turn, self._after = turn, 0
        self._pace = Pace(FIRST_STEP, SMALLEST_STEP, STEP_SECONDS)

    def go_on(self) -> bool:
        """Take one step after another; whether there is nothing left."""
        while staged := self._next():
            self._take(staged)
            self._after = staged[-1].number
            if self._turn.must_pause():
                return False
        return True

    def _next(self) -> list[Staged]:
        with self._turn.looking() as work:
            row = self._turn.row(work)
            return read_touched(work.session, row, self._after, min(self._pace.size, MOST_AT_ONCE))

    def _take(self, staged: Sequence[Staged]) -> None:
        """One step; when the database refuses it, half of it at a time, until it is known on which row it fails."""
        try:
            began = time.perf_counter()
            with self._turn.step(advance=len(staged)) as work:
                self._note(work, self._undo(work, staged))
            self._pace.adapt(len(staged), time.perf_counter() - began)
        except (DataError, IntegrityError):
            if len(staged) == 1:
                with self._turn.step(advance=1) as work:
                    self._note(work, {staged[0].number: in_words(Reason.ERROR)})
                return
            middle = len(staged) // 2
            self._take(staged[:middle])
            self._take(staged[middle:])

    def _undo(self, work: Work, staged: Sequence[Staged]) -> Became:
        row = self._turn.take_up(work)
        plan = plan_to_take_back(work, row)
        require_right_to_take_back(work, row, plan)
        began = row.started_at or work.now
        step = Step(work, plan, self._turn.lease.job_id, began, row.finished_at or work.now)
        created = [one for one in staged if one.outcome == RowOutcome.CREATED]
        updated = [one for one in staged if one.outcome == RowOutcome.UPDATED]
        return {**(_remove(step, created) if created else {}), **(restore(step, updated) if updated else {})}

    def _note(self, work: Work, became: Became) -> None:
        tuples = [(dump_message(reason) if reason else "", number) for number, reason in became.items()]
        connection = work.session.connection()
        update_tuples(connection, ImportRow, ("taken_back", "number"), tuples, import_id=self._turn.import_id)
        row = self._turn.row(work)
        left_alone = sum(reason is not None for reason in became.values())
        row.left_alone += left_alone
        row.restored += len(became) - left_alone


def _remove(step: Step, staged: Sequence[Staged]) -> Became:
    """Remove users nobody has touched since they were created, by the rules of every deletion."""
    work = step.work
    numbers = {one.user_id or 0: one.number for one in staged}
    ids = sorted(numbers)
    hold(work, ids)
    touched = _touched(work, ids)
    fit = [user_id for user_id in ids if user_id not in touched]
    left_out = carry_out_on_fit(work, FORGET, Nothing(), fit, step.job_id) if fit else {}
    why_not = {**dict.fromkeys(touched, TOUCHED), **{i: in_words(reason) for i, reason in left_out.items()}}
    return {number: why_not.get(user_id) for user_id, number in numbers.items()}


def _touched(work: Work, ids: Sequence[int]) -> set[int]:
    """Of whom the audit trail says anything since they were created that is more than an attempt."""
    whose, batch = col(AuditEntry.user_id), col(AuditEntry.batch_id)
    is_theirs = is_one_of(work.session, whose, ids)
    created = select(whose, func.min(batch).label("batch")).where(is_theirs).group_by(whose).subquery()
    is_since = (batch > created.c.batch, col(AuditEntry.action).not_in(_HARMLESS))
    found = select(whose).join(created, created.c.user_id == whose).where(*is_since).distinct()
    return set(work.session.execute(found).scalars())
