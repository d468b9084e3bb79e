"""What may be asked about a user. The rules of each field stand in `core.fields`."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, field_validator

from ..core.fields import EmailAddress, NewPassword, PersonName, Username
from ..core.forms import Command, bad
from ..core.i18n import _

Language = Literal["", "en", "fr"]
"""Of a person's pages and mails; empty: as their browser asks."""


class WithAttributes(Command):
    """What is asked of attributes, by key, as it was typed; empty text is no value."""

    attributes: Mapping[str, str] = Field(default_factory=dict)

    @field_validator("attributes", mode="before")
    @classmethod
    def _is_text(cls, asked: object) -> object:
        if isinstance(asked, Mapping) and all(isinstance(part, str) for pair in asked.items() for part in pair):
            return asked
        raise bad(_("This value is not valid."))


class CreateUser(WithAttributes):
    """Create an internal user. Every door names all fields: `password` is None where a user may start without one."""

    username: Username
    first_name: PersonName
    last_name: PersonName
    email: EmailAddress
    password: NewPassword | None = Field(repr=False)
    language: Language = ""
    invite: bool = False


class CreateAdministrator(Command):
    """Create a user who may do everything, with a password of their own choice."""

    username: Username
    first_name: PersonName
    last_name: PersonName
    email: EmailAddress
    password: NewPassword = Field(repr=False)


class EditUser(WithAttributes):
    """Change a user's profile, as it was read at `version`. The username never changes.

    A language of None stays as it is, and so does every attribute that is not named. With `is_complete` the profile
    must have every required attribute afterwards: so it is wherever somebody can fill them in.
    """

    user_id: int
    version: int
    first_name: PersonName
    last_name: PersonName
    email: EmailAddress
    language: Language | None = None
    is_complete: bool = True


class SetPassword(Command):
    """Give a user a temporary password."""

    user_id: int
    password: NewPassword = Field(repr=False)
