"""Actions on many users: what one would do, starting it, cancelling it. Doing it is the job's."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, false, func, insert, literal, select, update
from sqlmodel import col

from ..core.errors import Conflict
from ..core.forms import Command
from ..core.i18n import _, n_
from ..core.permissions import Actor
from ..core.work import OpenWork, Work
from ..db.criteria import USERS
from ..db.many import listed
from ..jobs.queue import enqueue
from ..models import Job, JobState, MassAction, MassItem, Outcome, SignInSession
from . import queries
from .action import Action, Asked, count_by_reason
from .commands import JOB, Ask, StartMassAction
from .plans import Plan, plan

FREEZE_AT_ONCE = 10_000
ABANDONED_AFTER = timedelta(hours=1)


class NobodyAsked(Conflict):
    """There is nobody to do it to."""

    def __init__(self) -> None:
        super().__init__(_("Nobody is selected."))


class MoreByNow(Conflict):
    """More people would be concerned than the person was told."""

    def __init__(self, counted: int) -> None:
        super().__init__(
            n_(
                "More users match by now than the {count} you were shown. Nothing was done; look again.",
                "More users match by now than the {count} you were shown. Nothing was done; look again.",
                counted,
            )
        )


@dataclass(frozen=True)
class Preview:
    """What an action would do now. `skipped`: reason → how many, the most first."""

    asked: int
    will_change: int
    skipped: dict[str, int]
    sessions_ending: int
    mails: int


def preview(work: Work, ask: Ask) -> Preview:
    """What would happen, exactly, if it happened now.

    Raises:
        DomainError: as `plans.plan`.
    """
    made = plan(work, ask)
    counts = count_by_reason(work, made.action, made.asked)
    will_change = counts.pop(None, 0)
    skipped = {str(reason): count for reason, count in sorted(counts.items(), key=lambda one: -one[1])}
    return Preview(
        asked=will_change + sum(skipped.values()),
        will_change=will_change,
        skipped=skipped,
        sessions_ending=_sessions_ending(work, made),
        mails=will_change if made.action.sends_mail else 0,
    )


def _sessions_ending(work: Work, made: Plan) -> int:
    whose = made.action.ends_sessions(work, made.asked)
    if whose is None:
        return 0
    is_changed = made.action.why_not(work, made.asked).is_(None)
    is_theirs = col(SignInSession.user_id) == USERS.c.id
    ending = select(func.count()).select_from(SignInSession).join(USERS, is_theirs)
    return work.session.execute(ending.where(made.asked.whom, is_changed, whose)).scalar_one()


def start(open_work: OpenWork, ask: Ask, caller: Actor) -> int:
    """Write down whom it is asked of, as of now, and leave it to the worker; returns the job's id.

    From then on nobody else comes under it, whatever the list shows later. The ids are written in short transactions:
    an interruption before the last one leaves an action that nobody does.

    Raises:
        DomainError: as `plans.plan`.
        NobodyAsked: there is nobody to do it to.
        MoreByNow: there are more than the person was told.
    """
    with open_work(caller) as work:
        made = plan(work, ask)
        _sweep(work)
        job_id = _prepare(work, made)
    try:
        asked = _write_down(open_work, caller, made, job_id)
        _require_as_told(ask, asked)
    except BaseException:
        with open_work(caller) as work:
            _end(work, job_id, JobState.PREPARING)
        raise
    with open_work(caller) as work:
        release(work, job_id, asked)
    return job_id


def cancel(work: Work, job_id: int) -> bool:
    """Stop an action. What is done stays, nothing more is done; whether it was still going on.

    Raises:
        NotFound: there is no such action for this actor.
        NotAllowed: the actor neither asked for it nor may do the like.
    """
    row = queries.row(work, job_id)
    if row.asked_by_id is None or row.asked_by_id != work.actor.id:
        row.action.check(work, row.as_asked())
    if not _end(work, job_id, JobState.PREPARING, JobState.QUEUED, JobState.RUNNING):
        return False
    work.record("mass_action.cancelled", job=job_id, mass_action=row.action.name)
    return True


def prepare(work: Work, action: Action, args: Command) -> int:
    """A new action in the actor's name, asked of nobody so far; its job's id.

    For a job of another kind, which writes the items and then calls `release`.
    """
    return _prepare(work, Plan(action, Asked(args, false()), lambda *_asked: (), ""))


def release(work: Work, job_id: int, asked: int) -> None:
    """From here on the worker may do it to so many people as are written down. Nothing happens the second time."""
    is_prepared = and_(col(Job.id) == job_id, col(Job.state) == JobState.PREPARING)
    released = update(Job).where(is_prepared).values(state=JobState.QUEUED, total=asked, due_at=work.now)
    if work.session.execute(released).rowcount:  # type: ignore[attr-defined]
        mass = work.session.get_one(MassAction, job_id)
        mass.asked = asked
        why: dict[str, Any] = {"reason": mass.reason} if mass.reason else {}
        work.record("mass_action.started", job=job_id, mass_action=mass.action, asked=asked, **why)


def _prepare(work: Work, made: Plan) -> int:
    job_id = enqueue(work, JOB)
    work.session.execute(update(Job).where(col(Job.id) == job_id).values(state=JobState.PREPARING))
    work.session.add(
        MassAction(
            job_id=job_id,
            action=made.action.name,
            args=made.asked.args.model_dump_json(),
            reason=made.reason,
            undo_of_id=made.asked.undo_of_id,
            retry_of_id=made.retry_of_id,
        )
    )
    return job_id


def _write_down(open_work: OpenWork, caller: Actor, made: Plan, job_id: int) -> int:
    """Freeze whom it is asked of, part by part; how many they are."""
    asked, last_id = 0, 0
    while True:
        # Looking takes long where few of many match: nobody is kept from writing meanwhile.
        with open_work(caller) as work:
            ids = made.next_ids(work, last_id, FREEZE_AT_ONCE)
        if ids:
            with open_work(caller) as work:
                people = listed(work.session, ids)
                rows = select(literal(job_id), people.id, literal(str(Outcome.WAITING))).select_from(people.table)
                columns = ["job_id", "user_id", "outcome"]
                work.session.execute(insert(MassItem).from_select(columns, rows.order_by(people.place)))
            asked, last_id = asked + len(ids), ids[-1]
        if len(ids) < FREEZE_AT_ONCE:
            return asked


def _require_as_told(ask: Ask, asked: int) -> None:
    if not asked:
        raise NobodyAsked
    counted = ask.counted if isinstance(ask, StartMassAction) else None
    if counted is not None and asked > counted:
        raise MoreByNow(counted)


def _end(work: Work, job_id: int, *states: JobState) -> bool:
    """Cancel the job if it is in one of these states; whether it was."""
    is_it = and_(col(Job.id) == job_id, col(Job.state).in_(states))
    return _cancel(work, is_it) == 1


def _sweep(work: Work) -> None:
    """What was interrupted while it was written down is never done."""
    is_left = and_(col(Job.kind) == JOB, col(Job.state) == JobState.PREPARING)
    _cancel(work, and_(is_left, col(Job.created_at) < work.now - ABANDONED_AFTER))


def _cancel(work: Work, which: object) -> int:
    cancelled = {"state": JobState.CANCELLED, "finished_at": work.now, "owner": None, "lease_until": None}
    return work.session.execute(update(Job).where(which).values(**cancelled)).rowcount  # type: ignore[arg-type, attr-defined]
