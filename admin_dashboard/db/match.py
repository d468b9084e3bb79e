"""Words and facets as each database's search index is asked for them, and as conditions on a row."""

from sqlalchemy import ARRAY, ColumnElement, Text, cast, column, func, literal_column, select, table
from sqlmodel import Session

from ..core.text import needle
from .criteria import USERS, Criteria
from .groups import conditions_of
from .sets import Ids

_search = USERS.c.search
_fts = table("users_search", column("rowid"), column("users_search"))
# As the index was created; another spelling would not use it.
_TAGS = literal_column(
    "(user_starts(users.search) || user_facets(users.is_external, users.first_login_at, users.enrolled_at,"
    " users.source))",
    ARRAY(Text),
)


def conditions(session: Session, criteria: Criteria) -> list[ColumnElement[bool]]:
    """The criteria as plain conditions on users: always true to the rule, by whichever way a row was reached."""
    contains = _contains_on_sqlite if session.get_bind().dialect.name == "sqlite" else _contains_on_postgresql
    return [*map(contains, criteria.words), *conditions_of(criteria.filters)]


def indexed(session: Session, criteria: Criteria) -> Ids | None:
    """Who has the words and facets, by the search index; None when none are asked for.

    On SQLite it is an upper bound: words of more than three letters stand for their trigrams.
    """
    if session.get_bind().dialect.name == "sqlite":
        match = trigrams(criteria)
        return matched(match) if match else None
    conditions = indexed_on_postgresql(criteria)
    return select(USERS.c.id).where(*conditions) if conditions else None


# PostgreSQL


def indexed_on_postgresql(criteria: Criteria) -> list[ColumnElement[bool]]:
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


def _contains_on_postgresql(word: str) -> ColumnElement[bool]:
    escaped = needle(word).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return _search.like(f"%{escaped}%")


# SQLite


def trigrams(criteria: Criteria) -> str:
    """The FTS5 query: every facet group and every trigram of every word, each quoted."""
    grams = {text[at : at + 3] for text in map(needle, criteria.words) for at in range(len(text) - 2)}
    groups = [" OR ".join(f'"{facet.value}"' for facet in group) for group in criteria.filters.facets()]
    quoted = ['"{}"'.format(gram.replace('"', '""')) for gram in sorted(grams)]
    return " AND ".join([*(f"({group})" for group in groups), *quoted])


def _matches(match: str) -> ColumnElement[bool]:
    return _fts.c.users_search.op("MATCH", is_comparison=True)(match)


def matched(match: str) -> Ids:
    """The rows an FTS5 query finds."""
    return select(_fts.c.rowid).where(_matches(match))


def is_told_by_trigrams(criteria: Criteria) -> bool:
    """Whether every row that has the trigrams matches: a longer word's may stand apart."""
    return all(len(word) <= 3 for word in criteria.words)


def _contains_on_sqlite(word: str) -> ColumnElement[bool]:
    return func.instr(_search, needle(word)) > 0
