"""What the filters are called."""

from collections.abc import Mapping

from ..core.i18n import Message, _
from ..db.criteria import Connection, Enrollment, State, UserType
from .cells import SOURCES

TITLES: dict[str, Message] = {
    "connection": _("Connection"),
    "enrollment": _("Enrollment"),
    "type": _("Type"),
    "state": _("Status"),
    "source": _("Source"),
    "seen": _("Last connection"),
    "created": _("Created"),
    "role": _("Role"),
    "space": _("Space"),
}
"""Group → its name, in the order of the panel; attributes follow, under their own names."""

LABELS: dict[str, Mapping[str, Message]] = {
    "connection": {Connection.CONNECTED: _("Connected"), Connection.NEVER: _("Never connected")},
    "enrollment": {
        Enrollment.ENROLLED: _("Enrolled"),
        Enrollment.NEVER: _("Never enrolled"),
        Enrollment.NOT_POSSIBLE: _("No enrollment possible"),
    },
    "type": {UserType.INTERNAL: _("Internal"), UserType.EXTERNAL: _("External")},
    "state": {State.ENABLED: _("Enabled"), State.DISABLED: _("Disabled")},
    "source": SOURCES,
}
