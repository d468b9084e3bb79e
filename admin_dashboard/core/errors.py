"""Refusals a person can act on. Anything else is a bug and stays an exception.

DomainError
├── InvalidInput  400  what was typed breaks a rule
├── NotAllowed    403  the actor lacks the right
├── NotFound      404  no such row, or not one this actor may see
├── Conflict      409  the input is fine, today's data forbids it
└── TooMany       429  tried too often
"""

from collections.abc import Mapping

from .i18n import Message, _


class DomainError(Exception):
    """`message` is a sentence for the person; `fields` maps a field's name to its sentence."""

    status = 400

    def __init__(self, message: Message, fields: Mapping[str, Message] | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.fields = dict(fields or {})


class InvalidInput(DomainError):
    """What was typed breaks a rule."""


class NotAllowed(DomainError):
    """The actor lacks the right; `user_id` is the person it was tried on, where that is what it is about."""

    status = 403

    def __init__(self, message: Message | None = None, user_id: int | None = None) -> None:
        super().__init__(message or _("You do not have the right to do this."))
        self.user_id = user_id


class NotSignedIn(DomainError):
    """The actor has no live session."""

    status = 401

    def __init__(self) -> None:
        super().__init__(_("Please sign in."))


class NotFound(DomainError):
    """No such row, or not one this actor may see: the answer is the same."""

    status = 404

    def __init__(self, message: Message | None = None) -> None:
        super().__init__(message or _("This does not exist, or you may not see it."))


class Conflict(DomainError):
    """The input is fine, today's data forbids it."""

    status = 409


class TooMany(DomainError):
    """Tried too often."""

    status = 429
