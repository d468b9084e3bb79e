"""Roles and spaces that a row adds: those its user does not have yet."""

from collections.abc import Iterable

from ..core.i18n import Message
from ..core.spreadsheet import joined
from .cleaning import Row
from .known import Person
from .scene import Scene


def give(scene: Scene, row: Row, person: Person | None) -> None:
    """Note what the row adds, or why it may not be added."""
    user_id = person.id if person else 0
    if text := row.wanted.get("roles"):
        roles = scene.known.giving.roles(text)
        if isinstance(roles, Message):
            scene.refuse(row, "roles", roles)
        else:
            held = scene.known.held.get(user_id, ())
            _add(row, "roles", (one.text for one in roles if (one.role.id, one.space_id) not in held))
    if text := row.wanted.get("spaces"):
        spaces = scene.known.giving.spaces(text)
        if isinstance(spaces, Message):
            scene.refuse(row, "spaces", spaces)
        else:
            inside = scene.known.spaces.get(user_id, ())
            _add(row, "spaces", (one.name for one in spaces if one.id not in inside))


def _add(row: Row, target: str, names: Iterable[str]) -> None:
    if new := joined(names):
        row.change(target, "", new)
