"""The one way from a raw mapping (form, CSV row, JSON, command line) to a typed command."""

from collections.abc import Mapping
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


def _sentence(error: Any) -> Message:
    message = error.get("ctx", {}).get("message")
    if isinstance(message, Message):
        return message
    return _STANDARD.get(error["type"], _("This value is not valid."))
