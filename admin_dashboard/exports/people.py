"""The rows of an export: who is selected, as the import reads them back, page by page."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from ..core.permissions import Actor, Permission
from ..core.spreadsheet import joined
from ..core.work import OpenWork, Work
from ..db.criteria import USERS
from ..db.many import is_one_of
from ..imports.columns.cells import written
from ..models import Attribute, AttributeValue, Grant, Role, Space, SpaceMember
from ..selection import queries as selections
from ..selection.selection import Selection
from . import columns
from .columns import OF_EVERY_USER

PAGE = 2000

Cells = dict[str, str]
"""Of one user: column → text; a column without one is empty."""


def pages(
    open_work: OpenWork, caller: Actor, selection: Selection, head: Sequence[str], *, size: int = PAGE
) -> Iterator[list[list[str]]]:
    """The selected users by their ids, so many at a time and in memory; each a row of cells under `head`.

    Each page is a transaction of its own: who changes meanwhile is in it as before or as after, and nobody waits.

    Raises:
        NotAllowed: the caller may not see or export users.
    """
    after_id, is_over = 0, False
    while not is_over:
        with open_work(caller) as work:
            found = _read(work, selection, head, after_id, size)
        is_over = len(found) < size
        if found:
            after_id = max(found)
            yield [[_cell(cells, column) for column in head] for cells in found.values()]


def _cell(cells: Cells, column: str) -> str:
    text = cells.get(column, "")
    return text and written(text)


def _read(work: Work, selection: Selection, head: Sequence[str], after_id: int, size: int) -> dict[int, Cells]:
    """User id → cells of the next ones, in the order of the ids."""
    work.actor.require(Permission.USERS_EXPORT)
    facts = (USERS.c.id, *(USERS.c[name] for name in OF_EVERY_USER[:-1]), USERS.c.is_enabled)
    these = select(*facts).where(USERS.c.id > after_id, selections.is_in(work, selection))
    users = {row[0]: row[1:] for row in work.session.connection().execute(these.order_by(USERS.c.id).limit(size)).all()}
    found: dict[int, Cells] = {
        user_id: dict(zip(OF_EVERY_USER, _as_text(row), strict=True)) for user_id, row in users.items()
    }
    for column in _LISTED.keys() & head:
        for user_id, entries in _LISTED[column](work.session, list(found)).items():
            found[user_id][column] = joined(sorted(entries))
    for user_id, key, value in _values(work.session, list(found)):
        found[user_id][key] = value
    return found


def _as_text(row: Sequence[Any]) -> Iterable[str]:
    *texts, is_enabled = row
    return (*(text or "" for text in texts), columns.YES if is_enabled else columns.NO)


def _roles(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    """User id → `role`, or `role@space` where it holds in one."""
    query = (
        select(col(Grant.user_id), col(Role.key), col(Space.name))
        .join(Role, col(Role.id) == col(Grant.role_id))
        .join(Space, col(Space.id) == col(Grant.space_id), isouter=True)
    )
    roles: dict[int, list[str]] = defaultdict(list)
    for user_id, key, space in session.connection().execute(query.where(is_one_of(session, Grant.user_id, ids))).all():
        roles[user_id].append(f"{key}@{space}" if space else key)
    return roles


def _spaces(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    """User id → the names of their spaces."""
    query = select(col(SpaceMember.user_id), col(Space.name)).join(Space, col(Space.id) == col(SpaceMember.space_id))
    spaces: dict[int, list[str]] = defaultdict(list)
    for user_id, name in session.connection().execute(query.where(is_one_of(session, SpaceMember.user_id, ids))).all():
        spaces[user_id].append(name)
    return spaces


def _values(session: Session, ids: Sequence[int]) -> Iterable[Any]:
    """User id, key and value of what they have of attributes."""
    of_user = col(AttributeValue.user_id)
    query = select(of_user, col(Attribute.key), col(AttributeValue.value))
    query = query.join(Attribute, col(Attribute.id) == col(AttributeValue.attribute_id))
    return session.connection().execute(query.where(is_one_of(session, of_user, ids))).all()


_LISTED = {columns.ROLES: _roles, columns.SPACES: _spaces}
"""What a cell holds several of."""
