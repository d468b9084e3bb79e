"""Users as the command line reads and prints them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ..activity.queries import history
from ..core.errors import InvalidInput
from ..core.forms import parse
from ..core.i18n import _
from ..core.work import Work
from ..invitations.envelope import state_of
from . import queries, service
from .commands import EditUser, SetPassword
from .listing import LARGEST_PAGE, ListUsers, UserRow, list_users

ALL = 2**31
HISTORY_LINES = 10
Printed = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """The users asked for, and how many there are in all."""

    users: list[Printed]
    total: int
    is_exact: bool


def read(work: Work, query: ListUsers) -> Found:
    """As many users as the query's page says, however many that is."""
    rows: list[UserRow] = []
    page = list_users(work, replace(query, page_size=min(query.page_size, LARGEST_PAGE)))
    total, is_exact = page.total, page.is_exact
    rows += page.rows
    while page.has_next and len(rows) < query.page_size:
        step = min(query.page_size - len(rows), LARGEST_PAGE)
        page = list_users(work, replace(query, page_size=step, after=rows[-1].id))
        rows += page.rows
    return Found([printed(work, row) for row in rows], total, is_exact)


def printed(work: Work, row: UserRow) -> Printed:
    """A row as plain values, with what follows from the dates."""
    return {
        "id": row.id,
        "username": row.username,
        "first_name": row.first_name,
        "last_name": row.last_name,
        "email": row.email,
        "is_enabled": row.is_enabled,
        "is_external": row.is_external,
        "is_connected": row.first_login_at is not None,
        "enrollment": queries.enrollment_of(row),
        "envelope": state_of(row, work.now),
        "source": row.source,
        "roles": [f"{role.key}@{role.space}" if role.space else role.key for role in row.roles],
        "first_login_at": row.first_login_at,
        "last_login_at": row.last_login_at,
        "enrolled_at": row.enrolled_at,
        "created_at": row.created_at,
    }


def table(users: Iterable[Printed]) -> Iterator[str]:
    """One line a user."""
    for user in users:
        name, day = f"{user['last_name']}, {user['first_name']}", _day(user["last_login_at"])
        state = "" if user["is_enabled"] else "disabled"
        yield f"{user['username']:<30}  {name:<32}  {user['email']:<36}  {day:<10}  {state}".rstrip()


def record(work: Work, username: str) -> Printed:
    """Everything known of one user."""
    found = queries.record(work, queries.find_id(work, username))
    lines = history(work, found.row.id, HISTORY_LINES)
    return {
        **printed(work, found.row),
        "disabled_at": found.disabled_at,
        "updated_at": found.updated_at,
        "has_password": found.has_password,
        "password_is_temporary": found.row.password_is_temporary,
        "live_session_count": found.live_session_count,
        "language": found.profile.language or None,
        "attributes": dict(found.profile.attributes),
        "spaces": [f"{space.name} (manager)" if space.is_manager else space.name for space in found.spaces],
        "rights": [{"permission": r.permission, "role": r.role_key, "space": r.space} for r in found.rights],
        "history": [{"at": line.at, "action": line.action, "actor": str(line.actor)} for line in lines],
    }


def facts(user: Mapping[str, Any]) -> Iterator[str]:
    """A record as lines."""
    for name, value in user.items():
        if name not in {"rights", "history"}:
            yield f"{name.replace('_', ' ') + ':':<24}{_text(value)}"
    yield f"{'rights:':<24}{_text(sorted({right['permission'] for right in user['rights']}))}"
    yield "history:"
    yield from (f"  {line['at']:%Y-%m-%d %H:%M}  {line['action']}  {line['actor']}" for line in user["history"])


def given(names: Mapping[str, str | None], language: str | None, attributes: Iterable[str] | None) -> dict[str, Any]:
    """The options that were given, as they are asked of the services. Attributes are said as `key=value`.

    Raises:
        InvalidInput: one of the attributes has no `=`.
    """
    asked: dict[str, Any] = {name: value for name, value in names.items() if value is not None}
    if language is not None:
        asked["language"] = "" if language == "browser" else language
    if attributes:
        asked["attributes"] = dict(map(_pair, attributes))
    return asked


def _pair(said: str) -> tuple[str, str]:
    key, sign, value = said.partition("=")
    if not sign:
        raise InvalidInput(_("Write an attribute as KEY=VALUE, not {given}.", given=said))
    return key.strip(), value


def change(work: Work, username: str, changes: Mapping[str, Any], password: str | None) -> None:
    """Change the given fields of a profile, and the password when there is one, together or not at all."""
    user_id = queries.find_id(work, username)
    # The password comes first: it is hashed before anything is written.
    if password is not None:
        service.set_password(work, parse(SetPassword, {"user_id": user_id, "password": password}))
    if changes:
        present = queries.record(work, user_id).profile
        names = {name: getattr(present, name) for name in ("first_name", "last_name", "email")}
        asked = {"user_id": user_id, "version": present.version, **names, **changes}
        service.edit(work, parse(EditUser, asked))


def _text(value: object) -> str:
    if isinstance(value, dict):
        value = [f"{key}={one}" for key, one in value.items()]
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _moment(value) if isinstance(value, datetime) else str("-" if value is None else value)


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M UTC}"


def _day(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d}" if at else "never"
