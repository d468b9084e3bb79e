"""A page of the list as it is read: every cell a text in the reader's language."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NotRequired, TypedDict

from babel.numbers import format_decimal

from ..core.i18n import n_
from ..core.permissions import Actor, Permission
from ..core.work import Work
from ..db.order import parse_sort
from ..db.shared import shared
from ..selection import queries as selections
from ..selection.selection import NOTHING, Selection
from .cells import Cell, cells_of
from .columns import Column, shown_columns
from .listing import ListUsers, State, UserPage, UserRow, count_exact, criteria_of, list_users

NARROWEST = 220
"""The least width of what takes the room that is left: the name, the email."""
BESIDE = 48 + NARROWEST + 56
"""Tick, name and menu."""


class Row(TypedDict):
    """One user of the list, exactly as shown; what is as usual is left out. `cells` stand like the columns."""

    id: int
    first: str
    last: str
    username: str
    cells: list[Cell]
    is_disabled: NotRequired[bool]
    is_temporary: NotRequired[bool]


class ShownColumn(TypedDict):
    """One column beside the name.

    `kind` says how its cells are drawn; `sort` what the list is sorted by, empty when it cannot be; `width` as the
    stylesheet takes it.
    """

    key: str
    sort: str
    kind: str
    label: str
    width: str


class Foot(TypedDict):
    """Where in the list one is, and how long it is. `pages` is 0 while that is not known."""

    total: str
    span: str
    number: int
    pages: int
    announced: str
    elsewhere: int
    has_previous: bool
    has_next: bool


@dataclass(frozen=True)
class ShownPage:
    """The rows, what stands around them, and the query of the page they are: its number may have changed."""

    query: ListUsers
    columns: list[ShownColumn]
    least_width: str
    rows: list[Row]
    ticked: list[int]
    foot: Foot
    is_exact: bool


def read_page(work: Work, query: ListUsers, selection: Selection = NOTHING) -> ShownPage:
    """The page of the list, and who on it is ticked; the first page when the wanted one is not there any more."""
    work.actor.require(Permission.USERS_VIEW)
    columns = shown_columns(work)
    # By hand or by chance, several people look at the same page, or type the same letters.
    asked = ("page of users", replace(query, view=None), columns, *seen_as(work.actor))
    page = shared(work.session, asked, partial(_find, work, query, columns))
    ticked = sorted(selections.among(work, selection, [row["id"] for row in page.rows]))
    return replace(page, query=replace(page.query, view=query.view), ticked=ticked)


def read_total(work: Work, query: ListUsers) -> int:
    """How many users match, when the page could only say "at least"."""
    work.actor.require(Permission.USERS_VIEW)
    asked = ("total of users", criteria_of(work, query))
    return shared(work.session, asked, partial(count_exact, work, query))


def seen_as(actor: Actor) -> tuple[Hashable, ...]:
    """What a page read by this actor depends on: others who share it are shown the same."""
    return actor.rights, actor.is_system, actor.language


def _find(work: Work, query: ListUsers, columns: Sequence[Column]) -> ShownPage:
    page = list_users(work, query)
    if not page.rows and query.page_number > 1:
        query = query.from_first_page()
        page = list_users(work, query)
    elsewhere = 0 if page.rows or query.filters.state == State.ANY else _anywhere(work, query)
    return ShownPage(
        query,
        [column_shown(column) for column in columns],
        least_width(columns),
        _rows(work, page.rows, columns),
        [],
        foot_of(query, page, work.actor.language, elsewhere),
        page.is_exact,
    )


def least_width(columns: Sequence[Column]) -> str:
    """How wide the list is at least, as the stylesheet takes it: it scrolls sideways before one gets too narrow."""
    return f"{BESIDE + sum(column.width or NARROWEST for column in columns)}px"


def _anywhere(work: Work, query: ListUsers) -> int:
    """How many would match if neither enabled nor disabled were asked."""
    return list_users(work, replace(query, filters=replace(query.filters, state=State.ANY), page_size=1)).total


def column_shown(column: Column) -> ShownColumn:
    """The column as it is drawn."""
    kind = "attribute" if column.type else column.key
    sort = column.key if parse_sort(column.key) else ""
    width = f"{column.width}px" if column.width else "auto"
    return ShownColumn(key=column.key, sort=sort, kind=kind, label=column.label, width=width)


def _rows(work: Work, users: Sequence[UserRow], columns: Sequence[Column]) -> list[Row]:
    return [_row(user, cells) for user, cells in zip(users, cells_of(work, users, columns), strict=True)]


def _row(user: UserRow, cells: list[Cell]) -> Row:
    row = Row(id=user.id, first=user.first_name, last=user.last_name, username=user.username, cells=cells)
    if not user.is_enabled:
        row["is_disabled"] = True
    if user.password_is_temporary:
        row["is_temporary"] = True
    return row


def foot_of(query: ListUsers, page: UserPage, language: str, elsewhere: int = 0) -> Foot:
    """The line under the list."""
    total = number(page.total, language) if page.is_exact else f"{number(page.total, language)}+"
    first = query.page_size * (query.page_number - 1) + 1
    last = first + len(page.rows) - 1
    found = n_("{total} user found", "{total} users found", page.total, total=total)
    return Foot(
        total=total,
        span=f"{number(first, language)}–{number(last, language)}" if page.rows else "",
        number=query.page_number,
        pages=pages_of(page.total, query.page_size) if page.is_exact else 0,
        announced=found.in_language(language),
        elsewhere=elsewhere,
        has_previous=page.has_previous,
        has_next=page.has_next,
    )


def pages_of(total: int, size: int) -> int:
    """How many pages so many users make: an empty list has one."""
    return max(1, -(-total // size))


def number(value: int, language: str) -> str:
    """A number as the reader writes it."""
    return format_decimal(value, locale=language)
