"""What a column can be for, how its cells can say it, and whose file it can stand in."""

from enum import StrEnum

ATTRIBUTE = "attribute:"
"""Before the key of an attribute, in a target."""
TARGETS = (
    *("username", "first_name", "last_name", "email", "password", "language", "enabled"),
    *("roles", "spaces", "invite"),
)
"""What a column can be for, besides attributes; the empty target ignores it. Nothing else about a user can be set."""
ERROR = "error"
"""The column that a file of refused rows has besides its own: never read, and no part of what a file is known by."""


class Dialect(StrEnum):
    """Whose file it looks like."""

    OWN = "own"
    MEEDS = "meeds"
    GOOGLE = "google"
    ENTRA_CREATE = "entra_create"
    ENTRA_INVITE = "entra_invite"
    ENTRA_USERS = "entra_users"
    OKTA = "okta"
    KEYCLOAK = "keycloak"
    MATTERMOST = "mattermost"
    MOODLE = "moodle"
    DISCOURSE_INVITES = "discourse_invites"
    DISCOURSE_USERS = "discourse_users"
    OTHER = "other"


class Reading(StrEnum):
    """How a cell says it.

    INVERTED: yes means disabled. FULL_NAME: first and last name, parted at the last blank. GROUPS: groups of the other
    system, `type:/group` or `group`, separated by `;`. GROUP_WORDS: the same, separated by blanks.
    """

    PLAIN = "plain"
    INVERTED = "inverted"
    FULL_NAME = "full_name"
    GROUPS = "groups"
    GROUP_WORDS = "group_words"


READINGS = {
    "enabled": (Reading.PLAIN, Reading.INVERTED),
    "first_name": (Reading.PLAIN, Reading.FULL_NAME),
    "roles": (Reading.PLAIN, Reading.GROUPS, Reading.GROUP_WORDS),
}
"""The readings a person can choose from, where there is more than PLAIN."""


class Note(StrEnum):
    """Why a column is ignored, or is not what its header says; `notes.column_note` says it."""

    NONE = ""
    READ_ONLY = "read_only"
    INTERNAL = "internal"
    SECRET = "secret"  # noqa: S105 - a word, not a password
    HASHED = "hashed"
    TWICE = "twice"
    ADDRESS = "address"
