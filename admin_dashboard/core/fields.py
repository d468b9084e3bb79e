"""The shared field types: each rule of a person's data stands here once, for every door."""

import re
import unicodedata
from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from pydantic import BeforeValidator

from ..settings import settings
from .forms import bad
from .i18n import _
from .passwords import LONGEST
from .text import INVISIBLE, canonical

LONGEST_NAME = 100
LONGEST_USERNAME = 100
LONGEST_EMAIL = 254
SHORTEST_USERNAME = 3

_PART = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_FREE_PART = r"[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?"
_DOTTED = re.compile(rf"{_PART}(?:\.{_PART})+")
_FREE = re.compile(rf"{_FREE_PART}(?:\.{_FREE_PART})*")
_NAME_SIGNS = frozenset(" '’-.")
_BLANKS = re.compile(r"\s+")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise bad(_("Please fill this in."))
    return value


def clean_username(value: object) -> str:
    """Lower-case `first.last`: ASCII letters, digits and inner hyphens, two parts or more, 3 to 100 characters."""
    text = _text(value)
    username = canonical(text[: LONGEST_USERNAME * 2])
    if not username:
        raise bad(_("Please fill this in."))
    if len(text) > LONGEST_USERNAME * 2 or not SHORTEST_USERNAME <= len(username) <= LONGEST_USERNAME:
        raise bad(_("A username has 3 to 100 characters."))
    if settings().username_format == "free":
        if not _FREE.fullmatch(username):
            raise bad(_("Only letters without accents, digits, dots, hyphens and underscores, as in marie.dupont."))
    elif not _DOTTED.fullmatch(username):
        raise bad(_("Use first.last: letters without accents, digits and hyphens, at least two parts and a dot."))
    return username


def clean_name(value: object) -> str:
    """A first or last name: letters of any script, blanks, apostrophes, hyphens and dots; trimmed, NFC."""
    text = _text(value)
    if len(text) > LONGEST_NAME * 4:
        raise bad(_("A name has at most {count} characters.", count=LONGEST_NAME))
    name = unicodedata.normalize("NFC", _BLANKS.sub(" ", text).strip())
    shortest = settings().name_min_length
    if not name:
        raise bad(_("Please fill this in."))
    if any(unicodedata.category(sign).startswith("N") for sign in name):
        raise bad(_("Numbers are not allowed in a name."))
    if not all(sign in _NAME_SIGNS or unicodedata.category(sign)[0] in "LM" for sign in name):
        raise bad(_("Only letters, blanks, apostrophes, hyphens and dots are allowed in a name."))
    seen = [sign for sign in name if sign not in INVISIBLE]
    if len(seen) < shortest or not any(unicodedata.category(sign).startswith("L") for sign in seen):
        raise bad(_("A name has at least {count} characters.", count=shortest))
    if len(name) > LONGEST_NAME:
        raise bad(_("A name has at most {count} characters.", count=LONGEST_NAME))
    return name


def clean_email(value: object) -> str:
    """An address mail can be sent to, in the form it is stored and compared: NFKC, casefolded."""
    text = _text(value).strip()
    if not text:
        raise bad(_("Please fill this in."))
    if len(text) > LONGEST_EMAIL:
        raise bad(_("An email address has at most {count} characters.", count=LONGEST_EMAIL))
    try:
        # The folded form is what is checked: a look-alike must not pass as one address and be stored as another.
        found = validate_email(canonical(text), check_deliverability=settings().email_check_dns, test_environment=True)
    except EmailNotValidError:
        raise bad(_("Enter a full email address, as in marie.dupont@example.com.")) from None
    if _leads_elsewhere(text) or _leads_elsewhere(found.normalized):
        raise bad(_("An email address whose domain has a ß or ς cannot be used."))
    return canonical(found.normalized)


def _leads_elsewhere(address: str) -> bool:
    """Whether folding makes the domain another one: `straße.de` and `strasse.de` belong to different people."""
    domain = unicodedata.normalize("NFKC", address.rpartition("@")[2]).lower()
    return domain.casefold() != domain


def clean_password(value: object) -> str:
    """A new password within the lengths; whether it is guessable depends on the person and is the service's rule."""
    text = _text(value)
    if not text:
        raise bad(_("Please fill this in."))
    if len(text) > LONGEST:
        raise bad(_("Use at most {count} characters.", count=LONGEST))
    if any(unicodedata.category(sign) == "Cs" for sign in text):
        raise bad(_("This password has a sign that cannot be stored."))
    return text


Username = Annotated[str, BeforeValidator(clean_username)]
PersonName = Annotated[str, BeforeValidator(clean_name)]
EmailAddress = Annotated[str, BeforeValidator(clean_email)]
NewPassword = Annotated[str, BeforeValidator(clean_password)]
