"""Roles and spaces that a row adds: those its user does not have yet, which the importer must be free to give."""

from collections.abc import Sequence

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
            new = [one for one in roles if (one.role.id, one.space_id) not in held]
            _add(scene, row, "roles", [(one.text, one.refusal) for one in new])
    if text := row.wanted.get("spaces"):
        spaces = scene.known.giving.spaces(text)
        if isinstance(spaces, Message):
            scene.refuse(row, "spaces", spaces)
        else:
            inside = scene.known.spaces.get(user_id, ())
            _add(scene, row, "spaces", [(one.name, one.refusal) for one in spaces if one.id not in inside])


def _add(scene: Scene, row: Row, target: str, new: Sequence[tuple[str, Message | None]]) -> None:
    refusal = next((reason for _name, reason in new if reason), None)
    if refusal:
        scene.refuse(row, target, refusal)
    elif new:
        row.change(target, "", joined(name for name, _reason in new))
