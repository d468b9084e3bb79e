"""What actions on many users say: what will happen, what is going on, what has happened."""

from collections.abc import Callable
from dataclasses import dataclass

from babel.numbers import format_decimal

from ..core.i18n import Message, _, n_
from .commands import ActionName

Counted = Callable[[int, str], Message]
"""(how many, that number as it is written) → the sentence."""


@dataclass(frozen=True)
class Sentences:
    """The words of one action.

    Attributes:
        ask: the verb and the number, as on the button.
        will: after a number: what will happen to so many.
        running: the verb and the number while it goes on.
        over: the verb and the number once it is over.
        effects: what it means for these people.
    """

    ask: Counted
    will: Message
    running: Counted
    over: Counted
    effects: tuple[Message, ...] = ()
    is_dangerous: bool = False


def number(count: int, language: str) -> str:
    """`1,522`, as it is written in the language."""
    return format_decimal(count, locale=language)


_CAN_BE_UNDONE = _("You can undo this for those nobody has changed since.")

SENTENCES: dict[str, Sentences] = {
    ActionName.INVITE: Sentences(
        ask=lambda n, written: n_("Invite {number} user", "Invite {number} users", n, number=written),
        will=_("will be invited"),
        running=lambda n, written: n_("Inviting {number} user…", "Inviting {number} users…", n, number=written),
        over=lambda n, written: n_("{number} user invited", "{number} users invited", n, number=written),
        effects=(_("Each gets a link that works for 24 hours. An older link stops working."),),
    ),
    ActionName.DISABLE: Sentences(
        ask=lambda n, written: n_("Disable {number} user", "Disable {number} users", n, number=written),
        will=_("will be disabled"),
        running=lambda n, written: n_("Disabling {number} user…", "Disabling {number} users…", n, number=written),
        over=lambda n, written: n_("{number} user disabled", "{number} users disabled", n, number=written),
        effects=(
            _("They cannot sign in any more, and their sessions end at once."),
            _("Roles and spaces are kept. Open invitations stop working."),
            _CAN_BE_UNDONE,
        ),
        is_dangerous=True,
    ),
    ActionName.ENABLE: Sentences(
        ask=lambda n, written: n_("Enable {number} user", "Enable {number} users", n, number=written),
        will=_("will be enabled"),
        running=lambda n, written: n_("Enabling {number} user…", "Enabling {number} users…", n, number=written),
        over=lambda n, written: n_("{number} user enabled", "{number} users enabled", n, number=written),
        effects=(
            _("They can sign in again, with the roles and spaces they had."),
            _("An invitation that is still in its 24 hours works again."),
            _CAN_BE_UNDONE,
        ),
    ),
    ActionName.GRANT_ROLE: Sentences(
        ask=lambda n, written: n_("Give {number} user the role", "Give {number} users the role", n, number=written),
        will=_("will get the role"),
        running=lambda n, written: n_(
            "Giving {number} user a role…", "Giving {number} users a role…", n, number=written
        ),
        over=lambda n, written: n_("{number} user got a role", "{number} users got a role", n, number=written),
        effects=(_("Sessions of those who get more rights end: they sign in again."), _CAN_BE_UNDONE),
    ),
    ActionName.REVOKE_ROLE: Sentences(
        ask=lambda n, written: n_(
            "Take the role from {number} user", "Take the role from {number} users", n, number=written
        ),
        will=_("will lose the role"),
        running=lambda n, written: n_(
            "Taking a role from {number} user…", "Taking a role from {number} users…", n, number=written
        ),
        over=lambda n, written: n_("{number} user lost a role", "{number} users lost a role", n, number=written),
        effects=(_("Their rights change at once."), _CAN_BE_UNDONE),
        is_dangerous=True,
    ),
    ActionName.ADD_TO_SPACE: Sentences(
        ask=lambda n, written: n_(
            "Add {number} user to the space", "Add {number} users to the space", n, number=written
        ),
        will=_("will be added"),
        running=lambda n, written: n_(
            "Adding {number} user to a space…", "Adding {number} users to a space…", n, number=written
        ),
        over=lambda n, written: n_(
            "{number} user added to a space", "{number} users added to a space", n, number=written
        ),
        effects=(_CAN_BE_UNDONE,),
    ),
    ActionName.REMOVE_FROM_SPACE: Sentences(
        ask=lambda n, written: n_(
            "Take {number} user out of the space", "Take {number} users out of the space", n, number=written
        ),
        will=_("will be taken out"),
        running=lambda n, written: n_(
            "Taking {number} user out of a space…", "Taking {number} users out of a space…", n, number=written
        ),
        over=lambda n, written: n_(
            "{number} user taken out of a space", "{number} users taken out of a space", n, number=written
        ),
        effects=(_("Managers of the space lose that role too."), _CAN_BE_UNDONE),
        is_dangerous=True,
    ),
    ActionName.SET_ATTRIBUTE: Sentences(
        ask=lambda n, written: n_(
            "Set the attribute of {number} user", "Set the attribute of {number} users", n, number=written
        ),
        will=_("will get the value"),
        running=lambda n, written: n_(
            "Setting an attribute of {number} user…", "Setting an attribute of {number} users…", n, number=written
        ),
        over=lambda n, written: n_(
            "Attribute of {number} user set", "Attribute of {number} users set", n, number=written
        ),
        effects=(_("The values they had are replaced."), _CAN_BE_UNDONE),
    ),
    ActionName.DELETE: Sentences(
        ask=lambda n, written: n_("Delete {number} user", "Delete {number} users", n, number=written),
        will=_("will be deleted"),
        running=lambda n, written: n_("Deleting {number} user…", "Deleting {number} users…", n, number=written),
        over=lambda n, written: n_("{number} user deleted", "{number} users deleted", n, number=written),
        effects=(
            _("They and all that is known of them are gone for good. This cannot be undone."),
            _("Their usernames are never given to anybody else. The history keeps no personal data."),
        ),
        is_dangerous=True,
    ),
}
