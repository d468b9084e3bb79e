"""An action on all whom filters find, as programs ask for it: in the words of the command line."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StrictBool

from ..core.errors import InvalidInput
from ..core.forms import Command, bad
from ..core.i18n import _
from ..core.text import LONGEST_QUERY
from ..core.work import Work
from ..selection.selection import Selection
from ..users import cli_filters
from ..users.cli_filters import FilterName, SourceName
from ..users.listing import ListUsers
from .commands import LONGEST_REASON, ActionName, StartMassAction

MOST_CHOICES = 100
LONGEST_WORD = 1_000
USUAL_STATE = {ActionName.ENABLE: "disabled", ActionName.DISABLE: "enabled", ActionName.INVITE: "enabled"}
"""Among whom is looked when the request does not say, as on the command line."""


def storable(text: str) -> str:
    """A text without what a database refuses."""
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise bad(_("This has a sign that cannot be stored."))
    return text


def day(value: object) -> datetime:
    """A day as `2026-03-31`."""
    try:
        return datetime.strptime(value if isinstance(value, str) else "", "%Y-%m-%d")  # noqa: DTZ007 - the day is meant
    except ValueError:
        raise bad(_("Enter a date as year-month-day, as in 2026-03-31.")) from None


Storable = AfterValidator(storable)
Words = Annotated[tuple[Annotated[str, Field(max_length=LONGEST_WORD), Storable], ...], Field(max_length=MOST_CHOICES)]
Day = Annotated[datetime, BeforeValidator(day)]


class ActByFilter(Command):
    """Whom to do it to; `all` is needed where nothing else is said. With `check` nothing is done."""

    text: Annotated[str, Field(max_length=LONGEST_QUERY), Storable] = ""
    filter: Annotated[tuple[FilterName, ...], Field(max_length=MOST_CHOICES)] = ()
    state: Literal["enabled", "disabled", "any"] | None = None
    source: Annotated[tuple[SourceName, ...], Field(max_length=MOST_CHOICES)] = ()
    role: Words = ()
    space: Words = ()
    attribute: Words = ()
    seen_from: Day | None = None
    seen_to: Day | None = None
    created_from: Day | None = None
    created_to: Day | None = None
    all: StrictBool = False
    reason: Annotated[str, Field(max_length=LONGEST_REASON), Storable] = ""
    check: StrictBool = False

    @property
    def says_whom(self) -> bool:
        """Whether it does, and leaves nobody's access to a forgotten field."""
        days = self.seen_from, self.seen_to, self.created_from, self.created_to
        words = self.filter, self.source, self.role, self.space, self.attribute
        return self.all or bool(self.text.strip()) or any(words) or any(days)


def ask_of(work: Work, name: ActionName, command: ActByFilter) -> StartMassAction:
    """What it comes to.

    Raises:
        InvalidInput: it does not say whom, or a value is none of its attribute's.
        NotFound: there is no such role, space or attribute.
        NotAllowed: the actor may not see roles, and asks by one.
    """
    if not command.says_whom:
        raise InvalidInput(_("Say whom: by text, by a filter, or all."))
    filters = cli_filters.filters_of(
        work,
        cli_filters.Asked(
            list(command.filter),
            command.state or USUAL_STATE[name],
            list(command.source),
            list(command.role),
            list(command.space),
            list(command.attribute),
            (command.seen_from, command.seen_to),
            (command.created_from, command.created_to),
        ),
    )
    return StartMassAction(name, Selection.of_all(ListUsers(command.text, filters)), reason=command.reason)
