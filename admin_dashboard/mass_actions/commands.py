"""What may be asked of many users at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator

from ..attributes.values import clean_text
from ..core.forms import Command, bad
from ..core.i18n import _
from ..selection.selection import Selection

JOB = "mass action"
"""The kind of job that does it."""
LONGEST_REASON = 500


class ActionName(StrEnum):
    """What can be done to many users."""

    INVITE = "invite"
    DISABLE = "disable"
    ENABLE = "enable"
    GRANT_ROLE = "grant_role"
    REVOKE_ROLE = "revoke_role"
    ADD_TO_SPACE = "add_to_space"
    REMOVE_FROM_SPACE = "remove_from_space"
    SET_ATTRIBUTE = "set_attribute"
    DELETE = "delete"


class Nothing(Command):
    """Of an action that needs no more than its name."""


class WhichRole(Command):
    """A role by its key, platform-wide or in one space."""

    role: str
    space_id: int | None = None


class WhichSpace(Command):
    """A space."""

    space_id: int


class WhichValue(Command):
    """A value for an attribute by its key; empty takes the value away."""

    attribute: str
    value: str


def clean_reason(value: object) -> str:
    """At most 500 characters, trimmed, blanks collapsed."""
    reason = clean_text(value[: LONGEST_REASON * 4]) if isinstance(value, str) else ""
    if len(reason) > LONGEST_REASON:
        raise bad(_("Use at most {count} characters.", count=LONGEST_REASON))
    return reason


class WhyAsked(Command):
    """Why it is done, for the audit trail; may be empty."""

    reason: Annotated[str, BeforeValidator(clean_reason)] = ""


@dataclass(frozen=True)
class StartMassAction:
    """Do this to everybody in the selection.

    `args` are the fields of the action's own `args`. With `counted`, how many the person was told it would be,
    nothing is done when there are more by now.
    """

    action: ActionName
    selection: Selection
    args: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    counted: int | None = None


@dataclass(frozen=True)
class UndoMassAction:
    """Take back what an action did to everybody who is still as it left them."""

    job_id: int
    reason: str = ""


@dataclass(frozen=True)
class RetryMassAction:
    """Do the same once more to those it failed on."""

    job_id: int
    reason: str = ""


Ask = StartMassAction | UndoMassAction | RetryMassAction
