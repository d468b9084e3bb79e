"""The list of users: one page of it, and how many there are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select
from sqlmodel import Session, col

from ..core.permissions import Permission
from ..core.text import search_words
from ..core.work import Work
from ..db import search
from ..db.criteria import USERS, AttributeFilter, Connection, Criteria, Enrollment, Filters, Span, State, UserType
from ..db.order import Order, SortColumn, Window
from ..db.walk import place_of
from ..invitations.envelope import LatestInvitation
from ..invitations.queries import latest_invitations
from ..models import Grant, Role, Space
from ..roles.queries import GrantedRole

__all__ = [
    "AttributeFilter",
    "Connection",
    "Enrollment",
    "Filters",
    "LatestInvitation",
    "ListUsers",
    "SortColumn",
    "Span",
    "State",
    "UserPage",
    "UserRow",
    "UserType",
    "count_exact",
    "list_users",
]

LARGEST_PAGE = 100
EVERYBODY_ENABLED = Filters()
EVERYBODY = 0


@dataclass(frozen=True)
class ListUsers:
    """Which users, in which order, and which page of them.

    A page begins after the user `after`, or ends before the user `before`; else it is the one with `page_number`,
    which also says where to begin when the named user is gone. `view` is the saved view it was opened with, EVERYBODY
    for none by choice; it says nothing about who is found.
    """

    text: str = ""
    filters: Filters = EVERYBODY_ENABLED
    sort: SortColumn = SortColumn.NAME
    descending: bool = False
    sort_attribute: str = ""
    page_size: int = 50
    after: int | None = None
    before: int | None = None
    page_number: int = 1
    view: int | None = None

    @property
    def order(self) -> Order:
        """In which order they come; by an attribute, `sort_attribute` is its key."""
        return Order(SortColumn(self.sort), self.descending, self.sort_attribute)

    def from_first_page(self) -> "ListUsers":
        """The same list, at its beginning."""
        return replace(self, page_number=1, after=None, before=None)


@dataclass(frozen=True)
class UserRow:
    """What the list shows of a user."""

    id: int
    username: str
    first_name: str
    last_name: str
    email: str
    is_enabled: bool
    is_external: bool
    source: str
    password_is_temporary: bool
    first_login_at: datetime | None
    last_login_at: datetime | None
    enrolled_at: datetime | None
    created_at: datetime
    language: str | None
    version: int
    roles: tuple[GrantedRole, ...] = ()
    invitation: LatestInvitation | None = None


@dataclass(frozen=True)
class UserPage:
    """One page. At least `total` users match; exactly so many if `is_exact`."""

    rows: list[UserRow]
    total: int
    is_exact: bool
    has_previous: bool
    has_next: bool


def list_users(work: Work, query: ListUsers) -> UserPage:
    """One page of the users who match every word and every group of filters."""
    work.actor.require(Permission.USERS_VIEW)
    window = _window(work.session, query)
    found = search.find(work.session, criteria_of(work, query), window)
    if window.order.descending == query.descending:
        has_previous = window.after is not None or window.offset > 0
        return _page(work.session, found.ids, found, has_previous=has_previous, has_next=found.has_more)
    if not found.has_more:
        # The beginning is reached: a full first page, not the rest of one.
        return list_users(work, replace(query, before=None, page_number=1))
    return _page(work.session, found.ids[::-1], found, has_previous=True, has_next=True)


def _page(session: Session, ids: list[int], found: search.Found, *, has_previous: bool, has_next: bool) -> UserPage:
    return UserPage(rows_of(session, ids), found.total, found.is_exact, has_previous, has_next)


def count_exact(work: Work, query: ListUsers) -> int:
    """How many users match, when the page could only say "at least"."""
    work.actor.require(Permission.USERS_VIEW)
    return search.count(work.session, criteria_of(work, query))


def conditions(work: Work, query: ListUsers) -> list[ColumnElement[bool]]:
    """The text and the filters as plain conditions on users: for testing a few, or for going through all who match."""
    work.actor.require(Permission.USERS_VIEW)
    return search.conditions(work.session, criteria_of(work, query))


def criteria_of(work: Work, query: ListUsers) -> Criteria:
    """Whom the list is asked for. A filter by roles or spaces the actor may not see is as if not said."""
    filters, may = query.filters, work.actor.may
    roles = filters.roles if may(Permission.ROLES_VIEW) else frozenset()
    spaces = frozenset(space_id for space_id in filters.spaces if may(Permission.SPACES_VIEW, space_id))
    return Criteria(search_words(query.text), replace(filters, roles=roles, spaces=spaces))


def _window(session: Session, query: ListUsers) -> Window:
    size = max(1, min(query.page_size, LARGEST_PAGE))
    order = query.order
    numbered = Window(order, size, offset=size * (max(1, query.page_number) - 1))
    named = query.after or query.before
    place = place_of(session, named, numbered) if named else None
    if place is None:
        return numbered
    return Window(order if query.after else order.reversed(), size, after=place)


def rows_of(session: Session, ids: Sequence[int]) -> list[UserRow]:
    """These users as rows, in this order."""
    if not ids:
        return []
    facts: dict[int, Any] = {row[0]: row for row in session.connection().execute(_ROWS, {"ids": ids})}
    roles, invitations = _roles(session, ids), latest_invitations(session, ids)
    return [UserRow(*facts[i], roles=tuple(roles.get(i, ())), invitation=invitations.get(i)) for i in ids]


def _roles(session: Session, ids: Sequence[int]) -> dict[int, list[GrantedRole]]:
    roles: dict[int, list[GrantedRole]] = defaultdict(list)
    for user_id, key, name, space in session.connection().execute(_ROLES, {"ids": ids}):
        roles[user_id].append(GrantedRole(key, name, space or ""))
    return roles


# Made once: building a statement takes longer than running it, and every letter typed runs these.
_THESE = bindparam("ids", expanding=True)
_ROWS = select(*(USERS.c[name] for name in UserRow.__dataclass_fields__ if name not in ("roles", "invitation"))).where(
    USERS.c.id.in_(_THESE)
)
_ROLES = (
    select(col(Grant.user_id), col(Role.key), col(Role.name), col(Space.name))
    .join(Role, col(Role.id) == col(Grant.role_id))
    .join(Space, col(Space.id) == col(Grant.space_id), isouter=True)
    .where(col(Grant.user_id).in_(_THESE))
    .order_by(col(Role.name), col(Space.name))
)
