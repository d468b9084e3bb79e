"""What may be asked of an import."""

from enum import StrEnum

from ..core.forms import Command

CHECK, RUN, TAKE_BACK, TIDY = "import check", "import run", "import take back", "import tidy"
"""The kinds of jobs that do it."""


class Mode(StrEnum):
    """What an import may do with a row, by whether its user is there."""

    CREATE_AND_UPDATE = "create_and_update"
    CREATE = "create"
    UPDATE = "update"

    @property
    def creates(self) -> bool:
        """Whether users who are not there are made."""
        return self is not Mode.UPDATE

    @property
    def updates(self) -> bool:
        """Whether users who are there are changed."""
        return self is not Mode.CREATE


class Choices(Command):
    """What a person chooses besides the columns. With `invite` everybody who is created gets an invitation."""

    mode: Mode = Mode.CREATE_AND_UPDATE
    invite: bool = False
