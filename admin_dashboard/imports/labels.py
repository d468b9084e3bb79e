"""What a file's columns can be for, as people read it."""

from collections.abc import Iterable

from ..attributes.queries import AttributeRow, label
from ..core.i18n import Message, _
from ..settings import settings
from .columns import ATTRIBUTE

LABELS: dict[str, Message] = {
    "username": _("Username"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "email": _("Email"),
    "password": _("Password"),
    "language": _("Language"),
    "enabled": _("Enabled"),
    "roles": _("Roles"),
    "spaces": _("Spaces"),
    "invite": _("Invite"),
}


def name_of(target: str, attributes: Iterable[AttributeRow]) -> Message | str:
    """What a target is called; an attribute in the site's language, or by its key once it is gone."""
    if target in LABELS:
        return LABELS[target]
    key = target.removeprefix(ATTRIBUTE)
    found = next((row for row in attributes if row.key == key), None)
    return label(found, settings().default_language) if found else key
