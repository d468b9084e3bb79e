"""Saved views: keeping, changing, sharing and forgetting them.

A private view exists for its owner alone. A shared one is seen by everybody who sees users; its owner changes it, and
whoever edits the settings. It outlives its owner being disabled, and goes with the owner's account: whoever works with
it saves it under their own name first.
"""

from collections.abc import Iterable

from sqlmodel import col, select

from ..core.errors import Conflict, NotAllowed, NotFound
from ..core.i18n import Message, _
from ..core.permissions import Permission
from ..core.text import fold
from ..core.work import Work
from ..models import ListPreference, SavedView, User
from ..users.rows import hold
from .commands import DeleteView, MakeDefault, RenameView, ReplaceView, SaveView, ShareView
from .queries import LARGEST_ID

MOST_VIEWS = 100
TOO_MANY = _("You can keep up to {count} views. Delete one first.", count=MOST_VIEWS)
NAME_TAKEN = _("There is another view of this name.")


class ViewRefused(Conflict):
    """The name is taken, or there are too many views: one sentence, under the name."""

    def __init__(self, sentence: Message) -> None:
        super().__init__(sentence, {"name": sentence})


def save(work: Work, command: SaveView) -> int:
    """Keep a list under a name; gives the view's id.

    Raises:
        NotAllowed: the actor may not see users, or is nobody who could own a view.
        ViewRefused: the actor has a view of this name, or too many.
    """
    owner_id = _themselves(work)
    names = _names_of(work, owner_id)
    if len(names) >= MOST_VIEWS:
        raise ViewRefused(TOO_MANY)
    _require_free(command.name, names.values())
    view = SavedView(owner_id=owner_id, **command.model_dump(), created_at=work.now, updated_at=work.now)
    work.session.add(view)
    work.session.flush()
    if view.is_shared:
        work.record("view.shared", view=view.name)
    return view.id or 0


def rename(work: Work, command: RenameView) -> None:
    """Call a view something else.

    Raises:
        NotFound: there is no such view, or none the actor may see.
        NotAllowed: it is somebody else's.
        ViewRefused: its owner has another one of this name.
    """
    view = _changeable(work, command.view_id)
    names = _names_of(work, view.owner_id)
    _require_free(command.name, [name for view_id, name in names.items() if view_id != view.id])
    if view.is_shared and view.name != command.name:
        work.record("view.renamed", view=[view.name, command.name])
    view.name, view.updated_at = command.name, work.now


def replace(work: Work, command: ReplaceView) -> None:
    """Keep another list under the view's name. Raises like `rename`."""
    view = _changeable(work, command.view_id)
    if view.is_shared:
        work.record("view.changed", view=view.name)
    view.query, view.columns, view.updated_at = command.query, command.columns, work.now


def share(work: Work, command: ShareView) -> None:
    """Show a view to everybody who sees users, or to its owner alone. Raises like `rename`."""
    view = _changeable(work, command.view_id)
    if view.is_shared == command.is_shared:
        return
    if command.is_shared:
        work.record("view.shared", view=view.name)
    else:
        work.record("view.unshared", view=view.name)
    view.is_shared, view.updated_at = command.is_shared, work.now


def delete(work: Work, command: DeleteView) -> None:
    """Forget a view; whose list opened with it sees everybody again. Raises like `rename`."""
    view = _changeable(work, command.view_id)
    if view.is_shared:
        work.record("view.deleted", view=view.name)
    work.session.delete(view)
    work.session.flush()


def make_default(work: Work, command: MakeDefault) -> None:
    """Open the actor's list with this view from now on; None: with everybody.

    Raises:
        NotAllowed: the actor may not see users.
        NotFound: there is no such view, or none the actor may see.
    """
    own_id = _themselves(work)
    if command.view_id is not None:
        _visible(work, command.view_id)
    preference = work.session.get(ListPreference, own_id) or ListPreference(user_id=own_id)
    preference.view_id = command.view_id
    work.session.add(preference)
    work.session.flush()


def _themselves(work: Work) -> int:
    """The actor's id, who keeps views one after another: two at once cannot take the same name."""
    work.actor.require(Permission.USERS_VIEW)
    if work.actor.id is None:
        raise NotAllowed
    _hold_owner(work, work.actor.id)
    return work.actor.id


def _hold_owner(work: Work, owner_id: int) -> None:
    owner = work.session.get(User, owner_id)
    if owner is None:
        raise NotFound
    hold(work, owner)


def _visible(work: Work, view_id: int) -> SavedView:
    work.actor.require(Permission.USERS_VIEW)
    is_id = isinstance(view_id, int) and 0 < view_id <= LARGEST_ID
    view = work.session.get(SavedView, view_id, populate_existing=True) if is_id else None
    if view is None or not (view.is_shared or view.owner_id == work.actor.id):
        raise NotFound
    return view


def _changeable(work: Work, view_id: int) -> SavedView:
    """The view as of now, which the actor may change and nobody else changes before this work has ended."""
    view = _visible(work, view_id)
    if view.owner_id != work.actor.id:
        work.actor.require(Permission.SETTINGS_EDIT)
    _hold_owner(work, view.owner_id)
    # Somebody may have deleted it, or have taken it back, before it was held.
    return _visible(work, view_id)


def _names_of(work: Work, owner_id: int) -> dict[int, str]:
    rows = work.session.exec(select(SavedView.id, SavedView.name).where(col(SavedView.owner_id) == owner_id))
    return {view_id or 0: name for view_id, name in rows}


def _require_free(name: str, others: Iterable[str]) -> None:
    if fold(name) in map(fold, others):
        raise ViewRefused(NAME_TAKEN)
