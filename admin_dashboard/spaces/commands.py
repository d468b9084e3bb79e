"""What may be asked about spaces."""

from typing import Annotated

from pydantic import BeforeValidator

from ..attributes.values import clean_text, text_fault
from ..core.forms import Command, bad
from ..core.i18n import _
from ..core.text import fold

LONGEST_NAME = 100


def clean_space_name(value: object) -> str:
    """1 to 100 characters, trimmed, inner blanks collapsed."""
    name = clean_text(value[: LONGEST_NAME * 4]) if isinstance(value, str) else ""
    if not fold(name).strip():
        raise bad(_("Please fill this in."))
    if len(name) > LONGEST_NAME:
        raise bad(_("Use at most {count} characters.", count=LONGEST_NAME))
    fault = text_fault(name)
    if fault:
        raise bad(fault)
    return name


class CreateSpace(Command):
    """Make a space, in which nobody works yet."""

    name: Annotated[str, BeforeValidator(clean_space_name)]


class AddMember(Command):
    """Let a user work in a space, perhaps as one of its managers."""

    space_id: int
    user_id: int
    is_manager: bool = False


class RemoveMember(Command):
    """Take a user out of a space."""

    space_id: int
    user_id: int
