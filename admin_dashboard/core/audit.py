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

from sqlalchemy import Insert, bindparam, func, insert, literal, update
from sqlmodel import Session, col, select

from ..db.bulk import insert_all
from ..db.many import listed
from ..models import AuditBatch, AuditEntry, AuditHead

# Made once: building a statement takes longer than running it, and every change of anything runs these.
_HEAD = AuditHead.__table__  # type: ignore[attr-defined]
_NEXT_BATCH = update(_HEAD).where(_HEAD.c.id == 1).values(batch_id=_HEAD.c.batch_id + 1)
_NEXT_BATCH = _NEXT_BATCH.returning(_HEAD.c.batch_id, _HEAD.c.seal)
_SET_SEAL = update(_HEAD).where(_HEAD.c.id == 1).values(seal=bindparam("new_seal"))
_ADD_BATCH = insert(AuditBatch.__table__)  # type: ignore[attr-defined]
_ENTRIES = AuditEntry.__table__  # type: ignore[attr-defined]
_ADD_ENTRIES = insert(_ENTRIES)
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
FEW = 50
"""Entries that are written the way that begins fastest; more of them, the way that goes on fastest."""


@dataclass(frozen=True)
class NewEntry:
    """An action to be recorded."""

    action: str
    user_id: int | None
    detail: Mapping[str, Any]


@dataclass(frozen=True)
class SharedEntry:
    """An action to be recorded of each of these people, with one detail."""

    action: str
    user_ids: Sequence[int]
    detail: Mapping[str, Any]


@dataclass(frozen=True)
class Fault:
    """Where the chain does not hold, and how."""

    batch_id: int
    reason: str


def write(
    session: Session, entries: Sequence[NewEntry | SharedEntry], *, actor_id: int | None, door: str, at: datetime
) -> None:
    """Add one sealed batch to the chain; nothing when there is nothing to say. Call it last before the commit."""
    count = sum(len(entry.user_ids) if isinstance(entry, SharedEntry) else 1 for entry in entries)
    if not count:
        return
    connection = session.connection()
    # The update takes the row's lock: whoever comes second waits here for the first one's commit.
    batch_id, previous = connection.execute(_NEXT_BATCH).one()
    shared = {"batch_id": batch_id, "at": at, "actor_id": actor_id, "door": str(door)}
    ones, many = _numbered(entries, shared)
    lines = [*(_line(row) for row in ones), *(line for row, user_ids in many for line in _lines(row, user_ids))]
    seal = _seal(previous, batch_id, lines)
    connection.execute(_ADD_BATCH, {"id": batch_id, "at": at, "entry_count": count, "seal": seal})
    if len(ones) > FEW:
        insert_all(connection, AuditEntry, ones)
    elif ones:
        connection.execute(_ADD_ENTRIES, ones)
    for row, user_ids in many:
        connection.execute(_add_many(session, row, user_ids))
    connection.execute(_SET_SEAL, {"new_seal": seal})


_Row = dict[str, Any]


def _numbered(
    entries: Sequence[NewEntry | SharedEntry], shared: _Row
) -> tuple[list[_Row], list[tuple[_Row, Sequence[int]]]]:
    """The entries of one person each, then the shared ones, with the number of their first."""
    ones = [entry for entry in entries if isinstance(entry, NewEntry)]
    rows = [
        {**shared, "number": number, "user_id": entry.user_id, **_columns(entry)}
        for number, entry in enumerate(ones, start=1)
    ]
    many, number = [], len(ones) + 1
    for entry in entries:
        if isinstance(entry, SharedEntry) and entry.user_ids:
            many.append(({**shared, "number": number, **_columns(entry)}, entry.user_ids))
            number += len(entry.user_ids)
    return rows, many


def _columns(entry: NewEntry | SharedEntry) -> _Row:
    # The salt keeps an erased detail from being guessed back out of its digest.
    detail = _encode({**entry.detail, "salt": secrets.token_hex(8)})
    return {"action": entry.action, "detail": detail, "detail_digest": _digest(detail)}


def _add_many(session: Session, row: _Row, user_ids: Sequence[int]) -> Insert:
    """One statement for all of them, numbered in their order from the row's number on."""
    people = listed(session, user_ids)
    fixed = {name: literal(value, _ENTRIES.c[name].type) for name, value in row.items() if name != "number"}
    values = {**fixed, "number": people.place + (row["number"] - 1), "user_id": people.id}
    return insert(_ENTRIES).from_select(list(values), select(*values.values()).select_from(people.table))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _line(row: Mapping[str, Any]) -> str:
    """What a seal covers of one entry. It must never change, or old chains stop verifying."""
    at = row["at"].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")
    named = (row["number"], at, row["actor_id"], row["door"], row["action"], row["user_id"], row["detail_digest"])
    return "|".join(map(str, named))


def _lines(row: Mapping[str, Any], user_ids: Sequence[int]) -> Iterable[str]:
    """As `_line`, for entries that differ in their number and their person only."""
    one = _line({**row, "user_id": ""})
    same, digest = one.removeprefix(str(row["number"])).rsplit("|", 1)
    return (f"{number}{same}{user_id}|{digest}" for number, user_id in enumerate(user_ids, start=row["number"]))


def _seal(previous: str, batch_id: int, lines: Iterable[str]) -> str:
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
    if _seal(previous_seal, batch.id, [_line(e.model_dump()) for e in entries]) != batch.seal:
        yield Fault(batch.id, "the seal does not fit the entries")
