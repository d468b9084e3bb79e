"""What a person should know about a mapping, in sentences."""

from ...core.i18n import Message, _
from .kinds import Dialect, Note, Reading
from .mapping import Column, Mapping

TITLES: dict[Dialect, Message] = {
    Dialect.OWN: _("This platform’s own file"),
    Dialect.MEEDS: _("Meeds"),
    Dialect.GOOGLE: _("Google Workspace"),
    Dialect.ENTRA_CREATE: _("Microsoft Entra, users to create"),
    Dialect.ENTRA_INVITE: _("Microsoft Entra, guests to invite"),
    Dialect.ENTRA_USERS: _("Microsoft Entra, list of users"),
    Dialect.OKTA: _("Okta"),
    Dialect.KEYCLOAK: _("Keycloak"),
    Dialect.MATTERMOST: _("Mattermost"),
    Dialect.MOODLE: _("Moodle"),
    Dialect.DISCOURSE_INVITES: _("Discourse, people to invite"),
    Dialect.DISCOURSE_USERS: _("Discourse, list of users"),
    Dialect.OTHER: _("Another file"),
}

_OF_COLUMN: dict[Note, Message] = {
    Note.READ_ONLY: _("The file marks this column as read only: it is ignored."),
    Note.INTERNAL: _("The platform keeps this itself: the column is ignored."),
    Note.SECRET: _("This is about passwords or other secrets: the column is ignored."),
    Note.HASHED: _("The file says how its passwords are hashed: nobody could sign in with them, they are ignored."),
    Note.TWICE: _("Another column says this already: this one is ignored."),
    Note.ADDRESS: _("This name to sign in with is an email address, which cannot be a username here."),
}
_OF_READING: dict[Reading, Message] = {
    Reading.INVERTED: _("“Yes” in this column means that the user is disabled."),
    Reading.FULL_NAME: _("First and last name are parted at the last blank. Check people with more than two names."),
}
_BY_KEY = {
    "": _("No column says who each row is about: choose the one with the username or the email."),
    "email": _("Users are found by email. A new user’s username is made from their first and last name."),
}
_ASKED = frozenset({"first_name", "last_name", "email"})


def column_note(column: Column) -> Message | None:
    """What to know about one column; None where there is nothing to say."""
    return _OF_COLUMN.get(column.note) or _OF_READING.get(column.reading)


def mapping_notes(mapping: Mapping) -> tuple[Message, ...]:
    """What to know about the file as a whole; without a key (`mapping.key`) the first says what has to be chosen."""
    claims = {target for column in mapping.columns for target in column.claims}
    is_guests = mapping.dialect is Dialect.ENTRA_INVITE
    is_ignored = "password" in claims and mapping.passwords == "ignore"
    notes = (
        _BY_KEY.get(mapping.key),
        None if claims >= _ASKED else _("New users need a first name, a last name and an email: some are not there."),
        _("Guests are invited from a space. From this file they become internal users.") if is_guests else None,
        _("The passwords in the file are ignored. Invite the new users to choose their own.") if is_ignored else None,
    )
    return tuple(note for note in notes if note)
