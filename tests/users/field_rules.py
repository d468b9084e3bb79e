"""The rules of a person's fields, each once: what breaks it and what is told, what keeps it and how that is stored."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.users.acting import GOOD_PASSWORD

USERNAME, EMAIL, PASSWORD = ("username",), ("email",), ("password",)
EITHER_NAME = ("first_name", "last_name")


@dataclass(frozen=True)
class Rule:
    """`bad` values are refused with `sentence` (a part of it); `good` maps what is typed to what is stored."""

    name: str
    fields: tuple[str, ...]
    sentence: str = ""
    bad: tuple[str, ...] = ()
    good: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    """Settings it holds under, by their name in the environment."""
    other: Mapping[str, Any] = field(default_factory=dict)
    """What is special about another user, who is there first."""

    def __str__(self) -> str:
        return self.name


def as_typed(*values: str) -> dict[str, str]:
    """Stored as typed."""
    return {value: value for value in values}


USERNAMES = [
    Rule(
        "a username is first.last, two parts or more joined by a dot",
        USERNAME,
        "at least two parts and a dot",
        ("eleonore", "eleonore.", ".darc", "eleonore..darc", "eleonoredarc2"),
        as_typed("eleonore.darc", "marie.anne.dupont", "eleonore.darc2", "x1.y2"),
    ),
    Rule(
        "a username has no accents or special characters",
        USERNAME,
        "letters without accents",
        ("éléonore.darc", "eleonore.d'arc", "eleonore.darc!", "eleonore darc", "eleonore.d_arc", "мария.петрова"),
    ),
    Rule(
        "a username has hyphens only inside its parts",
        USERNAME,
        "letters without accents, digits and hyphens",
        ("eleonore-.darc", "eleonore.-darc", "eleonore.darc-"),
        as_typed("jean-luc.de-la-tour"),
    ),
    Rule(
        "a username has 3 to 100 characters",
        USERNAME,
        "A username has 3 to 100 characters.",
        ("a.", "a." + "b" * 99),
        as_typed("a.b", "a." + "b" * 98),
    ),
    Rule("a username is stored in lower case", USERNAME, good={" Eleonore.DARC ": "eleonore.darc"}),
    Rule(
        "a username is stored without look-alike or invisible characters",
        USERNAME,
        good={"ｅleonore.darc": "eleonore.darc", "marie\u200b.dupont": "marie.dupont"},
    ),
    Rule(
        "a username is unique, whatever its case and look",
        USERNAME,
        "This username is taken.",
        ("eleonore.darc", "Eleonore.DARC", "ｅleonore.darc"),
        other={"username": "eleonore.darc"},
    ),
    Rule(
        "a disabled user's username stays taken",
        USERNAME,
        "This username is taken.",
        ("eleonore.darc",),
        other={"username": "eleonore.darc", "is_enabled": False},
    ),
    Rule(
        "USERNAME_FORMAT=free also admits one part and inner underscores",
        USERNAME,
        "Only letters without accents",
        ("_eleonore", "eleonore_", "éléonore", "eleonore darc"),
        as_typed("eleonore", "e_darc", "eleonore.darc"),
        settings={"USERNAME_FORMAT": "free"},
    ),
]

NAMES = [
    Rule(
        "a first or last name has at least 3 characters",
        EITHER_NAME,
        "A name has at least 3 characters.",
        ("L", "Li", "L'", "...", "\u3164\u3164\u3164"),
        as_typed("Léa"),
    ),
    Rule(
        "a first or last name's shortest length is the setting NAME_MIN_LENGTH",
        EITHER_NAME,
        "A name has at least 2 characters.",
        ("L",),
        as_typed("Li"),
        settings={"NAME_MIN_LENGTH": "2"},
    ),
    Rule(
        "a first or last name has no numbers",
        EITHER_NAME,
        "Numbers are not allowed in a name.",
        ("Marie2", "M4rie", "Louis Ⅳ", "Marie٣", "Marie²"),
    ),
    Rule(
        "a first or last name has letters and marks of any script, blanks, apostrophes, hyphens and dots",
        EITHER_NAME,
        "Only letters, blanks, apostrophes, hyphens and dots",
        ("Marie!", "<b>Marie</b>", "Ma_rie", "Mar😀ie", "=Marie", "Marie\u202eeiraM"),
        as_typed("O'Neill", "O’Neill", "Jean-Luc", "St. John", "de la Tour", "Мария", "李小龙", "नमिता"),
    ),
    Rule(
        "a first or last name has at most 100 characters",
        EITHER_NAME,
        "A name has at most 100 characters.",
        ("a" * 101,),
        as_typed("a" * 100),
    ),
    Rule(
        "a first or last name is trimmed and its inner blanks collapsed",
        EITHER_NAME,
        good={"  Marie   Anne ": "Marie Anne", "Marie\tRose": "Marie Rose", "Jean\u00a0Luc": "Jean Luc"},
    ),
    Rule("a first or last name is stored in NFC", EITHER_NAME, good={unicodedata.normalize("NFD", "Chloé"): "Chloé"}),
]

EMAILS = [
    Rule(
        "an email is a valid full address",
        EMAIL,
        "Enter a full email address",
        ("eleonore", "eleonore@", "@example.org", "e darc@example.org", "a@b@c.org", "Eve <eve@example.org>"),
        as_typed("eleonore.darc+x@mail.example.org", "éléonore@exämple.org"),
    ),
    Rule("an email is stored in lower case", EMAIL, good={" Eleonore@Example.ORG ": "eleonore@example.org"}),
    Rule(
        "an email is unique without regard to case",
        EMAIL,
        "Another user has this email address.",
        ("taken@example.org", "Taken@Example.ORG", "ｔaken@example.org"),
        other={"email": "taken@example.org"},
    ),
    Rule(
        "a disabled user's email stays taken",
        EMAIL,
        "Another user has this email address.",
        ("Taken@example.org",),
        other={"email": "taken@example.org", "is_enabled": False},
    ),
]

PASSWORDS = [
    Rule(
        "a password has 10 characters or more",
        PASSWORD,
        "Use at least 10 characters.",
        ("x", "kx7m-9qpd"),
        as_typed("kx7m-9qpdw"),
    ),
    Rule(
        "a password has at most 256 characters",
        PASSWORD,
        "Use at most 256 characters.",
        ("quiet harbor lantern " * 13,),
        as_typed(("quiet harbor lantern " * 13)[:256]),
    ),
    Rule(
        "a password has no composition rules",
        PASSWORD,
        good=as_typed("quietharborlantern", "QUIET HARBOR LANTERN", "83920174650293", "тихая гавань фонарь"),
    ),
    Rule(
        "a guessable password is refused",
        PASSWORD,
        "This password is easy to guess.",
        ("password1234", "qwertyuiop12", "1234567890", "aaaaaaaaaaaa"),
    ),
    Rule(
        "a password built from the person's own name, username or email is refused",
        PASSWORD,
        "Do not build the password from the name, username or email.",
        ("eleonore.darc1", "ÉLÉONOREDARC", "darc-eleonore!", "postbox-1234"),
    ),
    Rule("an entered password is temporary and kept as an argon2id hash", PASSWORD, good=as_typed(GOOD_PASSWORD)),
]

MANDATORY = [
    # Nothing at all has the command line make it from the names.
    Rule("username is mandatory", USERNAME, "Please fill this in.", ("  ",)),
    Rule("first and last name are mandatory", EITHER_NAME, "Please fill this in.", ("", "  ")),
    Rule("email is mandatory", EMAIL, "Please fill this in.", ("", "  ")),
    Rule("password is mandatory", PASSWORD, "Please fill this in.", ("",)),
]

OF_A_NEW_USER = [*USERNAMES, *NAMES, *EMAILS, *PASSWORDS, *MANDATORY]
OF_A_CHANGE = [rule for rule in OF_A_NEW_USER if rule.fields != USERNAME]
