"""What may be asked about API tokens."""

import unicodedata
from typing import Annotated

from pydantic import BeforeValidator

from ..attributes.values import clean_text
from ..core.forms import Command, bad
from ..core.i18n import _
from ..core.text import INVISIBLE, fold

LONGEST_NAME = 60
DAYS = (7, 30, 90, 365)
"""For how long a token may be made."""


def clean_name(value: object) -> str:
    """What a token is called: 1 to 60 characters, trimmed, inner blanks collapsed, NFC."""
    name = clean_text(value[: LONGEST_NAME * 4]) if isinstance(value, str) else ""
    if not fold(name).strip():
        raise bad(_("Please fill this in."))
    if len(name) > LONGEST_NAME:
        raise bad(_("Use at most {count} characters.", count=LONGEST_NAME))
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs"} or sign in INVISIBLE for sign in name):
        raise bad(_("This has a sign that cannot be stored."))
    return name


def one_of_the_days(value: object) -> int:
    """One of DAYS, as a form sends it."""
    found = next((days for days in DAYS if value == str(days)), None)
    if found is None:
        raise bad(_("Choose one of these: {choices}.", choices=", ".join(map(str, DAYS))))
    return found


class MakeToken(Command):
    """Make a token that works for so many days."""

    name: Annotated[str, BeforeValidator(clean_name)]
    days: Annotated[int, BeforeValidator(one_of_the_days)]
