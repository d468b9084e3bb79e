"""Which saved views somebody has: their own and those others share."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlmodel import col

from ..core.errors import NotFound
from ..core.permissions import Permission
from ..core.text import fold
from ..core.work import Work
from ..models import ListPreference, SavedView, User

LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class ViewRow:
    """A saved view as one reader has it. `query` is the list as its address has it, `columns` those shown with it."""

    id: int
    name: str
    query: str
    columns: str
    is_shared: bool
    is_own: bool
    owner: str
    is_default: bool
    may_change: bool


def views(work: Work) -> tuple[ViewRow, ...]:
    """The actor's own views and all shared ones, by name.

    Raises:
        NotAllowed: the actor may not see users.
    """
    work.actor.require(Permission.USERS_VIEW)
    own_id, default_id = work.actor.id or 0, _default_id(work)
    rows = work.session.execute(
        select(SavedView, col(User.first_name), col(User.last_name))
        .join(User, col(User.id) == col(SavedView.owner_id))
        .where(or_(col(SavedView.owner_id) == own_id, col(SavedView.is_shared)))
    )
    found = [_row(work, view, f"{first} {last}", default_id) for view, first, last in rows]
    return tuple(sorted(found, key=lambda row: (fold(row.name), row.id)))


def view(work: Work, view_id: int) -> ViewRow:
    """One view.

    Raises:
        NotFound: there is none, or none the actor may see.
    """
    found = next((row for row in views(work) if row.id == view_id), None)
    if found is None:
        raise NotFound
    return found


def opening(work: Work) -> ViewRow | None:
    """The view the actor's list opens with; None: with everybody, also once it is shared no longer."""
    default_id = _default_id(work)
    if default_id is None:
        return None
    return next((row for row in views(work) if row.id == default_id), None)


def _default_id(work: Work) -> int | None:
    chosen = select(col(ListPreference.view_id)).where(col(ListPreference.user_id) == (work.actor.id or 0))
    return work.session.execute(chosen).scalar_one_or_none()


def _row(work: Work, view: SavedView, owner: str, default_id: int | None) -> ViewRow:
    is_own = view.owner_id == work.actor.id
    return ViewRow(
        id=view.id or 0,
        name=view.name,
        query=view.query,
        columns=view.columns,
        is_shared=view.is_shared,
        is_own=is_own,
        owner=owner,
        is_default=view.id == default_id,
        may_change=is_own or work.actor.may(Permission.SETTINGS_EDIT),
    )
