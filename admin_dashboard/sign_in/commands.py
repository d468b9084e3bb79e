"""What may be asked in front of the door."""

from pydantic import Field

from ..core.fields import EmailAddress, NewPassword, PersonName, Username
from ..core.forms import Command


class SignIn(Command):
    """Sign in by email or username. Whatever is typed is tried; whatever is wrong is refused in the same words."""

    login: str = ""
    password: str = Field(default="", repr=False)
    stay: bool = False


class ForgotPassword(Command):
    """Ask for a link to choose a new password, by email or username."""

    login: str = ""


class ResetPassword(Command):
    """Choose a new password by the link in a mail."""

    token: str = Field(default="", repr=False)
    password: NewPassword = Field(repr=False)


class ChangePassword(Command):
    """Choose one's own new password. The present one is asked for unless it was a temporary one."""

    present: str = Field(default="", repr=False)
    password: NewPassword = Field(repr=False)


class SetUp(Command):
    """Create the first administrator by the link printed in the console."""

    token: str = Field(default="", repr=False)
    first_name: PersonName
    last_name: PersonName
    username: Username
    email: EmailAddress
    password: NewPassword = Field(repr=False)
