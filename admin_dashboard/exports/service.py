"""Asking for an export, and fetching it: who asked and still may, as long as it is valid."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlmodel import col

from ..core.errors import Conflict, DomainError, NotFound
from ..core.i18n import _
from ..core.permissions import Permission
from ..core.work import Work
from ..models import Export, ExportFormat
from ..selection import queries as selections
from ..selection.selection import Selection
from ..settings import settings
from ..users import address
from . import columns
from .frozen import freeze, thaw
from .workbook import MOST_ROWS, TooManyRows

ID_BYTES = 18
KEPT_FOR = timedelta(days=7)
"""So long after its end an export is still known, to say that it has ended."""


class NobodyToExport(Conflict):
    """The file would be empty."""

    def __init__(self) -> None:
        super().__init__(_("There is nobody to export."))


class ExportEnded(DomainError):
    """It was valid for a while, and is not any more."""

    status = 410

    def __init__(self) -> None:
        super().__init__(_("This export has ended. Export once more."))


@dataclass(frozen=True)
class Made:
    """An export that can be fetched until it ends."""

    id: str
    users: int
    expires_at: datetime


@dataclass(frozen=True)
class Fetched:
    """What an export holds, for whoever fetches it: `head` is what they may see of its users."""

    format: ExportFormat
    selection: Selection
    head: tuple[str, ...]
    users: int
    created_at: datetime


def make(work: Work, selection: Selection, format: ExportFormat) -> Made:
    """Let the actor fetch these users as a file for EXPORT_HOURS, in which whoever comes to match is in it as well.

    Raises:
        NotAllowed: the actor may not see or export users.
        NobodyToExport: there is nobody.
        TooManyRows: there are more than a sheet holds.
    """
    work.actor.require(Permission.USERS_EXPORT)
    users = count(work, selection, format)
    _sweep(work)
    made = Export(
        id=secrets.token_urlsafe(ID_BYTES),
        created_by_id=work.actor.id or 0,
        format=format,
        selection=freeze(selection),
        users=users,
        created_at=work.now,
        expires_at=work.now + timedelta(hours=settings().export_hours),
    )
    work.session.add(made)
    record(work, selection, format, users)
    return Made(made.id, users, made.expires_at)


def fetch(work: Work, export_id: str) -> Fetched:
    """What the actor asked for.

    Raises:
        NotAllowed: the actor may not export users, or not any more.
        NotFound: the actor has not asked for it.
        ExportEnded: it is too late.
    """
    work.actor.require(Permission.USERS_EXPORT)
    work.actor.require(Permission.USERS_VIEW)
    # PostgreSQL would choke on what no id has.
    found = work.session.get(Export, export_id) if export_id.isprintable() else None
    if found is None or found.created_by_id != work.actor.id:
        raise NotFound
    if found.expires_at <= work.now:
        raise ExportEnded
    head = columns.exported(work)
    return Fetched(ExportFormat(found.format), thaw(found.selection), head, found.users, found.created_at)


def count(work: Work, selection: Selection, format: ExportFormat = ExportFormat.CSV) -> int:
    """How many users the file would hold.

    Raises:
        NotAllowed, NobodyToExport, TooManyRows: as `make`.
    """
    users = selections.count(work, selection)
    if not users:
        raise NobodyToExport
    if format is ExportFormat.XLSX and users >= MOST_ROWS:
        raise TooManyRows
    return users


def record(work: Work, selection: Selection, format: ExportFormat, users: int) -> None:
    """Note who takes whom away."""
    matching = selection.matching
    how: dict[str, Any] = {"filters": address.content(matching)} if matching else {}
    work.record("users.exported", exported=users, format=str(format), **how)


def _sweep(work: Work) -> None:
    work.session.execute(delete(Export).where(col(Export.expires_at) < work.now - KEPT_FOR))
