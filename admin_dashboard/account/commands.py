"""What people may ask about themselves."""

from typing import Literal

from pydantic import Field

from ..core.fields import EmailAddress, PersonName
from ..core.forms import Command


class Rename(Command):
    """Change one's own names, as they were read at `version`."""

    version: int
    first_name: PersonName
    last_name: PersonName


class ChangeEmail(Command):
    """Change one's own email address, with the current password at hand."""

    email: EmailAddress
    present: str = Field(default="", repr=False)


class ChooseLanguage(Command):
    """Read pages and mails in this language."""

    language: Literal["en", "fr"]


class ChooseTheme(Command):
    """See pages light, dark, or as the system is."""

    theme: Literal["light", "dark", "system"]
