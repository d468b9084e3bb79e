"""Writing, sealing and verifying the audit trail.

Each transaction's entries form a batch. A batch's seal is the SHA-256 of the previous seal and of its entries, so an
entry that was altered, removed or slipped in breaks the chain from there on. The head row is locked while a batch is
added: batches get gapless numbers, and a cut-off end shows. The database refuses updates and deletes by triggers.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, update
from sqlmodel import Session, col, select

from ..models import AuditBatch, AuditEntry, AuditHead

# Made once: building a statement takes longer than running it, and every change of anything runs these.
_HEAD = AuditHead.__table__  # type: ignore[attr-defined]
_NEXT_BATCH = update(_HEAD).where(_HEAD.c.id == 1).values(batch_id=_HEAD.c.batch_id + 1)
_NEXT_BATCH = _NEXT_BATCH.returning(_HEAD.c.batch_id, _HEAD.c.seal)
_SET_SEAL = update(_HEAD).where(_HEAD.c.id == 1).values(seal=bindparam("new_seal"))
_ADD_BATCH = insert(AuditBatch.__table__)  # type: ignore[attr-defined]
_ADD_ENTRIES = insert(AuditEntry.__table__)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class NewEntry:
    """An action to be recorded."""

    action: str
    user_id: int | None
    detail: Mapping[str, Any]


@dataclass(frozen=True)
class Fault:
    """Where the chain does not hold, and how."""

    batch_id: int
    reason: str


def write(session: Session, entries: Sequence[NewEntry], *, actor_id: int | None, door: str, at: datetime) -> None:
    """Add one sealed batch to the chain; nothing when there is nothing to say. Call it last before the commit."""
    if not entries:
        return
    connection = session.connection()
    # The update takes the row's lock: whoever comes second waits here for the first one's commit.
    batch_id, previous = connection.execute(_NEXT_BATCH).one()
    shared = {"batch_id": batch_id, "at": at, "actor_id": actor_id, "door": str(door)}
    rows = [{**shared, "number": number, **_columns(entry)} for number, entry in enumerate(entries, start=1)]
    seal = _seal(previous, batch_id, rows)
    connection.execute(_ADD_BATCH, {"id": batch_id, "at": at, "entry_count": len(rows), "seal": seal})
    connection.execute(_ADD_ENTRIES, rows)
    connection.execute(_SET_SEAL, {"new_seal": seal})


def _columns(entry: NewEntry) -> dict[str, Any]:
    # The salt keeps an erased detail from being guessed back out of its digest.
    detail = json.dumps({**entry.detail, "salt": secrets.token_hex(8)}, ensure_ascii=False, sort_keys=True)
    return {
        "action": entry.action,
        "user_id": entry.user_id,
        "detail": detail,
        "detail_digest": _digest(detail),
    }


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _seal(previous: str, batch_id: int, rows: Iterable[Mapping[str, Any]]) -> str:
    """The seal of a batch. The text it covers must never change, or old chains stop verifying."""
    lines = [
        "|".join(
            (
                str(row["number"]),
                row["at"].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f"),
                str(row["actor_id"]),
                row["door"],
                row["action"],
                str(row["user_id"]),
                row["detail_digest"],
            )
        )
        for row in rows
    ]
    return _digest("\n".join((previous, str(batch_id), *lines)))


def verify(session: Session) -> list[Fault]:
    """Walk the whole chain; an empty list says that nothing was altered, removed or added behind our back."""
    faults: list[Fault] = []
    seal, expected = "", 1
    for batch in session.exec(select(AuditBatch).order_by(col(AuditBatch.id)).execution_options(yield_per=1000)):
        if batch.id != expected:
            faults.append(Fault(expected, "batch is missing"))
        faults += _verify_batch(session, batch, seal)
        seal, expected = batch.seal, batch.id + 1
    head = session.exec(select(AuditHead)).one()
    if (head.batch_id, head.seal) != (expected - 1, seal):
        faults.append(Fault(expected, "the end of the chain was cut off"))
    strays = session.exec(select(func.count()).where(col(AuditEntry.batch_id).not_in(select(AuditBatch.id)))).one()
    if strays:
        faults.append(Fault(0, "entries stand outside the chain"))
    return faults


def _verify_batch(session: Session, batch: AuditBatch, previous_seal: str) -> Iterable[Fault]:
    entries = session.exec(
        select(AuditEntry).where(col(AuditEntry.batch_id) == batch.id).order_by(col(AuditEntry.number))
    ).all()
    if len(entries) != batch.entry_count:
        yield Fault(batch.id, "an entry is missing or was added")
    if any(e.detail is not None and _digest(e.detail) != e.detail_digest for e in entries):
        yield Fault(batch.id, "an entry's detail was altered")
    if _seal(previous_seal, batch.id, [e.model_dump() for e in entries]) != batch.seal:
        yield Fault(batch.id, "the seal does not fit the entries")
