"""Why somebody was left out of an action, and why an action stopped, in the words the rule has elsewhere."""

from enum import StrEnum

from ..core.errors import DomainError, NotAllowed
from ..core.i18n import Message, _
from ..invitations.standing import REFUSALS, Standing
from ..roles.service import LastAdministrator, MorePowerful, Yourself


class Reason(StrEnum):
    """Why not. Stored with the person, or, when the whole action stopped, with its job."""

    GONE = "gone"
    YOURSELF = "yourself"
    MORE_RIGHTS = "more_rights"
    LAST_ADMINISTRATOR = "last_administrator"
    ALREADY_DISABLED = "already_disabled"
    ALREADY_ENABLED = "already_enabled"
    EXTERNAL = "external"
    DISABLED = "disabled"
    JOINED = "joined"
    USES = "uses"
    NO_ADDRESS = "no_address"
    BEING_SENT = "being_sent"
    HAS_ROLE = "has_role"
    LACKS_ROLE = "lacks_role"
    IN_SPACE = "in_space"
    NOT_IN_SPACE = "not_in_space"
    READ_ONLY = "read_only"
    HAS_VALUE = "has_value"
    CHANGED_SINCE = "changed_since"
    ERROR = "error"
    CANCELLED = "cancelled"
    ACTOR_DISABLED = "actor_disabled"
    NOT_ALLOWED = "not_allowed"
    NOT_POSSIBLE = "not_possible"


TEXTS: dict[str, Message] = {
    Reason.GONE: _("Deleted in the meantime."),
    Reason.YOURSELF: Yourself().message,
    Reason.MORE_RIGHTS: MorePowerful(0).message,
    Reason.LAST_ADMINISTRATOR: LastAdministrator().message,
    Reason.ALREADY_DISABLED: _("Already disabled."),
    Reason.ALREADY_ENABLED: _("Already enabled."),
    Reason.EXTERNAL: REFUSALS[Standing.EXTERNAL],
    Reason.DISABLED: REFUSALS[Standing.DISABLED],
    Reason.JOINED: REFUSALS[Standing.JOINED],
    Reason.USES: REFUSALS[Standing.USES],
    Reason.NO_ADDRESS: _("No address mail can be sent to."),
    Reason.BEING_SENT: _("An invitation is being sent already."),
    Reason.HAS_ROLE: _("Holds this role already."),
    Reason.LACKS_ROLE: _("Does not hold this role."),
    Reason.IN_SPACE: _("Works in this space already."),
    Reason.NOT_IN_SPACE: _("Does not work in this space."),
    Reason.READ_ONLY: _("This profile is mastered elsewhere and is changed there."),
    Reason.HAS_VALUE: _("Has this value already."),
    Reason.CHANGED_SINCE: _("Changed since by somebody else: left as it is."),
    Reason.ERROR: _("Something went wrong on our side."),
    Reason.CANCELLED: _("Not done: the action was cancelled."),
    Reason.ACTOR_DISABLED: _("Not done: who asked for this may no longer sign in."),
    Reason.NOT_ALLOWED: _("Not done: who asked for this no longer has the right."),
    Reason.NOT_POSSIBLE: _("Not done: the role, space or attribute is gone or has changed."),
}


def in_words(reason: str) -> Message:
    """The sentence for a person. What is no reason of ours is a fault of our side."""
    return TEXTS.get(reason, TEXTS[Reason.ERROR])


class Stopped(Exception):
    """The action cannot go on; nothing of this step is written."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(in_words(reason)))
        self.reason = reason


def stop_reason(refusal: DomainError) -> Reason:
    """Why the action ends when its own conditions are refused in the middle of it."""
    return Reason.NOT_ALLOWED if isinstance(refusal, NotAllowed) else Reason.NOT_POSSIBLE
