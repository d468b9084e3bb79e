"""Whose file it is, told by its headers."""

from collections.abc import Sequence

from .kinds import ERROR, Dialect
from .names import Name
from .words import INTERNAL, Words

_SIGNS: dict[Dialect, tuple[str, str]] = {
    Dialect.ENTRA_INVITE: ("inviteeemail", ""),
    Dialect.ENTRA_CREATE: ("userprincipalname passwordprofile", ""),
    Dialect.ENTRA_USERS: ("userprincipalname", "objectid usertype displayname"),
    Dialect.GOOGLE: ("emailaddress", "orgunitpath"),
    Dialect.MATTERMOST: ("userusername useremail", ""),
    Dialect.OKTA: ("login firstname lastname", ""),
    Dialect.KEYCLOAK: ("username", "emailverified realmroles requiredactions"),
    # Spelt userName here, which nobody else with groups does.
    Dialect.MEEDS: ("username firstname lastname", "aboutme onboarduser userName+groups"),
    Dialect.MOODLE: (
        "username firstname lastname",
        "auth cohort1 course1 suspended sysrole1 mnethostid idnumber oldusername maildisplay mailformat",
    ),
    Dialect.DISCOURSE_USERS: ("username email trustlevel", ""),
    Dialect.DISCOURSE_INVITES: ("email topicid", ""),
}
"""The names a file must have, and those of which it must have one where there are any; the first that fits counts."""


def dialect_of(headers: Sequence[str], names: Sequence[Name], words: Words) -> Dialect:
    """Whose file has these headers; OWN when this product calls every one of them so, OTHER when nobody known does."""
    there = {bare_name for name in names for bare_name in name.names} | {header.strip() for header in headers}
    for dialect, (needed, some) in _SIGNS.items():
        choices = [set(choice.split("+")) for choice in some.split()] or [set()]
        if there.issuperset(needed.split()) and any(map(there.issuperset, choices)):
            return dialect
    own = words.own.keys() | INTERNAL | {ERROR}
    said = {name.names[0] for name in names if name.names}
    return Dialect.OWN if said & words.own.keys() and said <= own else Dialect.OTHER
