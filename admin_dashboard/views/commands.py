"""What may be asked about saved views."""

import re
import unicodedata
from typing import Annotated

from pydantic import BeforeValidator, Field

from ..core.forms import Command, bad
from ..core.i18n import _
from ..core.text import INVISIBLE, fold

LONGEST_NAME = 60
LONGEST_ASKED = 4_000

_BLANKS = re.compile(r"\s+")


def clean_name(value: object) -> str:
    """What a view is called: 1 to 60 characters, trimmed, inner blanks collapsed, NFC."""
    text = value[: LONGEST_NAME * 4] if isinstance(value, str) else ""
    name = _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()
    if not fold(name).strip():
        raise bad(_("Please fill this in."))
    if len(name) > LONGEST_NAME:
        raise bad(_("Use at most {count} characters.", count=LONGEST_NAME))
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs"} or sign in INVISIBLE for sign in name):
        raise bad(_("This has a sign that cannot be stored."))
    return name


ViewName = Annotated[str, BeforeValidator(clean_name)]
ListQuery = Annotated[str, Field(max_length=LONGEST_ASKED, pattern="^[!-~]*$")]
"""A list as the part of its address after `?` has it, without the page and the view."""


class SaveView(Command):
    """Keep a list under a name, for oneself or for everybody who sees users."""

    name: ViewName
    query: ListQuery
    columns: ListQuery = ""
    is_shared: bool = False


class RenameView(Command):
    """Call a view something else."""

    view_id: int
    name: ViewName


class ReplaceView(Command):
    """Keep another list under the view's name."""

    view_id: int
    query: ListQuery
    columns: ListQuery = ""


class ShareView(Command):
    """Show a view to everybody who sees users, or to its owner alone."""

    view_id: int
    is_shared: bool


class DeleteView(Command):
    """Forget a view."""

    view_id: int


class MakeDefault(Command):
    """Open one's own list with this view from now on; None: with everybody."""

    view_id: int | None
