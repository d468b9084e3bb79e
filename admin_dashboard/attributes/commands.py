"""What may be asked about attributes."""

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from ..core.forms import Command, bad
from ..core.i18n import _
from ..core.text import fold
from ..models import AttributeType
from .values import clean_text, sort_key, text_fault

LONGEST_LABEL = 60
MOST_CHOICES = 100
LONGEST_CHOICES = 50_000
FIXED_NAMES = frozenset(
    """
    id username first_name last_name name email password another language theme version attribute attributes search
    state enabled is_enabled disabled connection connected enrollment enrolled type external is_external source sort
    last_login first_login created updated created_at updated_at role roles right rights space spaces invite invitation
    error line outcome page size after before user user_id
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
"""Names that mean something else already in a form, a file's header, an address or an interface."""

_KEY = re.compile(r"[a-z0-9_]{2,40}")


def clean_key(value: object) -> str:
    """The name an attribute has in files, addresses and on the command line; it never changes."""
    key = value.strip().lower() if isinstance(value, str) else ""
    if not key:
        raise bad(_("Please fill this in."))
    if not _KEY.fullmatch(key):
        raise bad(_("Use 2 to 40 letters without accents, digits and underscores, as in cost_center."))
    if key in FIXED_NAMES:
        raise bad(_("This name is taken by a field every user has. Choose another one."))
    return key


def clean_label(value: object) -> str:
    """What people read: 1 to 60 characters, trimmed."""
    label = clean_text(value[: LONGEST_LABEL * 4]) if isinstance(value, str) else ""
    if not fold(label).strip():
        raise bad(_("Please fill this in."))
    if len(label) > LONGEST_LABEL:
        raise bad(_("Use at most {count} characters.", count=LONGEST_LABEL))
    fault = text_fault(label)
    if fault:
        raise bad(fault)
    return label


def clean_choices(value: object) -> tuple[str, ...]:
    """Lines of text, or several of them: 1 to 100 choices, of which no two differ in case or accents alone."""
    text = value if isinstance(value, str) else "\n".join(map(str, value)) if isinstance(value, list | tuple) else ""
    lines = (clean_text(line) for line in text[:LONGEST_CHOICES].splitlines())
    choices = tuple(line for line in lines if fold(line).strip())
    if not choices:
        raise bad(_("Enter at least one choice, each on a line of its own."))
    if len(choices) > MOST_CHOICES or len(text) > LONGEST_CHOICES:
        raise bad(_("There may be at most {count} choices.", count=MOST_CHOICES))
    faults = [fault for fault in map(text_fault, choices) if fault]
    if faults:
        raise bad(faults[0])
    keys = [sort_key(AttributeType.CHOICE, choice) for choice in choices]
    twice = next((choice for choice, key in zip(choices, keys, strict=True) if keys.count(key) > 1), None)
    if twice is not None:
        raise bad(_("“{choice}” is there twice.", choice=twice))
    return choices


AttributeKey = Annotated[str, BeforeValidator(clean_key)]
Label = Annotated[str, BeforeValidator(clean_label)]


class _Described(Command):
    """What an attribute is called and holds. Choices are kept for a choice only."""

    label_en: Label
    label_fr: Label
    type: AttributeType
    choices: tuple[str, ...] = Field(default=(), validate_default=True)
    is_required: bool = False

    @field_validator("choices", mode="before")
    @classmethod
    def _of_a_choice(cls, value: object, info: ValidationInfo) -> tuple[str, ...]:
        return clean_choices(value) if info.data.get("type") is AttributeType.CHOICE else ()


class CreateAttribute(_Described):
    """Add an attribute, behind those there are."""

    key: AttributeKey


class EditAttribute(_Described):
    """Change what an attribute is called and holds. The key stays."""

    attribute_id: int


class DeleteAttribute(Command):
    """Remove an attribute with all its values."""

    attribute_id: int


class MoveAttribute(Command):
    """Change places with the attribute before, or after."""

    attribute_id: int
    direction: Literal["up", "down"]
