"""Finding users: the one place that knows how each database finds them quickly.

Few matches are read through the search index and sorted; many are met soon enough by walking the index of the order.
How many there are is known exactly up to `CAP`; beyond it the answer is "at least", and `count` gives the number.
"""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Select, Text, cast, column, func, literal_column, select, table
from sqlmodel import Session

from ..core.text import needle
from .criteria import USERS, Connection, Criteria, Filters, State
from .order import Order, Place, SortColumn, Window
from .walk import Conditions, end_of_walk, walk

CAP = 10_000
"""Matches that are counted exactly, and read and sorted at once."""
FEW = 3_000
"""Matches on SQLite that are cheaper to read than to intersect with the facets first."""
WALK = 30_000
"""Rows of an order that are looked through on SQLite before the search index is asked instead."""

_BEYOND_EVERY_ID = 2**31 - 1
_id = USERS.c.id
_search = USERS.c.search
_fts = table("users_search", column("rowid"), column("users_search"))
# As the index was created; another spelling would not use it.
_TAGS = literal_column(
    "(user_starts(users.search) || user_facets(users.is_external, users.first_login_at, users.enrolled_at))",
    ARRAY(Text),
)


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
    if criteria.filters.state == State.ENABLED:
        # Fewer are disabled than enabled, and the indexes answer for both together.
        return _count_in(session, criteria, State.ANY) - _count_in(session, criteria, State.DISABLED)
    return _count_in(session, criteria, criteria.filters.state)


def conditions(session: Session, criteria: Criteria) -> list[ColumnElement[bool]]:
    """The criteria as plain conditions on users: for testing a few, or for going through everybody."""
    return _conditions(session, criteria)


def _without_detour(filters: Filters, window: Window) -> Window:
    """By the last connection, those who connected come after all who never did, and these are equal but for the id."""
    if window.order.column != SortColumn.LAST_LOGIN:
        return window
    if filters.connection == {Connection.NEVER}:
        return replace(window, order=Order(SortColumn.ID, window.order.descending))
    if filters.connection == {Connection.CONNECTED} and not (window.order.descending or window.after):
        return replace(window, after=Place(None, _BEYOND_EVERY_ID))
    return window


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


def _count_in(session: Session, criteria: Criteria, state: State) -> int:
    criteria = replace(criteria, filters=replace(criteria.filters, state=state))
    conditions = _conditions(session, criteria)
    if _dialect(session) == "sqlite":
        match = _match(criteria)
        if match and state == State.ANY:
            if _is_told_by_trigrams(criteria):
                return session.execute(select(func.count()).select_from(_fts).where(_matches(match))).scalar_one()
            conditions.append(_is_indexed(match))
    elif state == State.ANY:
        conditions = _indexed_on_postgresql(criteria)
    return session.execute(select(func.count()).select_from(USERS).where(*conditions)).scalar_one()


def _conditions(session: Session, criteria: Criteria) -> list[ColumnElement[bool]]:
    """The criteria as plain conditions: always true to the rule, by whichever way a row was reached."""
    contains = _contains_on_sqlite if _dialect(session) == "sqlite" else _contains_on_postgresql
    return [*map(contains, criteria.words), *criteria.filters.conditions()]


def _contains_on_sqlite(word: str) -> ColumnElement[bool]:
    return func.instr(_search, needle(word)) > 0


def _contains_on_postgresql(word: str) -> ColumnElement[bool]:
    escaped = needle(word).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return _search.like(f"%{escaped}%")


def _count_up_to(session: Session, query: Select[Any], most: int) -> int:
    return session.execute(select(func.count()).select_from(query.limit(most).subquery())).scalar_one()


def _among(session: Session, conditions: Conditions, window: Window, most: int) -> Found:
    """Read the matches, at most so many, then sort and count them."""
    order = window.order
    matched = select(_id.label("id"), order.key.label("key")).where(*conditions).limit(most).cte("matched")
    matched = matched.prefix_with("MATERIALIZED")
    key, user_id = matched.c.key, matched.c.id
    total = select(func.count()).select_from(matched)
    query = select(user_id, total.scalar_subquery()).order_by(*order.by(key, user_id))
    if window.after:
        query = query.where(order.after(window.after, key, user_id))
    rows = session.execute(query.limit(window.limit + 1).offset(window.offset)).all()
    is_beyond_the_end = not rows and (window.after or window.offset)
    count = session.execute(total).scalar_one() if is_beyond_the_end else rows[0][1] if rows else 0
    return Found([row[0] for row in rows[: window.limit]], len(rows) > window.limit, count, count < most)


def _found(ids: list[int], window: Window, total: int, *, is_exact: bool) -> Found:
    return Found(ids[: window.limit], len(ids) > window.limit, total, is_exact)


