"""The indexes behind the user search, which only SQL can describe: FTS5 on SQLite, GIN on PostgreSQL.

Both index the folded search document and the facets. A facet is three capitals; the document has none, so no typed
word is ever taken for one. The first migration runs these statements: a change to them comes as new ones beside.
"""

from enum import StrEnum

from sqlalchemy import Engine


class Facet(StrEnum):
    """What a user is, as indexed. The three groups are partitions: everybody has one facet of each."""

    EXTERNAL = "EXT"
    INTERNAL = "INT"
    CONNECTED = "CON"
    NEVER_CONNECTED = "NEV"
    ENROLLED = "ENR"
    NEVER_ENROLLED = "UNE"
    NOT_ENROLLABLE = "NOP"


FACETS = """
CASE WHEN {row}is_external THEN 'EXT' ELSE 'INT' END,
CASE WHEN {row}first_login_at IS NULL THEN 'NEV' ELSE 'CON' END,
CASE WHEN {row}is_external OR ({row}first_login_at IS NOT NULL AND {row}enrolled_at IS NULL) THEN 'NOP'
     WHEN {row}enrolled_at IS NULL THEN 'UNE' ELSE 'ENR' END
"""


def _document(row: str = "") -> str:
    return " || ' ' || ".join([f"{row}search", *(part.strip() for part in FACETS.format(row=row).split(",\n"))])


_ADD = f"INSERT INTO users_search (rowid, document) VALUES (new.id, {_document('new.')});"  # noqa: S608 - constants
_REMOVE = f"INSERT INTO users_search (users_search, rowid, document) VALUES ('delete', old.id, {_document('old.')});"  # noqa: S608 - constants

SQLITE = (
    f"CREATE VIEW users_documents AS SELECT id, {_document()} AS document FROM users",  # noqa: S608 - constants
    # Folding is done by us: SQLite before 3.45 cannot remove accents in a trigram index.
    "CREATE VIRTUAL TABLE users_search USING fts5(document, tokenize = 'trigram case_sensitive 1',"
    " content = 'users_documents', content_rowid = 'id', detail = none, columnsize = 0)",
    f"CREATE TRIGGER users_search_insert AFTER INSERT ON users BEGIN {_ADD} END",
    f"CREATE TRIGGER users_search_delete AFTER DELETE ON users BEGIN {_REMOVE} END",
    "CREATE TRIGGER users_search_update AFTER UPDATE OF search, is_external, first_login_at, enrolled_at ON users"
    f" WHEN {_document('old.')} <> {_document('new.')} BEGIN {_REMOVE} {_ADD} END",
)

POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    """CREATE FUNCTION user_starts(search text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT array_agg(DISTINCT start) FROM (
            SELECT unnest(ARRAY[left(word, 1), left(word, 2)]) AS start
            FROM unnest(string_to_array(btrim(search), '  ')) AS word WHERE word <> ''
        ) AS starts
    $$""",
    f"""CREATE FUNCTION user_facets(is_external boolean, first_login_at timestamptz, enrolled_at timestamptz)
        RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT ARRAY[{FACETS.format(row="")}] $$""",
    "CREATE INDEX ix_users_search ON users USING gin (search gin_trgm_ops,"
    " (user_starts(search) || user_facets(is_external, first_login_at, enrolled_at)))",
)

STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
"""Dialect → what makes its search index, on an existing `users` table."""

_SETTLE = {
    "sqlite": ("INSERT INTO users_search (users_search) VALUES ('optimize')", "ANALYZE"),
    "postgresql": ("VACUUM (ANALYZE) users, links, messages, grants",),
}


def settle(engine: Engine) -> None:
    """Put the indexes in order and learn how the values are spread, after many rows were written."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in _SETTLE[engine.dialect.name]:
            connection.exec_driver_sql(statement)
