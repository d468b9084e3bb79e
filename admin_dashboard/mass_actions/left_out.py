"""Who is left out of an action for one reason: the first of them, so that a number can be looked into."""

from dataclasses import dataclass

from sqlalchemy import select

from ..core.work import Work
from ..db.criteria import USERS
from .commands import Ask
from .plans import plan

MOST = 20
"""People told: enough to see who is meant. The report lists everybody once it is done."""


@dataclass(frozen=True)
class LeftOut:
    """Somebody who is left out."""

    id: int
    name: str
    username: str


def first_left_out(work: Work, ask: Ask, reason: str) -> list[LeftOut]:
    """The first by name whom this reason keeps out, if it happened now; up to one more than `MOST`.

    Raises:
        DomainError: as `plans.plan`.
    """
    made, user = plan(work, ask), USERS.c
    found = select(user.id, user.first_name, user.last_name, user.username)
    found = found.where(made.asked.whom, made.action.why_not(work, made.asked) == reason)
    rows = work.session.execute(found.order_by(user.name_key, user.id).limit(MOST + 1)).all()
    return [LeftOut(row.id, f"{row.first_name} {row.last_name}", row.username) for row in rows]
