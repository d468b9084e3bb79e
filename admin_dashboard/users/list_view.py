"""A page of the list as it is read: every cell a text in the reader's language."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypedDict

from babel.numbers import format_decimal

from ..core.formatting import exact, relative
from ..core.i18n import Message, _, n_
from ..core.permissions import BUILT_IN_ROLES, Permission
from ..core.work import Work
from ..invitations.envelope import envelope
from ..models import Source
from ..roles.queries import GivenRight, GrantedRole
from .listing import ListUsers, State, UserPage, UserRow, list_users

TINTS = 6
SOURCES: dict[str, Message] = {
    Source.INTERNAL: _("Internal"),
    Source.CSV: _("CSV"),
    Source.SCIM: _("SCIM"),
    Source.LDAP: _("LDAP"),
}


class Row(TypedDict):
    """One user of the list, exactly as shown."""

    id: int
    name: str
    username: str
    initials: str
    tint: int
    email: str
    seen: str
    seen_exactly: str
    mark: str
    tone: str
    envelope: str
    hint: str
    can_invite: bool
    is_disabled: bool
    is_temporary: bool
    is_external: bool
    source: str
    role: str
    more_roles: str
    all_roles: str


class Foot(TypedDict):
    """Where in the list one is, and how long it is."""

    total: str
    span: str
    page: str
    announced: str
    elsewhere: int
    has_previous: bool
    has_next: bool


@dataclass(frozen=True)
class ShownPage:
    """The rows, what stands under them, and the query of the page they are: its number may have changed."""

    query: ListUsers
    rows: list[Row]
    foot: Foot
    is_exact: bool


def read_page(work: Work, query: ListUsers) -> ShownPage:
    """The page of the list; the first one when the wanted one is not there any more."""
    page = list_users(work, query)
    if not page.rows and query.page_number > 1:
        query = replace(query, page_number=1, after=None, before=None)
        page = list_users(work, query)
    rows = [row_of(row, work) for row in page.rows]
    elsewhere = 0 if rows or query.filters.state == State.ANY else _anywhere(work, query)
    return ShownPage(query, rows, foot_of(query, page, work.actor.language, elsewhere), page.is_exact)


def _anywhere(work: Work, query: ListUsers) -> int:
    """How many would match if neither enabled nor disabled were asked."""
    return list_users(work, replace(query, filters=replace(query.filters, state=State.ANY), page_size=1)).total


def row_of(row: UserRow, work: Work) -> Row:
    """One user for the reader who acts."""
    language = work.actor.language
    letter = envelope(row, work.now, language)
    roles = [role_label(role, language) for role in row.roles]
    return Row(
        id=row.id,
        name=f"{row.first_name} {row.last_name}",
        username=row.username,
        initials=f"{row.first_name[:1]}{row.last_name[:1]}".upper(),
        tint=row.id % TINTS,
        email=row.email,
        seen=ago(row.last_login_at, work.now, language),
        seen_exactly=exact(row.last_login_at, language) if row.last_login_at else "",
        mark=letter.icon,
        tone=letter.tone,
        envelope=letter.label,
        hint=letter.sentence,
        can_invite=letter.can_press and work.actor.may(Permission.USERS_INVITE),
        is_disabled=not row.is_enabled,
        is_temporary=row.password_is_temporary,
        is_external=row.is_external,
        source=SOURCES[row.source].in_language(language),
        role=roles[0] if roles else "",
        more_roles=f"+{len(roles) - 1}" if len(roles) > 1 else "",
        all_roles=", ".join(roles),
    )


def role_label(role: GrantedRole | GivenRight, language: str) -> str:
    """The role's name, and the space it holds in. The names of the built-in ones are translated."""
    key, name = (role.role_key, role.role_name) if isinstance(role, GivenRight) else (role.key, role.name)
    shown = BUILT_IN_ROLES[key][0].in_language(language) if key in BUILT_IN_ROLES else name
    return f"{shown} · {role.space}" if role.space else shown


def ago(at: datetime | None, now: datetime, language: str) -> str:
    """How long ago, short enough for a column."""
    return relative(at, now, language, is_brief=True) if at else _("Never").in_language(language)


def foot_of(query: ListUsers, page: UserPage, language: str, elsewhere: int = 0) -> Foot:
    """The line under the list."""
    total = number(page.total, language) if page.is_exact else f"{number(page.total, language)}+"
    first = query.page_size * (query.page_number - 1) + 1
    last = first + len(page.rows) - 1
    pages = max(1, -(-page.total // query.page_size))
    here = _("Page {page} of {pages}", page=number(query.page_number, language), pages=number(pages, language))
    alone = _("Page {page}", page=number(query.page_number, language))
    found = n_("{total} user found", "{total} users found", page.total, total=total)
    return Foot(
        total=total,
        span=f"{number(first, language)}–{number(last, language)}" if page.rows else "",
        page=(here if page.is_exact else alone).in_language(language),
        announced=found.in_language(language),
        elsewhere=elsewhere,
        has_previous=page.has_previous,
        has_next=page.has_next,
    )


def number(value: int, language: str) -> str:
    """A number as the reader writes it."""
    return format_decimal(value, locale=language)
