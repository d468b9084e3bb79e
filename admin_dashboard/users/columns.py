"""The columns of the list: which there are, and which of them somebody sees, in which order.

The name comes first and is always shown, so it is none of them. A column's key is also what the list is sorted by.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlmodel import col

from ..attributes.queries import all_attributes
from ..attributes.queries import label as attribute_label
from ..core.i18n import Message, _
from ..core.permissions import Permission
from ..core.work import Work
from ..models import AttributeType, ListPreference

ATTRIBUTE = "attr."
HIDDEN = "-"
LONGEST = 4_000
"""Signs of a person's choice that are kept."""

EMAIL, LAST_LOGIN, ENROLLMENT, TYPE, SOURCE = "email", "last_login", "enrollment", "type", "source"
ROLES, SPACES, STATE, CREATED = "roles", "spaces", "state", "created"
USERNAME, FIRST_NAME, LAST_NAME, ID, LANGUAGE = "username", "first_name", "last_name", "id", "language"
USUAL = (EMAIL, LAST_LOGIN, ENROLLMENT, TYPE, SOURCE, ROLES)


@dataclass(frozen=True)
class Column:
    """One column. `width` in pixels; 0 takes the room that is left. `type` for attributes only."""

    key: str
    label: str
    width: int
    type: AttributeType | None = None


@dataclass(frozen=True)
class Choice:
    """A column, and whether its reader sees it."""

    column: Column
    is_shown: bool


_BUILT_IN: dict[str, tuple[Message, int]] = {
    EMAIL: (_("Email"), 0),
    LAST_LOGIN: (_("Last connection"), 144),
    ENROLLMENT: (_("Enrollment"), 168),
    TYPE: (_("Type"), 92),
    SOURCE: (_("Source"), 92),
    ROLES: (_("Roles"), 140),
    USERNAME: (_("Username"), 180),
    FIRST_NAME: (_("First name"), 140),
    LAST_NAME: (_("Last name"), 160),
    ID: (_("ID"), 84),
    CREATED: (_("Created"), 132),
    STATE: (_("Status"), 112),
    LANGUAGE: (_("Language"), 108),
    SPACES: (_("Spaces"), 180),
}
_ATTRIBUTE_WIDTH = 160
WAITING = tuple(Column(key, "", _BUILT_IN[key][1]) for key in USUAL)
"""What is drawn before anything is known of the reader."""
_STORED = select(col(ListPreference.columns)).where(col(ListPreference.user_id) == bindparam("user_id"))
_NEEDS = {ROLES: Permission.ROLES_VIEW, SPACES: Permission.SPACES_VIEW}


def shown_columns(work: Work) -> tuple[Column, ...]:
    """What the actor sees beside the name, in their order."""
    said = stored(work)
    return tuple(choice.column for choice in _choices(said, _known(work, said)) if choice.is_shown)


def choices(work: Work) -> tuple[Choice, ...]:
    """Every column the actor may see, in their order; those they never placed come last and are hidden."""
    return tuple(_choices(stored(work), _built_in(work) | _attributes(work)))


def stored(work: Work) -> str:
    """The actor's choice as it is kept; empty for who has not chosen."""
    work.session.flush()
    kept = work.session.connection().execute(_STORED, {"user_id": work.actor.id})
    return kept.scalar_one_or_none() or ""


def written(chosen: Iterable[Choice]) -> str:
    """A choice as it is kept: keys in order behind commas, hidden ones marked."""
    return ",".join(choice.column.key if choice.is_shown else f"{HIDDEN}{choice.column.key}" for choice in chosen)


def _choices(said: str, known: dict[str, Column]) -> Iterable[Choice]:
    """What means nothing, or may not be seen any more, is passed over."""
    placed = dict.fromkeys(said[:LONGEST].split(",") if said else USUAL)
    is_shown = {name.removeprefix(HIDDEN): not name.startswith(HIDDEN) for name in placed}
    order = [key for key in is_shown if key in known]
    order += [key for key in known if key not in is_shown]
    return (Choice(known[key], is_shown.get(key, False)) for key in order)


def _known(work: Work, said: str) -> dict[str, Column]:
    """Attributes are read only when one is shown."""
    return _built_in(work) | (_attributes(work) if ATTRIBUTE in said else {})


def _built_in(work: Work) -> dict[str, Column]:
    language = work.actor.language
    return {
        key: Column(key, label.in_language(language), width)
        for key, (label, width) in _BUILT_IN.items()
        if key not in _NEEDS or work.actor.may(_NEEDS[key])
    }


def _attributes(work: Work) -> dict[str, Column]:
    language = work.actor.language
    return {
        f"{ATTRIBUTE}{row.key}": Column(
            f"{ATTRIBUTE}{row.key}", attribute_label(row, language), _ATTRIBUTE_WIDTH, row.type
        )
        for row in all_attributes(work)
    }
