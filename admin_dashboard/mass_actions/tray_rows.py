"""What goes on for somebody or has ended lately, whatever kind it is: the one rule of what the tray shows."""

from dataclasses import dataclass
from typing import Literal, TypedDict

from ..core.i18n import Message, _
from ..core.work import Work
from ..imports import address
from ..imports import queries as imports
from ..imports import summary as import_summary
from ..imports.queries import ImportView
from ..models import JobState
from ..web.notices import Kind, Link
from . import queries, summary
from .queries import MassActionRow

WhatKind = Literal["action", "import"]


@dataclass(frozen=True)
class Entry:
    """One thing under way. `percent` is -1 while nobody can tell; `is_silent`: it leaves no trace while it goes on."""

    kind: WhatKind
    id: int
    job_id: int
    title: Message
    note: str
    percent: int
    tone: Kind
    link: Link
    is_over: bool
    is_silent: bool = False


class TrayRow(TypedDict):
    """An entry as the page gets it, in texts of the reader's language; `label` is the whole name of its link."""

    kind: str
    id: int
    title: str
    note: str
    percent: int
    path: str
    link: str
    label: str
    is_over: bool


def entries(work: Work, language: str) -> list[Entry]:
    """What the actor has under way, or has had lately; the newest first."""
    found = [_of_action(row, language) for row in queries.active(work)]
    found += [_of_import(view, language) for view in imports.lately(work)]
    return sorted(found, key=lambda entry: -entry.job_id)


def shown(entry: Entry, language: str) -> TrayRow:
    """The entry in this language."""
    title, link = entry.title.in_language(language), entry.link.text
    return TrayRow(
        kind=entry.kind,
        id=entry.id,
        title=title,
        note=entry.note,
        percent=entry.percent,
        path=entry.link.path,
        link=link.in_language(language),
        label=_("{link}: {what}", link=link, what=title).in_language(language),
        is_over=entry.is_over,
    )


def _of_action(row: MassActionRow, language: str) -> Entry:
    has_failed = row.state == JobState.FAILED or row.failed > 0
    return Entry(
        kind="action",
        id=row.job_id,
        job_id=row.job_id,
        title=summary.title_of(row, language),
        note=summary.note_of(row, language).in_language(language),
        percent=summary.percent_of(row),
        tone=_tone(is_over=row.is_over, has_failed=has_failed),
        link=Link(summary.path_of(row), _("Report")),
        is_over=row.is_over,
    )


def _of_import(view: ImportView, language: str) -> Entry:
    return Entry(
        kind="import",
        id=view.id,
        job_id=view.job_id or 0,
        title=import_summary.title_of(view),
        note=import_summary.note_of(view, language),
        percent=import_summary.percent_of(view),
        tone=_tone(is_over=not view.is_active, has_failed=import_summary.has_stopped(view)),
        link=Link(address.of(view.id), _("Open")),
        is_over=not view.is_active,
        is_silent=view.is_active,
    )


def _tone(*, is_over: bool, has_failed: bool) -> Kind:
    if not is_over:
        return "info"
    return "error" if has_failed else "success"
