"""The least that switching everybody with an audit entry each can cost: hand-written SQL in chunks of ten thousand."""

from sqlalchemy import Connection, TextClause, bindparam, text

from admin_dashboard.core import clock
from admin_dashboard.models import User

CHUNK = 10_000
_MOMENT = User.__table__.c.created_at.type  # type: ignore[attr-defined]


def timed(statement: str, *names: str) -> TextClause:
    """The statement, its moments given as the columns keep them."""
    return text(statement).bindparams(*(bindparam(name, type_=_MOMENT) for name in names))


_IDS = text("SELECT id FROM users WHERE is_enabled <> :is_on ORDER BY id")
_SWITCH = timed(
    "UPDATE users SET is_enabled = :is_on, disabled_at = :disabled_at, updated_at = :at, version = version + 1 "
    "WHERE id BETWEEN :first AND :last AND is_enabled <> :is_on",
    *("at", "disabled_at"),
)
_RECORD = timed(
    "INSERT INTO audit_entries (batch_id, number, at, actor_id, door, action, user_id, detail, detail_digest) "
    "SELECT :batch, row_number() OVER (ORDER BY id), :at, NULL, 'cli', :action, id, '{}', :digest "
    "FROM users WHERE id BETWEEN :first AND :last AND is_enabled <> :is_on",
    "at",
)
BATCH = timed("INSERT INTO audit_batches (id, at, entry_count, seal) VALUES (:batch, :at, :count, :digest)", "at")
LAST_BATCH = text("SELECT coalesce(max(id), 0) FROM audit_batches")


def switch(connection: Connection, *, is_on: bool) -> int:
    """Enable or disable everybody who is not; a transaction a chunk. How many were changed."""
    at = clock.now()
    ids = connection.execute(_IDS, {"is_on": is_on}).scalars().all()
    batch = connection.execute(LAST_BATCH).scalar_one()
    connection.commit()
    for start in range(0, len(ids), CHUNK):
        chunk, batch = ids[start : start + CHUNK], batch + 1
        given = {"is_on": is_on, "at": at, "disabled_at": None if is_on else at, "batch": batch, "digest": "0" * 64}
        given |= {"first": chunk[0], "last": chunk[-1], "count": len(chunk)}
        connection.execute(BATCH, given)
        connection.execute(_RECORD, {**given, "action": "user.enabled" if is_on else "user.disabled"})
        connection.execute(_SWITCH, given)
        connection.commit()
    return len(ids)
