"""What deciding about rows goes by."""

from dataclasses import dataclass, field

from ..core.i18n import Message
from ..core.work import Work
from .cleaning import Row
from .known import Known
from .plan import Plan
from .twice import Twice


@dataclass
class Memory:
    """What a check keeps in mind from one chunk of rows to the next: their keys, and Administrators they disable."""

    twice: Twice = field(default_factory=Twice)
    losing: set[int] = field(default_factory=set)


@dataclass
class Scene:
    """The plan, what is known of the users, what earlier rows have said. Without `twice` that has been settled.

    `losing` are Administrators whom earlier rows disable, `needed` is what somebody new must have, `unnamed` are rows
    whose user is to be given a username.
    """

    work: Work
    plan: Plan
    known: Known
    twice: Twice | None
    losing: set[int]
    needed: tuple[str, ...]
    unnamed: list[Row] = field(default_factory=list)

    def refuse(self, row: Row, target: str, reason: Message) -> None:
        """Note why the row cannot be carried out."""
        row.refuse(self.plan.cleaner.problem(target, row.wanted.get(target, ""), reason))
