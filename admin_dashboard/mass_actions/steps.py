"""One step of an action: people are held, sorted out by the rules, changed, and written down; all or nothing."""

from collections.abc import Sequence

from sqlalchemy import case, select, text, update
from sqlmodel import col

from ..core import sessions
from ..core.errors import DomainError
from ..core.forms import Command
from ..core.permissions import SYSTEM, Actor
from ..core.rights import rights_of
from ..core.work import Work
from ..db.criteria import USERS
from ..db.many import is_one_of, listed
from ..models import Job, MassAction, MassItem, Outcome, User
from .action import Action, Asked, Chunk, grouped
from .actions import ACTIONS
from .commands import ActionName
from .conditions import EVERYBODY
from .reasons import Reason, Stopped, stop_reason

_id = USERS.c.id


def take_step(work: Work, job_id: int, ids: Sequence[int]) -> None:
    """Do the action to these people, as far as it may be done to each, in the name of who asked for it.

    Raises:
        Stopped: it may not be done to anybody any more.
    """
    mass, action = _begun(work, job_id)
    # Held before anything is decided about them.
    hold(work, ids)
    asked = Asked(
        action.args.model_validate_json(mass.args), is_one_of(work.session, _id, ids), mass.undo_of_id, is_running=True
    )
    _check(work, action, asked)
    left_out = _left_out(work, action, asked, ids)
    for reason, people in grouped(left_out.items()).items():
        _settle(work, job_id, people, {"outcome": Outcome.SKIPPED, "reason": reason})
    done = [user_id for user_id in ids if user_id not in left_out]
    if done:
        before = {"before": before} if (before := action.before(work, asked, col(MassItem.user_id))) is not None else {}
        _settle(work, job_id, done, {"outcome": Outcome.DONE, **before})
        asked = Asked(asked.args, is_one_of(work.session, _id, done), asked.undo_of_id, is_running=True)
        ended = _end_sessions(work, action, asked, done)
        action.apply(Chunk(work, asked, job_id, mass.reason, done, ended))
    mass.done += len(done)
    mass.skipped += len(ids) - len(done)


def give_up_on(work: Work, job_id: int, user_id: int) -> None:
    """Note that the action fails on this person, so that the others are not kept from it."""
    mass = work.session.get_one(MassAction, job_id)
    _settle(work, job_id, [user_id], {"outcome": Outcome.FAILED, "reason": Reason.ERROR})
    mass.failed += 1


def carry_out(work: Work, action: Action, args: Command, ids: Sequence[int], job_id: int) -> None:
    """Do the action to these people, for a job of another kind that has made sure it may be, and holds them."""
    asked = Asked(args, is_one_of(work.session, _id, ids), is_running=True)
    action.apply(Chunk(work, asked, job_id, "", ids, _end_sessions(work, action, asked, ids)))


def carry_out_on_fit(work: Work, action: Action, args: Command, ids: Sequence[int], job_id: int) -> dict[int, str]:
    """As `carry_out`, to those to whom it may be done; why not, for the others."""
    left_out = _left_out(work, action, Asked(args, is_one_of(work.session, _id, ids), is_running=True), ids)
    if fit := [user_id for user_id in ids if user_id not in left_out]:
        carry_out(work, action, args, fit, job_id)
    return left_out


def _begun(work: Work, job_id: int) -> tuple[MassAction, Action]:
    """The action, the work being in the name of who asked for it."""
    mass, asked_by = work.session.execute(
        select(MassAction, col(Job.created_by_id)).join(Job).where(col(Job.id) == job_id)
    ).one()
    work.actor = acting_for(work, asked_by)
    return mass, ACTIONS[ActionName(mass.action)]


def acting_for(work: Work, user_id: int | None) -> Actor:
    """Who asked for it, with the rights they have by now; the system when it was no person.

    Raises:
        Stopped: they may not sign in any more.
    """
    if user_id is None:
        return SYSTEM
    user = work.session.get(User, user_id)
    if user is None or not user.is_enabled:
        raise Stopped(Reason.ACTOR_DISABLED)
    rights = frozenset() if user.password_is_temporary else rights_of(work.session, user_id)
    return Actor(id=user_id, name=f"{user.first_name} {user.last_name}", rights=rights)


def hold(work: Work, ids: Sequence[int]) -> None:
    """Nobody else changes these people before the step ends. On SQLite nobody can since the step began."""
    if work.session.get_bind().dialect.name == "postgresql":
        # Steps do not wait for the disk. What a crash of the server takes away it takes as a whole, position included:
        # it is done again. What others have seen and built on is on the disk with what they wrote.
        work.session.execute(text("SET LOCAL synchronous_commit TO off"))
        held = select(_id).where(is_one_of(work.session, _id, ids)).order_by(_id)
        work.session.execute(held.with_for_update(key_share=True)).all()


def _check(work: Work, action: Action, asked: Asked) -> None:
    try:
        action.check(work, asked)
    except DomainError as refusal:
        raise Stopped(stop_reason(refusal)) from None


def _left_out(work: Work, action: Action, asked: Asked, ids: Sequence[int]) -> dict[int, str]:
    """User id → why they are left out, in order, for those who are."""
    people = listed(work.session, ids)
    why_not = case((_id.is_(None), str(Reason.GONE)), else_=action.why_not(work, asked))
    joined = people.table.outerjoin(USERS, _id == people.id)
    rows = select(people.id, why_not).select_from(joined).where(why_not.is_not(None)).order_by(people.id)
    return {row[0]: row[1] for row in work.session.execute(rows).all()}


def _end_sessions(work: Work, action: Action, asked: Asked, ids: Sequence[int]) -> dict[int, int]:
    whose = action.ends_sessions(work, asked)
    if whose is None:
        return {}
    if whose is not EVERYBODY:
        ids = work.session.execute(select(_id).where(asked.whom, whose)).scalars().all()
    return sessions.end_all_of(work.session, ids)


def _settle(work: Work, job_id: int, ids: Sequence[int], values: dict[str, object]) -> None:
    """Write down what became of these people."""
    is_theirs = (col(MassItem.job_id) == job_id, is_one_of(work.session, col(MassItem.user_id), ids))
    settled = update(MassItem).where(*is_theirs).values(at=work.now, **values)
    work.session.execute(settled, execution_options={"synchronize_session": False})
