"""How many of those who match are of each kind: of each status, with each role, space or value of an attribute.

A site may be too large to look at everybody for each letter typed. So counts are exact where few enough match, or few
enough are of the kind; else they say "at least".
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, distinct, func, literal, select
from sqlmodel import Session

from . import disabled
from .criteria import USERS, Criteria, State
from .groups import GRANTS, MEMBERS, VALUES, groups
from .match import conditions, indexed
from .sets import Ids, by_id, count_up_to, is_one_of, smallest

REACH = 12_500
"""Candidates that are looked at for one tally."""
SAMPLE = 4_000
"""Users whose roles, spaces and values are looked at when not all who match are in reach."""

_id = USERS.c.id


@dataclass(frozen=True)
class Status:
    """What a row of users says about its kind."""

    is_enabled: bool
    is_external: bool
    is_connected: bool
    is_invited: bool
    source: str


Statuses = Counter[Status]
# As `users_search_statuses` has them on SQLite.
_KIND = (
    USERS.c.first_login_at.is_(None),
    USERS.c.enrolled_at.is_(None),
    USERS.c.is_external,
    USERS.c.source,
)


@dataclass(frozen=True)
class Reach:
    """Conditions that lead to users who match: to all of them if `is_all`, else to this share of them, or so."""

    fits: list[ColumnElement[bool]]
    share: float = 1

    @property
    def is_all(self) -> bool:
        """Whether nobody who matches is left out."""
        return self.share >= 1


def reach(session: Session, criteria: Criteria) -> Reach:
    """The users who match among the first candidates, at most `REACH`."""
    tagged = indexed(session, criteria)
    sets: list[Ids] = [group.ids for group in groups(criteria.filters)] + ([] if tagged is None else [tagged])
    sets += [disabled.ids(session)] if criteria.filters.state == State.DISABLED else []
    ids = smallest(session, sets, REACH) if sets else select(_id)
    candidates = count_up_to(session, ids, REACH * 8)
    among = is_one_of(session, ids if candidates <= REACH else ids.limit(REACH))
    return Reach([among, *conditions(session, criteria)], min(1, REACH / max(1, candidates)))


def statuses(session: Session, fits: Sequence[ColumnElement[bool]]) -> Statuses:
    """How many users there are of each status, of those who fit the conditions."""
    kinds = (*_KIND, USERS.c.is_enabled)
    rows = session.execute(by_id(select(*kinds, func.count()).where(*fits).group_by(*kinds)))
    return Counter({_status(row, is_enabled=row[-2]): row[-1] for row in rows})


def everybodys_statuses(session: Session) -> Statuses:
    """How many users there are of each status.

    SQLite's index knows each status, and fewer are disabled than enabled; PostgreSQL looks at everybody, once.
    """
    if session.get_bind().dialect.name != "sqlite":
        return statuses(session, [])
    counted = statuses(session, [USERS.c.id.in_(disabled.ids(session))])
    for row in session.execute(select(*_KIND, func.count()).group_by(*_KIND)):
        counted[_status(row, is_enabled=True)] = row[-1] - counted[_status(row, is_enabled=False)]
    return counted


def _status(row: Sequence[Any], *, is_enabled: bool) -> Status:
    is_unconnected, is_uninvited, is_external, source = row[:4]
    return Status(is_enabled, is_external, not is_unconnected, not is_uninvited, source)


@dataclass(frozen=True)
class Dimension:
    """What users have beside their row: the table, what of it is a kind, how a kind is spelt, how users are counted."""

    table: Any
    kind: tuple[Any, ...]
    name: Any
    users: Any


# A role may be held in several spaces.
ROLES = Dimension(GRANTS, (GRANTS.c.role_id,), literal(""), func.count(distinct(GRANTS.c.user_id)))
SPACES = Dimension(MEMBERS, (MEMBERS.c.space_id,), literal(""), func.count())
ATTRIBUTES = Dimension(VALUES, (VALUES.c.attribute_id, VALUES.c.sort_key), VALUES.c.value, func.count())
Kind = tuple[Any, ...]


@dataclass(frozen=True)
class Tally:
    """At least so many, exactly so many if `is_exact`. `name` is a way to spell the value."""

    count: int = 0
    is_exact: bool = True
    name: str = ""


def kinds(session: Session, of: Dimension, fits: Reach, only: Collection[int] = ()) -> dict[Kind, Tally]:
    """How many users of the reach are of each kind; of these attributes only, when any are named."""
    ids = by_id(select(_id).where(*fits.fits))
    ids = (ids if fits.is_all else ids.limit(SAMPLE)).subquery()
    limited = [of.kind[0].in_(sorted(only))] if only else []
    return {
        kind: Tally(count, fits.is_all, name)
        for kind, count, name in _tallied(session, of, [of.table.c.user_id.in_(select(ids.c.id)), *limited])
    }


def rare_kinds(session: Session, of: Dimension, criteria: Criteria, asked: Iterable[Kind]) -> dict[Kind, Tally]:
    """How many users match and are of each of these kinds, exactly, for those that few enough are of."""
    few, left = defaultdict(list), SAMPLE
    for size, kind in sorted((_size(session, of, kind), kind) for kind in asked):
        left -= size
        if left < 0:
            break
        few[kind[:-1]].append(kind[-1])
    fits = conditions(session, criteria)
    found: dict[Kind, Tally] = {}
    for parent, values in few.items():
        within = [*_are(of, parent), of.kind[-1].in_(values), of.table.c.user_id == _id, *fits]
        found |= {(*parent, value): Tally() for value in values}
        found |= {kind: Tally(count, name=name) for kind, count, name in _tallied(session, of, within)}
    return found


def _tallied(session: Session, of: Dimension, fits: Sequence[Any]) -> list[tuple[Kind, int, str]]:
    query = select(*of.kind, of.users, func.max(of.name)).where(*fits).group_by(*of.kind)
    return [(tuple(row[:-2]), row[-2], row[-1]) for row in session.execute(by_id(query))]


def _size(session: Session, of: Dimension, kind: Kind) -> int:
    return count_up_to(session, select(of.table.c.user_id).where(*_are(of, kind)), SAMPLE + 1)


def _are(of: Dimension, kind: Kind) -> list[ColumnElement[bool]]:
    return [column == value for column, value in zip(of.kind, kind, strict=False)]
