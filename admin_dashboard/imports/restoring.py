"""Giving users of some rows back what they had before an import, where it still is as the import left it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import not_, select
from sqlmodel import col

from ..core.forms import Command
from ..core.i18n import Message, _
from ..core.work import Work
from ..db.many import is_one_of
from ..mass_actions.action import Action
from ..mass_actions.commands import WhichSpace
from ..mass_actions.granting import REVOKE_ROLE
from ..mass_actions.membership import REMOVE_FROM_SPACE
from ..mass_actions.reasons import Reason, in_words
from ..mass_actions.steps import carry_out_on_fit
from ..models import Grant, RowOutcome, SpaceMember
from .applying import apply
from .cleaning import Row
from .columns import ATTRIBUTE
from .deciding import decide
from .giving import GivenRole, GivenSpace, refusal_of
from .known import Known, Person, look
from .plan import Plan
from .staging import Staged

Became = dict[int, Message | None]
"""Number of a row → None where all was given back, else why not."""


@dataclass(frozen=True)
class Step:
    """A step of taking back: the plan and the job, and when the import was run."""

    work: Work
    plan: Plan
    job_id: int
    began: datetime
    ended: datetime


def restore(step: Step, staged: Sequence[Staged]) -> Became:
    """Give the users of updated rows back what they had."""
    rows = [Row(one.number, one.line, (), {"username": one.username or ""}) for one in staged]
    known = look(step.work, step.plan, rows, is_held=True)
    became: Became = {}
    wished: list[Row] = []
    for one, row in zip(staged, rows, strict=True):
        person = known.by_username.get(one.username or "")
        if person is None or person.id != one.user_id:
            became[one.number] = in_words(Reason.GONE)
        else:
            became[one.number] = _wish(step.plan, row, one, _present(person, known))
            wished.append(row)
    refused = _give_back(step, wished)
    there = {row.number for row in wished} - refused.keys()
    return became | refused | _take_away(step, known, [one for one in staged if one.number in there])


def _present(person: Person, known: Known) -> dict[str, str]:
    """What the user has now, by target."""
    fields = {name: getattr(person, name) or "" for name in ("first_name", "last_name", "email", "language")}
    return {**fields, "enabled": "yes" if person.is_enabled else "no", **known.values.get(person.id, {})}


def _wish(plan: Plan, row: Row, one: Staged, present: dict[str, str]) -> Message | None:
    """Ask for the old values of what is as the import left it; why not for the rest."""
    changed_since = []
    for target, (old, new) in json.loads(one.changes or "{}").items():
        if target in {"roles", "spaces"}:
            continue
        if target in plan.targets and present.get(target, "") == new:
            row.wanted[target] = old
        else:
            changed_since.append(plan.cleaner.headers.get(target, target.removeprefix(ATTRIBUTE)))
    if not changed_since:
        return None
    return _("Changed since by somebody else, left as it is: {names}.", names=", ".join(changed_since))


def _give_back(step: Step, rows: Sequence[Row]) -> Became:
    """Change the users by the rules of every import; why not, for those to whom it cannot be done."""
    known = decide(step.work, step.plan, rows)
    apply(step.work, step.plan, step.job_id, rows, known)
    return {row.number: row.problems[0].reason for row in rows if row.outcome == RowOutcome.REFUSED}


def _take_away(step: Step, known: Known, staged: Iterable[Staged]) -> Became:
    """Take roles and spaces back that the import has given, roles first: managing a space comes with working in it."""
    became: Became = {}
    given: dict[GivenRole | GivenSpace, dict[int, int]] = {}
    for one in staged:
        changes = json.loads(one.changes or "{}")
        for target, find in (("roles", known.giving.roles), ("spaces", known.giving.spaces)):
            found = find(changes[target][1]) if target in changes else []
            if isinstance(found, Message):
                became[one.number] = found
                continue
            if reason := refusal_of(found):
                became[one.number] = reason
                continue
            for each in found:
                given.setdefault(each, {})[one.user_id or 0] = one.number
    for each, numbers in sorted(given.items(), key=lambda pair: isinstance(pair[0], GivenSpace)):
        action, args = _undoing(each)
        ids = _still_as_given(step, each, list(numbers))
        left_out = carry_out_on_fit(step.work, action, args, ids, step.job_id) if ids else {}
        became |= {numbers[user_id]: in_words(reason) for user_id, reason in left_out.items()}
        became |= {numbers[i]: in_words(Reason.CHANGED_SINCE) for i in numbers if i not in ids}
    return became


def _undoing(given: GivenRole | GivenSpace) -> tuple[Action, Command]:
    if isinstance(given, GivenRole):
        return REVOKE_ROLE, given.which
    return REMOVE_FROM_SPACE, WhichSpace(space_id=given.id)


def _still_as_given(step: Step, given: GivenRole | GivenSpace, ids: Sequence[int]) -> list[int]:
    """Who has it since the import was run, in order."""
    if isinstance(given, GivenRole):
        whose, at = col(Grant.user_id), col(Grant.granted_at)
        space = col(Grant.space_id)
        is_there = space.is_(None) if given.space_id is None else space == given.space_id
        is_it: list[Any] = [col(Grant.role_id) == given.role.id, is_there]
    else:
        whose, at = col(SpaceMember.user_id), col(SpaceMember.joined_at)
        is_it = [col(SpaceMember.space_id) == given.id, not_(col(SpaceMember.is_manager))]
    is_theirs = is_one_of(step.work.session, whose, ids)
    found = select(whose).where(is_theirs, at >= step.began, at <= step.ended, *is_it).order_by(whose)
    return list(step.work.session.execute(found).scalars())
