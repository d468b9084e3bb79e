"""Finding users: the one place that knows how each database finds them quickly.

Few matches are read through the search index and sorted; many are met soon enough by walking the index of the order.
How many there are is known exactly up to `CAP`; beyond it the answer is "at least", and `count` gives the number.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlmodel import Session

from . import disabled
from .criteria import USERS, Connection, Criteria, Filters, State
from .groups import groups, state_condition
from .match import conditions, indexed_on_postgresql, is_told_by_trigrams, matched, trigrams
from .order import Order, Place, SortColumn, Window
from .sets import Ids, by_id, count_up_to, is_one_of, rarest, smallest
from .walk import Conditions, end_of_walk, walk

CAP = 10_000
"""Matches that are counted exactly, and read and sorted at once."""
FEW = 3_000
"""Matches that are cheaper to read than to intersect: on SQLite with the facets, on PostgreSQL the disabled users with
what the search index finds."""
WALK = 30_000
"""Rows of an order that are looked through on SQLite before the search index is asked instead."""

_BEYOND_EVERY_ID = 2**31 - 1
_id = USERS.c.id


@dataclass(frozen=True)
class Found:
    """The ids of a window, whether rows follow it, and how many match: at least `total`, exactly if `is_exact`."""

    ids: list[int]
    has_more: bool
    total: int
    is_exact: bool


def find(session: Session, criteria: Criteria, window: Window) -> Found:
    """The ids of the users who match, in order, as far as the window goes."""
    window = _without_detour(criteria.filters, window)
    if _dialect(session) == "sqlite":
        return _find_on_sqlite(session, criteria, window)
    return _find_on_postgresql(session, criteria, window)


def count(session: Session, criteria: Criteria) -> int:
    """How many users match, exactly."""
    count_in = _count_on_sqlite if _dialect(session) == "sqlite" else _count_on_postgresql
    if criteria.filters.state == State.ENABLED and _is_known_of_both(session, criteria):
        # Fewer are disabled than enabled.
        return count_in(session, criteria, State.ANY) - count_in(session, criteria, State.DISABLED)
    return count_in(session, criteria, criteria.filters.state)


def _is_known_of_both(session: Session, criteria: Criteria) -> bool:
    """Whether an index answers for enabled and disabled users together: PostgreSQL looks at whom its index finds."""
    is_told = _dialect(session) == "sqlite" or not indexed_on_postgresql(criteria)
    return is_told and not groups(criteria.filters)


def _without_detour(filters: Filters, window: Window) -> Window:
    """Not by the values that the filters shut out.

    By the last connection, those who connected come after all who never did, and these are equal but for the id.
    """
    if window.order.column != SortColumn.LAST_LOGIN:
        return replace(window, order=window.order.within(filters))
    if filters.connection == {Connection.NEVER}:
        return replace(window, order=Order(SortColumn.ID, window.order.descending))
    if filters.connection == {Connection.CONNECTED} and not (window.order.descending or window.after):
        return replace(window, after=Place(None, _BEYOND_EVERY_ID))
    return window


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


def _count_on_sqlite(session: Session, criteria: Criteria, state: State) -> int:
    criteria = replace(criteria, filters=replace(criteria.filters, state=state))
    sets, match = [group.ids for group in groups(criteria.filters)], trigrams(criteria)
    if match and state == State.ANY:
        if is_told_by_trigrams(criteria) and not sets:
            return _size(session, matched(match))
        sets.append(matched(match))
    return _count_among(session, sets, conditions(session, criteria))


def _count_on_postgresql(session: Session, criteria: Criteria, state: State) -> int:
    criteria = replace(criteria, filters=replace(criteria.filters, state=state))
    sets, fits = [group.ids for group in groups(criteria.filters)], conditions(session, criteria)
    if disabled.are_all(fits):
        return _size(session, disabled.ids(session))
    if state == State.DISABLED and (few := rarest(session, [disabled.ids(session)], FEW)) is not None:
        sets.append(few)
    if not sets:
        fits = [*indexed_on_postgresql(criteria), *state_condition(criteria.filters)]
    return _count_among(session, sets, fits)


def _size(session: Session, ids: Ids) -> int:
    return session.execute(select(func.count()).select_from(ids.subquery())).scalar_one()


def _count_among(session: Session, sets: Sequence[Ids], fits: Conditions) -> int:
    number = select(func.count()).select_from(USERS)
    if sets:
        number = by_id(number.where(is_one_of(session, smallest(session, sets, CAP * 10))))
    return session.execute(number.where(*fits)).scalar_one()


def _among(session: Session, fits: Conditions, window: Window, most: int) -> Found:
    """Read the matches, at most so many, then sort and count them."""
    order = window.order
    found = by_id(select(_id.label("id"), order.key.label("key")).where(*fits).limit(most))
    found = found.cte("found").prefix_with("MATERIALIZED")
    key, user_id = found.c.key, found.c.id
    total = select(func.count()).select_from(found)
    query = select(user_id, total.scalar_subquery()).order_by(*order.by(key, user_id))
    if window.after:
        query = query.where(order.after(window.after, key, user_id))
    rows = session.execute(query.limit(window.limit + 1).offset(window.offset)).all()
    is_beyond_the_end = not rows and (window.after or window.offset)
    count = session.execute(total).scalar_one() if is_beyond_the_end else rows[0][1] if rows else 0
    return Found([row[0] for row in rows[: window.limit]], len(rows) > window.limit, count, count < most)


def _found(ids: list[int], window: Window, total: int, *, is_exact: bool) -> Found:
    return Found(ids[: window.limit], len(ids) > window.limit, total, is_exact)


# Sets of candidates: whoever matches is in each of them


def _with_disabled(session: Session, sets: Sequence[Ids], criteria: Criteria) -> list[Ids]:
    return [*sets, disabled.ids(session)] if criteria.filters.state == State.DISABLED else [*sets]


def _of_many(session: Session, sets: Sequence[Ids], fits: Conditions, window: Window) -> Found:
    """The window, when every set is large: the total is what the first candidates give."""
    ids, most = smallest(session, sets, CAP * 10), CAP * 5 // 4
    first = by_id(select(_id).where(is_one_of(session, ids.limit(most)), *fits))
    total = count_up_to(session, first, CAP + 1)
    is_exact = total <= CAP and count_up_to(session, ids, most) < most
    found = _walk_or_sort(session, [is_one_of(session, ids)], fits, window)
    return _found(found, window, min(total, CAP), is_exact=is_exact)


def _walk_or_sort(session: Session, candidates: Conditions, fits: Conditions, window: Window) -> list[int]:
    """Walk the order, bounded; when the matches sit late in it, read the candidates and sort."""
    until = None if window.offset else end_of_walk(session, window, WALK)
    found = walk(session, fits, window, until)
    if until is None or len(found) > window.limit:
        return found
    return walk(session, [*candidates, *fits], window)


# PostgreSQL


def _find_on_postgresql(session: Session, criteria: Criteria, window: Window) -> Found:
    fits, indexed = conditions(session, criteria), indexed_on_postgresql(criteria)
    if disabled.are_all(fits):
        return _all_disabled(session, fits, window)
    sets = [group.ids for group in groups(criteria.filters)]
    most = CAP if sets else FEW
    if sets and indexed:
        sets.append(select(_id).where(*indexed))
    ids = rarest(session, _with_disabled(session, sets, criteria), most)
    if ids is not None:
        return _among(session, [is_one_of(session, ids), *fits], window, CAP + 1)
    if sets:
        return _of_many(session, sets, fits, window)
    if indexed:
        found = _among(session, [*indexed, *state_condition(criteria.filters)], window, CAP + 1)
        if found.is_exact:
            return found
        return _found(walk(session, fits, window), window, CAP, is_exact=False)
    return _along(session, fits, window)


def _all_disabled(session: Session, fits: Conditions, window: Window) -> Found:
    """Few are sorted; of many it is quicker to meet the first ones along the order, unless they sit late in it."""
    total = count_up_to(session, disabled.ids(session), CAP + 1)
    found = walk(session, fits, window) if total <= CAP else _walk_or_sort(session, [], fits, window)
    return _found(found, window, min(total, CAP), is_exact=total <= CAP)


def _along(session: Session, fits: Conditions, window: Window) -> Found:
    total = count_up_to(session, select(_id).where(*fits), CAP + 1)
    return _found(walk(session, fits, window), window, min(total, CAP), is_exact=total <= CAP)


# SQLite


def _find_on_sqlite(session: Session, criteria: Criteria, window: Window) -> Found:
    fits = conditions(session, criteria)
    words, match = trigrams(Criteria(criteria.words, Filters())), trigrams(criteria)
    if words and count_up_to(session, matched(words), FEW) < FEW:
        return _among(session, [_id.in_(matched(words)), *fits], window, FEW)
    sets = [group.ids for group in groups(criteria.filters)]
    tagged = [matched(match)] if match else []
    ids = rarest(session, _with_disabled(session, [*tagged, *sets], criteria), CAP)
    if ids is not None:
        return _among(session, [_id.in_(ids), *fits], window, CAP + 1)
    if not (sets or tagged):
        return _along(session, fits, window)
    if sets or not (criteria.filters.state == State.ANY and is_told_by_trigrams(criteria)):
        return _of_many(session, [*tagged, *sets], fits, window)
    return _found(_walk_or_sort(session, [_id.in_(tagged[0])], fits, window), window, CAP, is_exact=False)
