"""Looking at users who match, so that nobody is looked at twice for one answer."""

from dataclasses import replace

from sqlmodel import Session

from ..db import tallies
from ..db.criteria import Criteria, Filters, State
from ..db.groups import groups
from ..db.tallies import Seen, Status
from .status_groups import admitted, plainest, whatever_status


class Looks:
    """What has been seen so far. Whoever passes narrower filters was seen where wider ones showed everybody."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._seen: list[tuple[Criteria, frozenset[Status], Seen]] = []

    def at(self, criteria: Criteria) -> Seen:
        """Those who match, or the first of them when they are too many."""
        wanted = admitted(criteria.filters)
        return (self._look(criteria, wanted) if wanted else Seen({})).only(wanted)

    def _look(self, criteria: Criteria, wanted: frozenset[Status]) -> Seen:
        plain, wide = whatever_status(criteria), _wide(criteria)
        looked_for = admitted(wide.filters)
        for others, there, seen in self._seen:
            if others == plain and (there == looked_for or (seen.is_all and wanted <= there)):
                return seen
        # Of everybody the statuses are known: only roles, spaces and values are asked of those who are seen.
        seen = tallies.look(self.session, wide, tallies.REACH + 1 if is_everybody(plain) else None)
        self._seen.append((plain, looked_for, seen))
        return seen


def is_everybody(plain: Criteria) -> bool:
    """Whether there are neither words nor filters other than by status."""
    return not (plain.words or groups(plain.filters))


def _wide(criteria: Criteria) -> Criteria:
    """Most are enabled: those are not worth a look of their own."""
    filters: Filters = plainest(criteria.filters)
    return replace(criteria, filters=replace(filters, state=State.ANY) if filters.state == State.ENABLED else filters)
