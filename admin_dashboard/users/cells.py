"""What each column shows of a user, in the reader's language, and no byte more than is shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from babel import Locale

from ..attributes.queries import values_of
from ..attributes.values import shown
from ..core.formatting import exact, relative
from ..core.i18n import LANGUAGES, Message, _
from ..core.permissions import BUILT_IN_ROLES, Permission
from ..core.work import Work
from ..invitations.envelope import envelope
from ..models import Source
from ..roles.queries import GivenRight, GrantedRole
from ..spaces.queries import SpaceRow, spaces_of
from . import columns
from .columns import ATTRIBUTE, Column
from .listing import UserRow

Cell = list[str]
"""The text first, then what its column also needs; empty where there is nothing to show.

A moment: how long ago, the exact date. A list: its first entry, how many more, all of them. The envelope: its state,
label and sentence, and a sign if it can be pressed. Type and state: empty for the usual one, else a sign.
"""

SIGN = "1"
SOURCES: dict[str, Message] = {
    Source.INTERNAL: _("Internal"),
    Source.CSV: _("CSV"),
    Source.SCIM: _("SCIM"),
    Source.LDAP: _("LDAP"),
}


@dataclass(frozen=True)
class _Page:
    """What the cells of a page are made of besides the rows."""

    work: Work
    spaces: Mapping[int, Sequence[SpaceRow]]
    attributes: Mapping[int, Mapping[str, str]]

    @property
    def language(self) -> str:
        return self.work.actor.language


def cells_of(work: Work, rows: Sequence[UserRow], shown_columns: Sequence[Column]) -> list[list[Cell]]:
    """For each row its cells, one a column."""
    ids = [row.id for row in rows]
    keys = {column.key for column in shown_columns}
    page = _Page(
        work,
        spaces_of(work.session, ids) if columns.SPACES in keys else {},
        values_of(work.session, ids) if any(column.type for column in shown_columns) else {},
    )
    return [[_cell(page, row, column) for column in shown_columns] for row in rows]


def role_label(role: GrantedRole | GivenRight, language: str) -> str:
    """The role's name, and the space it holds in. The names of the built-in ones are translated."""
    key, name = (role.role_key, role.role_name) if isinstance(role, GivenRight) else (role.key, role.name)
    label = BUILT_IN_ROLES[key][0].in_language(language) if key in BUILT_IN_ROLES else name
    return f"{label} · {role.space}" if role.space else label


def ago(at: datetime | None, now: datetime, language: str) -> str:
    """How long ago, short enough for a column."""
    return relative(at, now, language, is_brief=True) if at else _("Never").in_language(language)


def _cell(page: _Page, row: UserRow, column: Column) -> Cell:
    if column.type is None:
        return _CELLS[column.key](page, row)
    value = page.attributes.get(row.id, {}).get(column.key.removeprefix(ATTRIBUTE), "")
    return [shown(column.type, value, page.language)] if value else []


def _moment(page: _Page, at: datetime | None) -> Cell:
    text = ago(at, page.work.now, page.language)
    return [text, exact(at, page.language)] if at else [text]


def _envelope(page: _Page, row: UserRow) -> Cell:
    letter = envelope(row, page.work.now, page.language)
    can_press = letter.can_press and page.work.actor.may(Permission.USERS_INVITE)
    return [str(letter.state), letter.label, letter.sentence, *([SIGN] if can_press else [])]


def _list(entries: Sequence[str]) -> Cell:
    if len(entries) < 2:
        return list(entries)
    return [entries[0], f"+{len(entries) - 1}", ", ".join(entries)]


def _language(row: UserRow) -> Cell:
    return [(Locale(row.language).language_name or row.language).capitalize()] if row.language in LANGUAGES else []


_CELLS: dict[str, Callable[[_Page, UserRow], Cell]] = {
    columns.EMAIL: lambda _page, row: [row.email],
    columns.LAST_LOGIN: lambda page, row: _moment(page, row.last_login_at),
    columns.ENROLLMENT: _envelope,
    columns.TYPE: lambda _page, row: [SIGN] if row.is_external else [],
    columns.SOURCE: lambda page, row: [SOURCES[row.source].in_language(page.language)],
    columns.ROLES: lambda page, row: _list([role_label(role, page.language) for role in row.roles]),
    columns.USERNAME: lambda _page, row: [row.username],
    columns.FIRST_NAME: lambda _page, row: [row.first_name],
    columns.LAST_NAME: lambda _page, row: [row.last_name],
    columns.ID: lambda _page, row: [str(row.id)],
    columns.CREATED: lambda page, row: _moment(page, row.created_at),
    columns.STATE: lambda _page, row: [] if row.is_enabled else [SIGN],
    columns.LANGUAGE: lambda _page, row: _language(row),
    columns.SPACES: lambda page, row: _list([space.name for space in page.spaces.get(row.id, ())]),
}
