"""How many of those who match are of each kind: of each status, with each role, space or value of an attribute.

A site may be too large to look at everybody for each letter typed. So counts are exact where few enough match, or few
enough are of the kind; else they say "at least".
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, distinct, func, literal, select
from sqlmodel import Session

from . import disabled, many
from .criteria import USERS, Criteria, State
from .groups import GRANTS, MEMBERS, VALUES, groups
from .match import conditions, indexed
from .sets import Ids, by_id, count_up_to, is_one_of, smallest

REACH = 12_500
"""Users whose roles, spaces and values are all counted; candidates that are looked up of more than four times that."""
SAMPLE = 4_000
"""Users whose roles, spaces and values are looked at when not all who match are in reach."""
SIZES_AT_ONCE = 100
"""Columns of one statement: neither database takes more than some thousand."""

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
_KINDS = (*_KIND, USERS.c.is_enabled)


@dataclass(frozen=True)
class Seen:
    """Users who match, all of them or the first: status → how many, and their ids. And their share of all, at most."""

    by_status: Mapping[Status, tuple[int, str]]
    is_all: bool = True
    share: float = 1

    @property
    def statuses(self) -> Statuses:
        """How many there are of each status."""
        return Counter({status: number for status, (number, _ids) in self.by_status.items()})

    def only(self, admitted: Collection[Status]) -> "Seen":
        """Those of these statuses."""
        return replace(self, by_status={status: seen for status, seen in self.by_status.items() if status in admitted})

    def ids(self, most: int) -> list[int]:
        """At most so many of them, or one more of a status, of each as many as is their share."""
        part = min(1, most / max(1, self.statuses.total()))
        kept = ((text, ceil(number * part)) for number, text in self.by_status.values())
        return [int(user_id) for text, number in kept for user_id in text.split(",", number)[:number]]


def look(session: Session, criteria: Criteria, most: int | None = None) -> Seen:
    """The users who match, or those among the first candidates when there are more than that: by default very many."""
    most = most or REACH * 8
    tagged = indexed(session, criteria)
    sets: list[Ids] = [group.ids for group in groups(criteria.filters)]
    sets += [disabled.ids(session)] if criteria.filters.state == State.DISABLED else []
    if not sets and (tagged is None or not _is_sqlite(session)):
        return _found_alone(session, by_id(select(_id)) if tagged is None else tagged, most)
    sets += [] if tagged is None else [tagged]
    return _found_among(session, smallest(session, sets, REACH), criteria, most)


def _found_alone(session: Session, fitting: Ids, most: int) -> Seen:
    """Whoever is in this set of users matches: who is met says what they are."""
    met = fitting.add_columns(*(kind.label(f"kind_{n}") for n, kind in enumerate(_KINDS))).limit(most).subquery()
    user_id, *kinds = met.c
    rows = session.execute(select(*kinds, func.count(), _listed(user_id)).group_by(*kinds)).all()
    number = sum(row[5] for row in rows)
    return Seen(_by_status(rows), number < most, number / most)


def _found_among(session: Session, ids: Ids, criteria: Criteria, most: int) -> Seen:
    """Each of these is looked up, or the first when they are too many for that."""
    candidates = ids.limit(most).cte("candidates").prefix_with("MATERIALIZED")
    number = select(func.count()).select_from(candidates).scalar_subquery()
    first = select(*candidates.c).limit(case((number <= REACH * 4, REACH * 4), else_=REACH))
    fits = [is_one_of(session, first), *conditions(session, criteria)]
    query = select(*_KINDS, func.count(), _listed(_id), number).where(*fits).group_by(*_KINDS)
    rows = session.execute(by_id(query)).all()
    there_are = rows[0][-1] if rows else count_up_to(session, ids, most)
    is_all = there_are < most and there_are <= REACH * 4
    return Seen(_by_status(rows), is_all, 1 if is_all else REACH / there_are)


def _listed(ids: ColumnElement[int]) -> ColumnElement[str]:
    return func.aggregate_strings(cast(ids, String), ",")


def _by_status(rows: Iterable[Sequence[Any]]) -> dict[Status, tuple[int, str]]:
    return {_status(row, is_enabled=row[4]): (row[5], row[6]) for row in rows}


def statuses(session: Session, fits: Sequence[ColumnElement[bool]]) -> Statuses:
    """How many users there are of each status, of those who fit the conditions."""
    rows = session.execute(by_id(select(*_KINDS, func.count()).where(*fits).group_by(*_KINDS)))
    return Counter({_status(row, is_enabled=row[4]): row[5] for row in rows})


def everybodys_statuses(session: Session) -> Statuses:
    """How many users there are of each status.

    SQLite's index knows each status, and fewer are disabled than enabled; PostgreSQL looks at everybody, once.
    """
    if not _is_sqlite(session):
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


def kinds(session: Session, of: Dimension, seen: Seen, only: Collection[int] = ()) -> tuple[dict[Kind, Tally], bool]:
    """How many of the users who were seen are of each kind; of these attributes only, when any are named.

    And whether these are all who match: of very many only some are asked.
    """
    is_all = seen.is_all and seen.statuses.total() <= REACH
    held_by = many.is_one_of(session, of.table.c.user_id, seen.ids(REACH if is_all else SAMPLE))
    limited = [of.kind[0].in_(sorted(only))] if only else []
    tallied = _tallied(session, of, [held_by, *limited])
    return {kind: Tally(count, is_all, name) for kind, count, name in tallied}, is_all


def rare_kinds(session: Session, of: Dimension, criteria: Criteria, asked: Iterable[Kind]) -> dict[Kind, Tally]:
    """How many users match and are of each of these kinds, exactly, for those that few enough are of."""
    few, left = defaultdict(list), SAMPLE
    for size, kind in _by_size(session, of, asked):
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


def _by_size(session: Session, of: Dimension, kinds: Iterable[Kind]) -> list[tuple[int, Kind]]:
    """How many rows there are of each kind, and the kind, the rarest first; no more are counted than matter."""
    asked = list(kinds)
    found: list[tuple[int, Kind]] = []
    for some in (asked[at : at + SIZES_AT_ONCE] for at in range(0, len(asked), SIZES_AT_ONCE)):
        rows = (select(of.table.c.user_id).where(*_are(of, kind)).limit(SAMPLE + 1).subquery() for kind in some)
        sizes = select(*(select(func.count()).select_from(each).scalar_subquery() for each in rows))
        found += zip(session.execute(sizes).one(), some, strict=True)
    return sorted(found)


def _are(of: Dimension, kind: Kind) -> list[ColumnElement[bool]]:
    return [column == value for column, value in zip(of.kind, kind, strict=False)]


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"
