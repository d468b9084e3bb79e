"""What an action on many users has to be told: which role, space or value."""

from collections.abc import Mapping
from typing import Any, TypedDict

from sqlmodel import col, select

from ..attributes.queries import AttributeRow, all_attributes, label
from ..core.permissions import Permission
from ..core.work import Work
from ..mass_actions.commands import ActionName, WhichRole
from ..mass_actions.granting import role_rights
from ..models import AttributeType, Role
from ..roles.queries import GrantedRole
from ..spaces.queries import all_spaces
from .cells import role_label

ROLES = {ActionName.GRANT_ROLE, ActionName.REVOKE_ROLE}
SPACES = {ActionName.ADD_TO_SPACE, ActionName.REMOVE_FROM_SPACE}


class Choice(TypedDict):
    """One thing that can be chosen."""

    value: str
    label: str


class Choices(TypedDict):
    """What has to be chosen. `kind`: role, space, attribute or nothing.

    `places`: where a role holds. `value_kind` is how the value of the chosen attribute is asked for, empty while none
    is; `values` are those of a choice.
    """

    kind: str
    choices: list[Choice]
    places: list[Choice]
    value_kind: str
    values: list[str]


NO_CHOICES = Choices(kind="", choices=[], places=[], value_kind="", values=[])


def choices_of(work: Work, action: ActionName, language: str) -> Choices:
    """What this actor may choose from for the action."""
    if action in ROLES:
        places = [Choice(value=str(space.id), label=space.name) for space in all_spaces(work)]
        return {**NO_CHOICES, "kind": "role", "choices": _roles(work, action, language), "places": places}
    if action in SPACES:
        spaces = (space for space in all_spaces(work) if work.actor.may(Permission.SPACES_MANAGE, space.id))
        found = [Choice(value=str(space.id), label=space.name) for space in spaces]
        return {**NO_CHOICES, "kind": "space", "choices": found}
    if action == ActionName.SET_ATTRIBUTE:
        named = [Choice(value=row.key, label=label(row, language)) for row in all_attributes(work)]
        return {**NO_CHOICES, "kind": "attribute", "choices": named}
    return NO_CHOICES


def with_values(work: Work, choices: Choices, key: str) -> Choices:
    """The same, with how the value of the attribute with this key is asked for."""
    row = next((row for row in all_attributes(work) if row.key == key), None)
    return {**choices, "value_kind": _kind(row), "values": list(row.choices) if row else []}


def arguments(kind: str, form: Mapping[str, Any]) -> dict[str, Any] | None:
    """The action's arguments as the form says them; None while something has yet to be chosen."""
    if kind == "":
        return {}
    chosen = form.get("choice")
    if not isinstance(chosen, str) or not chosen:
        return None
    if kind == "role":
        return {"role": chosen, "space_id": form.get("place") or None}
    if kind == "space":
        return {"space_id": chosen}
    value = form.get("value")
    return {"attribute": chosen, "value": value} if isinstance(value, str) else None


def _roles(work: Work, action: ActionName, language: str) -> list[Choice]:
    """Nobody gives a role with more rights than their own."""
    rows = work.session.execute(select(col(Role.key), col(Role.name)).order_by(col(Role.name))).all()
    return [
        Choice(value=key, label=role_label(GrantedRole(key, name, ""), language))
        for key, name in rows
        if action == ActionName.REVOKE_ROLE or work.actor.covers(role_rights(work, WhichRole(role=key)))
    ]


def _kind(row: AttributeRow | None) -> str:
    if row is None:
        return ""
    return {AttributeType.CHOICE: "choice", AttributeType.DATE: "date", AttributeType.NUMBER: "number"}.get(
        row.type, "text"
    )
