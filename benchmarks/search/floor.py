"""The floor: the same design in hand-written SQL, on the same tables and indexes, with nothing around it.

It answers as the list does: the columns of a row as a tuple, fifty of them, and the total, at most `CAP` + 1. The
present page by its number, roles, invitations and rights are left to the product.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from admin_dashboard.core.text import fold
from admin_dashboard.users.listing import SortColumn, State

from .grid import PAGE, Cell

CAP, FEW, WALK = 10_000, 3_000, 30_000
COLUMNS = (
    "u.id, u.username, u.first_name, u.last_name, u.email, u.is_enabled, u.is_external, u.source,"
    " u.password_is_temporary, u.first_login_at, u.last_login_at, u.enrolled_at, u.created_at, u.version"
)
PLAIN = {
    "external": "is_external",
    "never_connected": "first_login_at IS NULL",
    "not_possible": "(is_external OR (first_login_at IS NOT NULL AND enrolled_at IS NULL))",
}
TAGS = {"external": "EXT", "never_connected": "NEV", "not_possible": "NOP"}
STATES = {State.ENABLED: ["is_enabled"], State.DISABLED: ["NOT is_enabled"], State.ANY: []}
KEYS = {SortColumn.NAME: "name_key", SortColumn.LAST_LOGIN: "last_login_key"}
# As the index was created; another spelling would not use it.
TAGS_ON_POSTGRESQL = "SELECT pg_get_indexdef('ix_users_search'::regclass, 2, true)"


@dataclass(frozen=True)
class Answer:
    """The rows, and how many match: `CAP` + 1 stands for more than `CAP`."""

    rows: list[tuple[Any, ...]]
    total: int


class Floor:
    """Asks one database."""

    def __init__(self, session: Session) -> None:
        self.is_sqlite = session.get_bind().dialect.name == "sqlite"
        self._tags = "" if self.is_sqlite else session.execute(text(TAGS_ON_POSTGRESQL)).scalar_one()

    def ask(self, session: Session, cell: Cell) -> Answer:
        """The first page of the answer."""
        words = [word if len(word) > 2 else word.rjust(3) for word in fold(cell.text).split()]
        plain = [*(PLAIN[name] for name in cell.filters), *STATES[cell.state]]
        question = Question(session, cell, words, plain)
        return question.on_sqlite() if self.is_sqlite else question.on_postgresql(self._tags)


class Question:
    """One cell, put to the database in SQL."""

    def __init__(self, session: Session, cell: Cell, words: Sequence[str], plain: Sequence[str]) -> None:
        self.session, self.cell, self.words, self.plain = session, cell, words, list(plain)
        way = " DESC" if cell.is_descending else ""
        self.key = KEYS[cell.sort]
        self.order = f"key{way}, id{way}"
        self.walked = f"{self.key}{way}, id{way}"

    def _rows(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.session.execute(text(sql), values)]

    def _count(self, sql: str, **values: Any) -> int:
        return self._rows(f"SELECT count(*) FROM ({sql}) AS counted", **values)[0][0]

    def _page(self, conditions: Sequence[str], **values: Any) -> list[tuple[Any, ...]]:
        """The first rows along the index of the order."""
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        return self._rows(
            f"SELECT {COLUMNS} FROM users u {where} ORDER BY {self.walked} LIMIT {PAGE}",
            **values,
        )

    def _among(self, conditions: Sequence[str], most: int, **values: Any) -> Answer:
        """Read the matches once; sort and count them."""
        rows = self._rows(
            f"WITH m AS MATERIALIZED (SELECT id, {self.key} AS key FROM users WHERE {' AND '.join(conditions)}"
            f" LIMIT {most}), p AS (SELECT id, key FROM m ORDER BY {self.order} LIMIT {PAGE})"
            f" SELECT {COLUMNS}, (SELECT count(*) FROM m) FROM p JOIN users u ON u.id = p.id"
            f" ORDER BY {self.order.replace('id', 'p.id')}",
            **values,
        )
        return Answer([row[:-1] for row in rows], rows[0][-1] if rows else 0)

    def _everybody(self) -> Answer:
        """Without a text and without a filter that is indexed."""
        where = f"WHERE {' AND '.join(self.plain)}" if self.plain else ""
        return Answer(self._page(self.plain), self._count(f"SELECT 1 FROM users {where} LIMIT {CAP + 1}"))

    # PostgreSQL

    def on_postgresql(self, tags: str) -> Answer:
        """Candidates once, by the GIN index; beyond the cap along the order."""
        facets = [TAGS[name] for name in self.cell.filters]
        short = [word.strip() for word in self.words if word.startswith(" ")]
        values: dict[str, Any] = {f"w{i}": f"%{_escaped(word)}%" for i, word in enumerate(self.words)}
        like = {f"w{i}": f"search LIKE :w{i}" for i in range(len(self.words))}
        indexed = [like[f"w{i}"] for i, word in enumerate(self.words) if not word.startswith(" ")]
        if short or facets:
            indexed.append(f"{tags} @> CAST(:tags AS text[])")
            values["tags"] = [*short, *facets]
        if not indexed:
            return self._everybody()
        answer = self._among([*indexed, *STATES[self.cell.state]], CAP + 1, **values)
        if answer.total <= CAP:
            return answer
        return Answer(self._page([*like.values(), *self.plain], **values), answer.total)

    # SQLite

    def on_sqlite(self) -> Answer:
        """Few: read them. More: with the facets. Many: along the order, bounded, else by the search index."""
        grams = sorted({word[i : i + 3] for word in self.words for i in range(len(word) - 2)})
        texts = ['"{}"'.format(gram.replace('"', '""')) for gram in grams]
        values = {f"w{i}": word for i, word in enumerate(self.words)}
        contains = [f"instr(search, :w{i}) > 0" for i in range(len(self.words))]
        plain = [*contains, *self.plain]
        found = "SELECT rowid FROM users_search WHERE users_search MATCH :match LIMIT {}"
        indexed = "id IN (SELECT rowid FROM users_search WHERE users_search MATCH :match)"
        match = {"match": " AND ".join(texts)}
        if texts and self._count(found.format(FEW), **match) < FEW:
            return self._among([indexed, *plain], FEW, **match, **values)
        match = {"match": " AND ".join([*(TAGS[name] for name in self.cell.filters), *texts])}
        if not match["match"]:
            return self._everybody()
        count = self._count(found.format(CAP + 1), **match)
        if count <= CAP:
            return self._among([indexed, *plain], CAP + 1, **match, **values)
        walked = (
            f"SELECT {COLUMNS} FROM (SELECT * FROM users ORDER BY {self.walked} LIMIT {WALK}) u"
            f" WHERE {' AND '.join(plain)} LIMIT {PAGE}"
        )
        rows = self._rows(walked, **values)
        if len(rows) < PAGE:
            rows = self._page([indexed, *plain], **match, **values)
        return Answer(rows, count)


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
