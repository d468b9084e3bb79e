"""The indexes behind the user search, which only SQL can describe: FTS5 on SQLite, GIN on PostgreSQL.

Both index the folded search document and the facets. A facet is three capitals; the document has none, so no typed
word is ever taken for one. Who is disabled stands beside. Migrations run these statements: a change to them comes as
new ones beside.
"""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import Engine


class Facet(StrEnum):
    """What a user is, as indexed. The four groups are partitions: everybody has one facet of each."""

    EXTERNAL = "EXT"
    INTERNAL = "INT"
    CONNECTED = "CON"
    NEVER_CONNECTED = "NEV"
    ENROLLED = "ENR"
    NEVER_ENROLLED = "UNE"
    NOT_ENROLLABLE = "NOP"
    FROM_HERE = "OWN"
    FROM_CSV = "CSV"
    FROM_SCIM = "SCM"
    FROM_LDAP = "LDP"


STATUSES = (
    "CASE WHEN {row}is_external THEN 'EXT' ELSE 'INT' END",
    "CASE WHEN {row}first_login_at IS NULL THEN 'NEV' ELSE 'CON' END",
    "CASE WHEN {row}is_external OR ({row}first_login_at IS NOT NULL AND {row}enrolled_at IS NULL) THEN 'NOP'"
    " WHEN {row}enrolled_at IS NULL THEN 'UNE' ELSE 'ENR' END",
)
SOURCE = (
    "CASE {row}source WHEN 'internal' THEN 'OWN' WHEN 'csv' THEN 'CSV' WHEN 'scim' THEN 'SCM' WHEN 'ldap' THEN 'LDP'"
    " ELSE '' END"
)


def _document(facets: tuple[str, ...], row: str = "") -> str:
    return " || ' ' || ".join([f"{row}search", *(facet.format(row=row) for facet in facets)])


def _sqlite(facets: tuple[str, ...], columns: str) -> tuple[str, ...]:
    old, new = _document(facets, "old."), _document(facets, "new.")
    add = f"INSERT INTO users_search (rowid, document) VALUES (new.id, {new});"  # noqa: S608 - constants
    remove = f"INSERT INTO users_search (users_search, rowid, document) VALUES ('delete', old.id, {old});"  # noqa: S608 - constants
    return (
        f"CREATE VIEW users_documents AS SELECT id, {_document(facets)} AS document FROM users",  # noqa: S608 - constants
        # Folding is done by us: SQLite before 3.45 cannot remove accents in a trigram index.
        "CREATE VIRTUAL TABLE users_search USING fts5(document, tokenize = 'trigram case_sensitive 1',"
        " content = 'users_documents', content_rowid = 'id', detail = none, columnsize = 0)",
        f"CREATE TRIGGER users_search_insert AFTER INSERT ON users BEGIN {add} END",
        f"CREATE TRIGGER users_search_delete AFTER DELETE ON users BEGIN {remove} END",
        f"CREATE TRIGGER users_search_update AFTER UPDATE OF search, {columns} ON users"
        f" WHEN {old} <> {new} BEGIN {remove} {add} END",
    )


def _postgresql(facets: tuple[str, ...], columns: dict[str, str]) -> tuple[str, ...]:
    array, parameters = ", ".join(facets).format(row=""), ", ".join(f"{c} {t}" for c, t in columns.items())
    return (
        f"CREATE FUNCTION user_facets({parameters})"
        f" RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT ARRAY[{array}] $$",
        "CREATE INDEX ix_users_search ON users USING gin (search gin_trgm_ops,"
        f" (user_starts(search) || user_facets({', '.join(columns)})))",
    )


_STARTS = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    """CREATE FUNCTION user_starts(search text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT array_agg(DISTINCT start) FROM (
            SELECT unnest(ARRAY[left(word, 1), left(word, 2)]) AS start
            FROM unnest(string_to_array(btrim(search), '  ')) AS word WHERE word <> ''
        ) AS starts
    $$""",
)
_COLUMNS = {"is_external": "boolean", "first_login_at": "timestamptz", "enrolled_at": "timestamptz"}

STATEMENTS = {
    "sqlite": _sqlite(STATUSES, ", ".join(_COLUMNS)),
    "postgresql": (*_STARTS, *_postgresql(STATUSES, _COLUMNS)),
}
"""Dialect → what makes its search index, on an existing `users` table."""

