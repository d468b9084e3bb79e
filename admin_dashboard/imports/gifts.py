"""Roles and spaces that a row adds: those its user does not have yet, which the importer must be free to give."""

from collections.abc import Sequence

from ..core.i18n import Message
from ..core.spreadsheet import joined
from .cleaning import Row
from .giving import GivenRole, GivenSpace, refusal_of
from .known import Person
from .scene import Scene


def give(scene: Scene, row: Row, person: Person | None) -> None:
    """Note what the row adds, or why it may not be added."""
    user_id = person.id if person else 0
    if text := row.wanted.get("roles"):
        roles = scene.known.giving.roles(text)
        held = scene.known.held.get(user_id, ())
        new = roles if isinstance(roles, Message) else [r for r in roles if (r.role.id, r.space_id) not in held]
        _add(scene, row, "roles", new)
    if text := row.wanted.get("spaces"):
        spaces = scene.known.giving.spaces(text)
        inside = scene.known.spaces.get(user_id, ())
        _add(scene, row, "spaces", spaces if isinstance(spaces, Message) else [s for s in spaces if s.id not in inside])


def _add(scene: Scene, row: Row, target: str, new: Message | Sequence[GivenRole | GivenSpace]) -> None:
    if isinstance(new, Message):
        scene.refuse(row, target, new)
    elif reason := refusal_of(new):
        scene.refuse(row, target, reason)
    elif new:
        row.change(target, "", joined(one.text for one in new))
