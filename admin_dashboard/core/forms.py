"""The one way from a raw mapping (form, CSV row, JSON, command line) to a typed command."""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from .errors import InvalidInput
from .i18n import Message, _


class Command(BaseModel):
    """What may be asked. Unknown fields are refused, never dropped."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def bad(message: Message) -> PydanticCustomError:
    """A rule broken by a value, to be raised in a validator; carries the sentence for the person."""
    return PydanticCustomError("bad_value", "{message}", {"message": message})


C = TypeVar("C", bound=Command)
LONGEST_NAME_SHOWN = 40

_STANDARD: dict[str, Message] = {
    "missing": _("Please fill this in."),
    "extra_forbidden": _("This field cannot be set."),
}


def parse(command: type[C], raw: Mapping[str, Any]) -> C:
    """Make the command, or raise `InvalidInput` with one sentence per wrong field."""
    try:
        return command.model_validate(dict(raw))
    except ValidationError as error:
        fields = {str(e["loc"][0]) if e["loc"] else "": _sentence(e) for e in error.errors()}
        raise InvalidInput(_("Please check the marked fields."), fields) from None


def parse_form(command: type[C], form: object, **ours: Any) -> C:
    """Make the command from all that a page's form sent; `ours` is what only the server says, such as whose row it is.

    Raises:
        InvalidInput: a field breaks a rule, or (one sentence, under no field) the form sent one it does not have.
    """
    sent: dict[str, Any] = form if isinstance(form, dict) else {}
    refuse_others(sent, command.model_fields.keys() - ours.keys())
    return parse(command, {**sent, **ours})


def refuse_others(sent: Mapping[str, Any], asked: Collection[str]) -> None:
    """Raise `InvalidInput`, one sentence under no field, when a form sent a field that it does not ask for."""
    for name in sent:
        if name not in asked:
            # As a literal: the name may hold anything, even what cannot be sent back.
            raise InvalidInput(_("{name} cannot be set. Nothing was saved.", name=ascii(name[:LONGEST_NAME_SHOWN])))


def _sentence(error: Any) -> Message:
    message = error.get("ctx", {}).get("message")
    if isinstance(message, Message):
        return message
    return _STANDARD.get(error["type"], _("This value is not valid."))
