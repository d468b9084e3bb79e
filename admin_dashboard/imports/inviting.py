"""Invitations at the end of an import: an action on many, for those whose rows ask for it."""

from typing import Any

from sqlalchemy import Select, func, insert, literal, select
from sqlmodel import col

from ..core.work import Work
from ..mass_actions import service as mass_actions
from ..mass_actions.commands import Nothing
from ..mass_actions.inviting import INVITE
from ..models import Import, ImportRow, MassItem, Outcome, RowOutcome
from .turns import Turn

AT_ONCE = 10_000


def invite(turn: Turn) -> bool:
    """Write down whom to invite, in short steps, then leave it to the action; whether all is done.

    The job's position goes on behind the rows, so that it is known after a crash how far this is.
    """
    while True:
        with turn.step(advance=AT_ONCE) as work:
            row = turn.take_up(work)
            done = turn.lease.position - row.rows
            if done == 0 and _is_anybody_invited(work, row):
                row.invite_job_id = mass_actions.prepare(work, INVITE, Nothing())
            if row.invite_job_id is None:
                return True
            _write_down(work, row, done)
            if done + AT_ONCE >= row.position:
                _release(work, row.invite_job_id)
                return True
        if turn.must_pause():
            return False


def _is_anybody_invited(work: Work, row: Import) -> bool:
    return work.session.execute(_invited(row).limit(1)).first() is not None


def _invited(row: Import) -> Select[Any]:
    is_asked = (col(ImportRow.invite), col(ImportRow.outcome) != RowOutcome.REFUSED)
    return select(col(ImportRow.user_id)).where(col(ImportRow.import_id) == row.id, *is_asked)


def _write_down(work: Work, row: Import, done: int) -> None:
    number = col(ImportRow.number)
    people = _invited(row).where(number > done, number <= done + AT_ONCE)
    same = literal(row.invite_job_id), literal(str(Outcome.WAITING))
    rows = people.add_columns(*same).order_by(number)
    work.session.execute(insert(MassItem).from_select(["user_id", "job_id", "outcome"], rows))


def _release(work: Work, job_id: int) -> None:
    asked = select(func.count()).select_from(MassItem).where(col(MassItem.job_id) == job_id)
    mass_actions.release(work, job_id, work.session.execute(asked).scalar_one())
