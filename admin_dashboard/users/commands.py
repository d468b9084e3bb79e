"""What may be asked about a user. The rules of each field stand in `core.fields`."""

from pydantic import Field

from ..core.fields import EmailAddress, NewPassword, PersonName, Username
from ..core.forms import Command


class CreateUser(Command):
    """Create an internal user. Every door names all fields: `password` is None where a user may start without one."""

    username: Username
    first_name: PersonName
    last_name: PersonName
    email: EmailAddress
    password: NewPassword | None = Field(repr=False)
    invite: bool = False


class CreateAdministrator(Command):
    """Create a user who may do everything, with a password of their own choice."""

    username: Username
    first_name: PersonName
    last_name: PersonName
    email: EmailAddress
    password: NewPassword = Field(repr=False)


class EditUser(Command):
    """Change a user's profile, as it was read at `version`. The username never changes."""

    user_id: int
    version: int
    first_name: PersonName
    last_name: PersonName
    email: EmailAddress


class SetPassword(Command):
    """Give a user a temporary password."""

    user_id: int
    password: NewPassword = Field(repr=False)
