"""Who is left out of an action for one reason: the first of them, so that a number can be looked into."""

from dataclasses import dataclass
from typing import TypedDict

from sqlalchemy import select

from ..core.work import Work
from ..db.criteria import USERS
from .commands import Ask
from .plans import plan
from .reasons import Reason


class LeftOut(TypedDict):
    """Somebody who is left out."""

    name: str
    username: str


@dataclass(frozen=True)
class LeftOutOf:
    """Finds who would be left out of what is asked, if it happened now."""

    ask: Ask

    def first(self, work: Work, reason: str, most: int) -> list[LeftOut]:
        """The first by name whom this reason keeps out; nobody for what is no reason.

        Raises:
            DomainError: as `plans.plan`.
        """
        if reason not in list(Reason):
            return []
        made, user = plan(work, self.ask), USERS.c
        found = select(user.first_name, user.last_name, user.username)
        found = found.where(made.asked.whom, made.action.why_not(work, made.asked) == reason)
        rows = work.session.execute(found.order_by(user.name_key, user.id).limit(most)).all()
        return [LeftOut(name=f"{row.first_name} {row.last_name}", username=row.username) for row in rows]