WITH_SOURCE = {
    "sqlite": (
        *(f"DROP TRIGGER users_search_{event}" for event in ("insert", "delete", "update")),
        "DROP TABLE users_search",
        "DROP VIEW users_documents",
        *_sqlite((*STATUSES, SOURCE), ", ".join((*_COLUMNS, "source"))),
        "INSERT INTO users_search (users_search) VALUES ('rebuild')",
        # Counts everybody by status without a look at their rows. No search begins by its first column.
        "CREATE INDEX users_search_statuses ON users"
        " (first_login_at IS NULL, enrolled_at IS NULL, is_external, source)",
    ),
    "postgresql": (
        "DROP INDEX ix_users_search",
        "DROP FUNCTION user_facets(boolean, timestamptz, timestamptz)",
        *_postgresql((*STATUSES, SOURCE), {**_COLUMNS, "source": "text"}),
    ),
}
"""Dialect → what makes the source a facet too."""

KEYS_OF_DISABLED_BEFORE_0011 = (
    *("name_key", "id", "username", "email", "created_at"),
    *("last_login_key", "type_key", "source_key", "enrollment_key"),
)
KEYS_OF_DISABLED = (*KEYS_OF_DISABLED_BEFORE_0011, "first_name_key", "language_key")
"""What is known of the disabled users without looking at them: whatever the list is sorted by."""


def _beside(keys: Sequence[str]) -> tuple[str, ...]:
    names, others = ", ".join(keys), [name for name in keys if name != "id"]
    return (
        f"CREATE TABLE disabled_users AS SELECT {names} FROM users WHERE NOT is_enabled",  # noqa: S608 - constants
        "ALTER TABLE disabled_users ADD PRIMARY KEY (id)",
        f"""CREATE FUNCTION keep_disabled_users() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'TRUNCATE' THEN
                DELETE FROM disabled_users;
            ELSIF TG_OP = 'DELETE' OR new.is_enabled THEN
                DELETE FROM disabled_users WHERE id = old.id;
            ELSE
                INSERT INTO disabled_users ({names}) VALUES ({", ".join(f"new.{name}" for name in keys)})
                ON CONFLICT (id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in others)};
            END IF;
            RETURN NULL;
        END
    $$""",  # noqa: S608 - constants
        # Whoever stays enabled costs nothing: the function is not called.
        "CREATE TRIGGER disabled_users_insert AFTER INSERT ON users"
        " FOR EACH ROW WHEN (NOT new.is_enabled) EXECUTE FUNCTION keep_disabled_users()",
        f"CREATE TRIGGER disabled_users_update AFTER UPDATE OF is_enabled, {', '.join(others)} ON users"
        " FOR EACH ROW WHEN (NOT (old.is_enabled AND new.is_enabled)) EXECUTE FUNCTION keep_disabled_users()",
        "CREATE TRIGGER disabled_users_delete AFTER DELETE ON users"
        " FOR EACH ROW WHEN (NOT old.is_enabled) EXECUTE FUNCTION keep_disabled_users()",
        "CREATE TRIGGER disabled_users_truncate AFTER TRUNCATE ON users"
        " FOR EACH STATEMENT EXECUTE FUNCTION keep_disabled_users()",
        "ANALYZE disabled_users",
    )


_NOT_BESIDE = (
    *(f"DROP TRIGGER disabled_users_{event} ON users" for event in ("insert", "update", "delete", "truncate")),
    "DROP FUNCTION keep_disabled_users()",
    "DROP TABLE disabled_users",
)


def _indexed(keys: Sequence[str], is_disabled: str) -> str:
    return f"CREATE INDEX ix_users_disabled ON users ({', '.join(keys)}) WHERE {is_disabled}"


DISABLED_BESIDE = ("DROP INDEX ix_users_disabled", *_beside(KEYS_OF_DISABLED_BEFORE_0011))
"""On PostgreSQL: the disabled users in a table of their own, kept by the database.

An index of users that says who is disabled has every disabling write all indexes: a new version of a row stays out of
them only if none says anything of what changed. SQLite writes no index but that one, and keeps it.
"""

DISABLED_INDEXED = (*_NOT_BESIDE, _indexed(KEYS_OF_DISABLED_BEFORE_0011, "NOT is_enabled"))
"""On PostgreSQL: back to an index of users."""


def known_of_disabled(keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Dialect → what has these columns known of the disabled users, in place of those that were."""
    return {
        "sqlite": ("DROP INDEX ix_users_disabled", _indexed(keys, "is_enabled = 0")),
        "postgresql": (*_NOT_BESIDE, *_beside(keys)),
    }


_SETTLE = {
    "sqlite": ("INSERT INTO users_search (users_search) VALUES ('optimize')", "ANALYZE"),
    "postgresql": ("VACUUM (ANALYZE) users, disabled_users, links, messages, grants, attribute_values, space_members",),
}


def settle(engine: Engine) -> None:
    """Put the indexes in order and learn how the values are spread, after many rows were written."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in _SETTLE[engine.dialect.name]:
            connection.exec_driver_sql(statement)
