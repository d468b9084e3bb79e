"""What the audit trail's entries say to a person. Every action the product records has its words here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..core.i18n import Message, _
from ..core.permissions import BUILT_IN_ROLES
from ..core.work import Door
from ..mail.reasons import REASONS
from ..mass_actions.words import NAMES


@dataclass(frozen=True)
class Words:
    """An action in words, whoever did it, and the icon beside it."""

    icon: str
    text: Message


@dataclass(frozen=True)
class Detail:
    """One fact of an entry. `old` is empty where there was nothing before."""

    label: Message | str
    new: Message | str
    old: Message | str = ""


ACTIONS: dict[str, Words] = {
    "user.created": Words("user_plus", _("User created")),
    "user.edited": Words("pencil", _("Profile changed")),
    "user.enabled": Words("user_check", _("Enabled")),
    "user.deleted": Words("user_minus", _("Deleted")),
    "user.disabled": Words("user_x", _("Disabled")),
    "user.password_set": Words("key_round", _("Temporary password set")),
    "role.granted": Words("shield_plus", _("Role granted")),
    "role.revoked": Words("shield_minus", _("Role taken back")),
    "space.created": Words("boxes", _("Space created")),
    "space.member_added": Words("user_plus", _("Added to a space")),
    "space.member_removed": Words("user_minus", _("Taken out of a space")),
    "attribute.created": Words("list_plus", _("Attribute added")),
    "attribute.edited": Words("pencil", _("Attribute changed")),
    "attribute.moved": Words("arrow_up_down", _("Attribute moved")),
    "attribute.deleted": Words("trash_2", _("Attribute deleted")),
    "access.refused": Words("shield_alert", _("Attempt refused: not allowed")),
    "user.invited": Words("mail", _("Invited")),
    "invitation.asked_again": Words("mail", _("Asked for a new invitation")),
    "invitation.accepted": Words("mail_check", _("Invitation accepted: joined")),
    "invitation.refused": Words("shield_alert", _("Invitation link refused")),
    "mail.sent": Words("send", _("Mail sent")),
    "mail.failed": Words("mail_warning", _("Mail could not be sent")),
    "mail.cancelled": Words("mail_x", _("Mail not sent")),
    "mail.server_down": Words("mail_warning", _("Mail server takes no mails")),
    "mail.server_back": Words("send", _("Mail server takes mails again")),
    "session.started": Words("log_in", _("Signed in")),
    "session.ended": Words("log_out", _("Signed out")),
    "session.refused": Words("shield_alert", _("Sign-in refused")),
    "session.throttled": Words("shield_alert", _("Sign-in paused after too many attempts")),
    "password.changed": Words("key_round", _("Own password changed")),
    "password.refused": Words("shield_alert", _("Password change refused: wrong current password")),
    "password_reset.sent": Words("mail", _("Link to choose a new password sent")),
    "password_reset.refused": Words("shield_alert", _("Link to choose a new password refused")),
    "mass_action.started": Words("users", _("Action on many users started")),
    "mass_action.ended": Words("users", _("Action on many users ended")),
    "mass_action.cancelled": Words("users", _("Action on many users cancelled")),
    "users.exported": Words("download", _("Users exported")),
    "import.started": Words("file_up", _("Import started")),
    "import.ended": Words("file_check", _("Import ended")),
    "import.cancelled": Words("file_x", _("Import cancelled")),
    "import.taking_back": Words("undo_2", _("Taking an import back started")),
    "import.taken_back": Words("undo_2", _("Import taken back")),
    "api_token.made": Words("key_round", _("API token made")),
    "api_token.revoked": Words("key_round", _("API token revoked")),
    "view.shared": Words("bookmark_plus", _("View shared")),
    "view.unshared": Words("bookmark_minus", _("View no longer shared")),
    "view.renamed": Words("bookmark", _("Shared view renamed")),
    "view.changed": Words("bookmark", _("Shared view changed")),
    "view.deleted": Words("bookmark_x", _("Shared view deleted")),
}
UNKNOWN = Words("history", _("Something else"))

LABELS: dict[str, Message] = {
    "username": _("Username"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "email": _("Email"),
    "language": _("Language"),
    "role": _("Role"),
    "space": _("Space"),
    "attribute": _("Attribute"),
    "label_en": _("English label"),
    "label_fr": _("French label"),
    "type": _("Type"),
    "choices": _("Choices"),
    "is_required": _("Required"),
    "position": _("Position"),
    "users": _("Users who had a value"),
    "mail": _("Message"),
    "reason": _("Reason"),
    "reply": _("Answer of the mail server"),
    "what": _("Tried"),
    "address": _("From"),
    "sessions_ended": _("Sessions ended"),
    "view": _("View"),
    "mass_action": _("Action"),
    "asked": _("Users selected"),
    "done": _("Done"),
    "skipped": _("Left out"),
    "failed": _("Failed"),
    "job": _("Job"),
    "import_id": _("Import"),
    "file": _("File"),
    "rows": _("Rows"),
    "created": _("Created"),
    "updated": _("Updated"),
    "unchanged": _("Unchanged"),
    "refused": _("Refused"),
    "restored": _("Taken back"),
    "left_alone": _("Left alone"),
    "exported": _("Users"),
    "format": _("Format"),
    "filters": _("Filters"),
    "api_token": _("API token"),
    "ends": _("Ends"),
}
"""Fact of an entry's detail → its name. A fact without one is not shown."""

ATTRIBUTES = "attributes"
"""Fact of an entry about a user: attribute key → [old, new]."""

MAILS: dict[str, Message] = {
    "invitation": _("Invitation"),
    "password_reset": _("Link to choose a new password"),
    "password_set": _("Notice of a temporary password"),
    "email_changed": _("Notice of a changed email address"),
    "sign_in_throttled": _("Notice of failed sign-ins"),
}
_VALUES: dict[str, Mapping[str, Message]] = {
    "language": {"": _("As in the browser"), "en": Message("English"), "fr": Message("Français")},
    "type": {"text": _("Text"), "choice": _("Choice"), "date": _("Date"), "number": _("Number")},
    "is_required": {"True": _("yes"), "False": _("no")},
    "role": {key: name for key, (name, _permissions) in BUILT_IN_ROLES.items()},
    "mail": MAILS,
    "reason": REASONS,
    "mass_action": NAMES,
}
DOORS: dict[str, Message] = {
    Door.PAGE: _("somebody not signed in"),
    Door.API: _("the programming interface"),
    Door.COMMAND_LINE: _("the command line"),
    Door.JOB: _("a background job"),
    Door.SYSTEM: _("the system"),
}
"""Who acted when it was nobody with an account, as it stands after "by"."""


def details(facts: Mapping[str, Any], attributes: Mapping[str, str]) -> tuple[Detail, ...]:
    """The facts that have a name, in the order names are declared; empty ones are left out.

    `attributes` names those of a user by their keys. One that is there no more is called by its key.
    """
    named = [_detail(name, facts[name]) for name in LABELS if facts.get(name) not in (None, "", 0)]
    changed: Mapping[str, list[str]] = facts.get(ATTRIBUTES) or {}
    return (*named, *(Detail(attributes.get(key, key), new, old) for key, (old, new) in changed.items()))


def _detail(name: str, value: object) -> Detail:
    if isinstance(value, list) and len(value) == 2:
        return Detail(LABELS[name], _value(name, value[1]), _value(name, value[0]))
    return Detail(LABELS[name], _value(name, value))


def _value(name: str, value: object) -> Message | str:
    return _VALUES.get(name, {}).get(str(value), str(value))
