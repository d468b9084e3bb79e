"""Choosing columns: each person's own, on every device they use."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ..core.errors import NotAllowed, NotFound
from ..core.permissions import Permission
from ..core.work import Work
from ..models import ListPreference, User
from .columns import LONGEST, Choice, choices, written
from .rows import hold


def show(work: Work, key: str, *, is_shown: bool) -> None:
    """Show or hide a column, which keeps its place. A key of none changes nothing.

    Raises:
        NotAllowed: the actor may not see users, or is nobody who could choose.
    """
    _change(
        work,
        lambda all_of_them: [
            replace(choice, is_shown=is_shown) if choice.column.key == key else choice for choice in all_of_them
        ],
    )


def move(work: Work, key: str, steps: int) -> None:
    """Move a column one place to the front (below zero) or to the end; at the border it stays. Raises like `show`."""
    _change(work, lambda all_of_them: _moved(all_of_them, key, 1 if steps > 0 else -1))


def reset(work: Work) -> None:
    """The usual columns in their usual order. Raises like `show`."""
    _keep(work, "")


def choose(work: Work, said: str) -> None:
    """Take over columns as `columns.stored` gives them: those of a saved view, say. Raises like `show`."""
    _keep(work, said[:LONGEST])


def _moved(all_of_them: Sequence[Choice], key: str, step: int) -> list[Choice]:
    order = list(all_of_them)
    at = next((at for at, choice in enumerate(order) if choice.column.key == key), None)
    if at is not None and 0 <= at + step < len(order):
        order[at], order[at + step] = order[at + step], order[at]
    return order


def _change(work: Work, change: Callable[[Sequence[Choice]], Iterable[Choice]]) -> None:
    preference = _held(work)
    preference.columns = written(change(choices(work)))


def _keep(work: Work, said: str) -> None:
    _held(work).columns = said


def _held(work: Work) -> ListPreference:
    """The actor's preference, which no other tab of theirs changes before this work has ended."""
    work.actor.require(Permission.USERS_VIEW)
    if work.actor.id is None:
        raise NotAllowed
    user = work.session.get(User, work.actor.id)
    if user is None:
        raise NotFound
    hold(work, user)
    found = work.session.get(ListPreference, work.actor.id, populate_existing=True)
    preference = found or ListPreference(user_id=work.actor.id)
    work.session.add(preference)
    return preference
