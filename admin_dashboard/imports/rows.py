"""What becomes, or became, of each row of an import, page by page."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import col

from ..core.i18n import Message
from ..core.text import fold
from ..core.work import Work
from ..db.criteria import USERS
from ..models import Import, ImportRow, ImportState, RowOutcome
from . import access
from .columns import reader
from .problems import Problem, load, load_message
from .reading import mapping_in
from .staging import cells_of

LARGEST_PAGE = 1000
LONGEST_TEXT, MOST_WORDS = 200, 10
NOT_RUN = frozenset({ImportState.DRAFT, ImportState.CHECKING, ImportState.CHECKED})


class Which(StrEnum):
    """Which rows. The first four are what becomes of a row; the others are said of rows as well."""

    ALL = ""
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    WARNED = "warned"
    NOT_DONE = "not_done"
    RESTORED = "restored"
    LEFT_ALONE = "left_alone"


@dataclass(frozen=True)
class RowsAsked:
    """Rows after that number, in order. Every word of the text is in a cell, or is the number of the line."""

    which: Which = Which.ALL
    text: str = ""
    after: int = 0
    limit: int = 100


@dataclass(frozen=True)
class Change:
    """What a row changes: a target (`columns.TARGETS`, `attribute:KEY`) with the old value and the new one.

    Of roles and spaces only those that are added, separated by `;`. `enabled` is `yes` or `no`.
    """

    target: str
    old: str
    new: str


@dataclass(frozen=True)
class RowView:
    """One row. `outcome` is None where the run has not come to, or was cancelled before.

    `taken_back` is None while nothing was tried, empty where it was done, else the sentence why it was not.
    """

    number: int
    line: int
    outcome: RowOutcome | None
    user_id: int | None
    username: str
    email: str
    name: str
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    changes: tuple[Change, ...]
    cells: tuple[str, ...]
    taken_back: Message | str | None


def rows(work: Work, import_id: int, asked: RowsAsked | None = None) -> list[RowView]:
    """What becomes of rows, page by page; the next page begins after the last number.

    Raises:
        NotFound: there is no such import for this actor.
    """
    asked = asked or RowsAsked()
    row = access.seen(work, import_id)
    mapping = mapping_in(row.mapping)
    shown = _Shown(row, reader(mapping), len(mapping.columns))
    found = (
        select(ImportRow, USERS.c.first_name, USERS.c.last_name)
        .join(USERS, USERS.c.id == col(ImportRow.user_id), isouter=True)
        .where(*_conditions(row, asked), col(ImportRow.number) > asked.after)
        .order_by(col(ImportRow.number))
        .limit(min(asked.limit, LARGEST_PAGE))
    )
    return [_view(shown, one) for one in work.session.execute(found)]


def _conditions(row: Import, asked: RowsAsked) -> list[ColumnElement[bool]]:
    conditions = [col(ImportRow.import_id) == row.id, _is_which(row, asked.which)]
    words = asked.text[:LONGEST_TEXT].split()[:MOST_WORDS]
    return [*conditions, *map(_has, words)]


def _is_which(row: Import, which: Which) -> ColumnElement[bool]:
    is_done = col(ImportRow.number) <= row.position
    taken_back = col(ImportRow.taken_back)
    if which in {Which.ALL, Which.NOT_DONE} and row.state not in NOT_RUN:
        return col(ImportRow.number) > (row.position if which is Which.NOT_DONE else 0)
    if which is Which.WARNED:
        return and_(is_done, col(ImportRow.warnings).is_not(None))
    if which is Which.RESTORED:
        return taken_back == ""
    if which is Which.LEFT_ALONE:
        return taken_back != ""
    if which is Which.NOT_DONE:
        return col(ImportRow.number) < 0
    return is_done if which is Which.ALL else and_(is_done, col(ImportRow.outcome) == str(which))


def _has(word: str) -> ColumnElement[bool]:
    places = [col(ImportRow.cells).icontains(word, autoescape=True)]
    places += [column.contains(fold(word), autoescape=True) for column in _KEYS]
    if word.isdecimal() and len(word) <= 9:
        places.append(col(ImportRow.line) == int(word))
    return or_(*places)


_KEYS = (col(ImportRow.username), col(ImportRow.email))


@dataclass(frozen=True)
class _Shown:
    of: Import
    read: Callable[[Sequence[str]], dict[str, str]]
    columns: int


def _view(shown: _Shown, found: Sequence[Any]) -> RowView:
    row, first_name, last_name = found
    of, cells = shown.of, cells_of(row.cells, shown.columns)
    said = shown.read(cells)
    names = said.get("first_name") or first_name, said.get("last_name") or last_name
    is_done = of.state in NOT_RUN or row.number <= of.position
    taken_back = row.taken_back
    return RowView(
        number=row.number,
        line=row.line,
        outcome=RowOutcome(row.outcome) if is_done else None,
        user_id=row.user_id,
        username=row.username or said.get("username", ""),
        email=row.email or said.get("email", ""),
        name=" ".join(filter(None, names)),
        problems=load(row.problems),
        warnings=load(row.warnings),
        changes=tuple(Change(target, *pair) for target, pair in json.loads(row.changes or "{}").items()),
        cells=tuple(cells),
        taken_back=load_message(taken_back) if taken_back else taken_back,
    )