# PostgreSQL


def _find_on_postgresql(session: Session, criteria: Criteria, window: Window) -> Found:
    indexed = [*_indexed_on_postgresql(criteria)]
    conditions = _conditions(session, criteria)
    if indexed:
        found = _among(session, [*indexed, *criteria.filters.state_condition()], window, CAP + 1)
        if found.is_exact:
            return found
        return _found(walk(session, conditions, window), window, CAP, is_exact=False)
    total = _count_up_to(session, select(_id).where(*conditions), CAP + 1)
    return _found(walk(session, conditions, window), window, min(total, CAP), is_exact=total <= CAP)


def _indexed_on_postgresql(criteria: Criteria) -> list[ColumnElement[bool]]:
    """The words and facets as the GIN index answers them: the starts of parts and the facets are tags."""
    tags = [word for word in criteria.words if len(word) < 3]
    either: list[list[str]] = []
    for group in criteria.filters.facets():
        if len(group) == 1:
            tags.append(group[0].value)
        else:
            either.append([facet.value for facet in group])
    conditions = [_contains_on_postgresql(word) for word in criteria.words if len(word) >= 3]
    if tags:
        conditions.append(_TAGS.op("@>", is_comparison=True)(cast(tags, ARRAY(Text))))
    return conditions + [_TAGS.op("&&", is_comparison=True)(cast(group, ARRAY(Text))) for group in either]


# SQLite


def _find_on_sqlite(session: Session, criteria: Criteria, window: Window) -> Found:
    conditions = _conditions(session, criteria)
    words, match = _match(Criteria(criteria.words, Filters())), _match(criteria)
    if words and _count_matches(session, words, FEW) < FEW:
        return _among(session, [_is_indexed(words), *conditions], window, FEW)
    if match and _count_matches(session, match, CAP + 1) <= CAP:
        return _among(session, [_is_indexed(match), *conditions], window, CAP + 1)
    if criteria.filters.state == State.DISABLED:
        disabled = select(_id).where(*criteria.filters.state_condition())
        if _count_up_to(session, disabled, CAP + 1) <= CAP:
            return _among(session, conditions, window, CAP + 1)
    if not match:
        total = _count_up_to(session, select(_id).where(*conditions), CAP + 1)
        return _found(walk(session, conditions, window), window, min(total, CAP), is_exact=total <= CAP)
    total, is_exact = _count_many(session, criteria, match, conditions)
    return _found(_many_on_sqlite(session, match, conditions, window), window, total, is_exact=is_exact)


def _match(criteria: Criteria) -> str:
    """The FTS5 query: every facet group and every trigram of every word, each quoted."""
    grams = {text[at : at + 3] for text in map(needle, criteria.words) for at in range(len(text) - 2)}
    groups = [" OR ".join(f'"{facet.value}"' for facet in group) for group in criteria.filters.facets()]
    quoted = ['"{}"'.format(gram.replace('"', '""')) for gram in sorted(grams)]
    return " AND ".join([*(f"({group})" for group in groups), *quoted])


def _matches(match: str) -> ColumnElement[bool]:
    return _fts.c.users_search.op("MATCH", is_comparison=True)(match)


def _is_indexed(match: str) -> ColumnElement[bool]:
    return _id.in_(select(_fts.c.rowid).where(_matches(match)))


def _count_matches(session: Session, match: str, most: int) -> int:
    """How many rows have the trigrams and facets: an upper bound for words of more than three letters."""
    return _count_up_to(session, select(_fts.c.rowid).where(_matches(match)), most)


def _is_told_by_trigrams(criteria: Criteria) -> bool:
    """Whether every row that has the trigrams matches: a longer word's may stand apart."""
    return all(len(word) <= 3 for word in criteria.words)


def _count_many(session: Session, criteria: Criteria, match: str, conditions: Conditions) -> tuple[int, bool]:
    """How many of the first candidates match, up to `CAP`, and whether that is the exact number."""
    if criteria.filters.state == State.ANY and _is_told_by_trigrams(criteria):
        return CAP, False
    most = CAP * 5 // 4
    candidates = select(_fts.c.rowid).where(_matches(match)).limit(most)
    total = _count_up_to(session, select(_id).where(_id.in_(candidates), *conditions), CAP + 1)
    if total > CAP:
        return CAP, False
    return total, _count_matches(session, match, most) < most


def _many_on_sqlite(session: Session, match: str, conditions: Conditions, window: Window) -> list[int]:
    """Walk the order, bounded; when the text sits late in it, ask the search index and sort."""
    until = None if window.offset else end_of_walk(session, window, WALK)
    ids = walk(session, conditions, window, until)
    if until is None or len(ids) > window.limit:
        return ids
    return walk(session, [_is_indexed(match), *conditions], window)
