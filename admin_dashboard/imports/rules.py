"""What a cell's text comes to by the rules of its field: those of every door, and quick answers that are the same.

A rule gives the value as it is stored, or the sentence that refuses it. The quick patterns are strict: whatever they do
not fit is left to the rule itself (`core.fields`).
"""

import re
from collections.abc import Callable
from functools import lru_cache

from pydantic_core import PydanticCustomError

from ..attributes.queries import AttributeRow
from ..attributes.values import parse_value
from ..core.errors import InvalidInput
from ..core.fields import LONGEST_EMAIL, clean_email, clean_name, clean_username
from ..core.i18n import Message, _
from ..models import AttributeType
from ..settings import settings
from .columns import CLEAR, parse_enabled, parse_language, parse_yes_no

Rule = Callable[[str], str | Message]
CANNOT_CLEAR = _("This cannot be empty: “-” clears optional values only.")
NOTHING_TAKEN_BACK = _("An import only adds here, “-” takes nothing back.")
FILL_IN = _("Please fill this in.")
MOST_REMEMBERED = 10_000
KNOWN_DOMAINS = 4_096

# Letters of the Latin-1 and Latin Extended-A blocks, none of which Unicode writes in another way.
_LETTER = "A-Za-zÀ-ÖØ-öø-ſ"
_NAME = re.compile(rf"[{_LETTER}]+(?:[ '’.-][{_LETTER}]+)*")
_USERNAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+")
_LOCAL = re.compile(r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*", re.IGNORECASE)
_DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
_TEXT = re.compile(rf"[!-~{_LETTER}]+(?: [!-~{_LETTER}]+)*")
_LONGEST_LOCAL, _LONGEST_QUICK = 64, 100


def username_rule() -> Rule:
    """A username."""

    def rule(text: str) -> str | Message:
        if _USERNAME.fullmatch(text) and 3 <= len(text) <= _LONGEST_QUICK:
            return text
        return _slow(clean_username, text)

    return rule


def name_rule() -> Rule:
    """A first or last name."""
    shortest = settings().name_min_length

    def rule(text: str) -> str | Message:
        if _NAME.fullmatch(text) and shortest <= len(text) <= _LONGEST_QUICK:
            return text
        return _slow(clean_name, text)

    return rule


def email_rule() -> Rule:
    """An email address."""
    if settings().email_check_dns:
        return lambda text: _slow(clean_email, text)

    def rule(text: str) -> str | Message:
        local, _at, domain = text.rpartition("@")
        if len(local) <= _LONGEST_LOCAL and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain):
            found = _domain(domain)
            if found and len(text) <= LONGEST_EMAIL:
                return f"{local.lower()}@{found}"
        return _slow(clean_email, text)

    return rule


@lru_cache(maxsize=KNOWN_DOMAINS)
def _domain(domain: str) -> str:
    """The domain as it is stored, where an address of it can be had in the quick way; else empty."""
    found = _slow(clean_email, f"a@{domain}")
    stored = found[2:] if isinstance(found, str) else ""
    # Another spelling of it may be longer: the rule looks at the whole address then.
    return stored if stored == domain.lower() else ""


def language_rule() -> Rule:
    """A language; none of ours is no value, which whoever asks has to tell."""
    return lambda text: "" if text == CLEAR else parse_language(text) or ""


def enabled_rule() -> Rule:
    """`yes` or `no`."""
    return _choice(parse_enabled)


def yes_no_rule() -> Rule:
    """`yes` or `no`."""
    return _choice(parse_yes_no)


def _choice(parse: Callable[[str], bool | None]) -> Rule:
    def rule(text: str) -> str | Message:
        found = parse(text)
        return _("Use yes or no.") if found is None else "yes" if found else "no"

    return rule


def as_it_is(text: str) -> str | Message:
    """A list of names, of which the row's user may have some already."""
    return NOTHING_TAKEN_BACK if text == CLEAR else text


def attribute_rule(attribute: AttributeRow) -> Rule:
    """An attribute's value; `-` takes it away. What was asked lately is remembered: few values are many people's."""
    remembered: dict[str, str | Message] = {}
    is_text = attribute.type is AttributeType.TEXT

    def rule(text: str) -> str | Message:
        if is_text and text != CLEAR and len(text) <= _LONGEST_QUICK and _TEXT.fullmatch(text):
            return text
        if text not in remembered:
            if len(remembered) >= MOST_REMEMBERED:
                remembered.clear()
            remembered[text] = _attribute_value(attribute, text)
        return remembered[text]

    return rule


def _attribute_value(attribute: AttributeRow, text: str) -> str | Message:
    if text == CLEAR:
        return FILL_IN if attribute.is_required else ""
    try:
        value = parse_value(attribute, text)
    except InvalidInput as refusal:
        return refusal.fields[attribute.key]
    return value if value or not attribute.is_required else FILL_IN


def _slow(clean: Callable[[object], str], text: str) -> str | Message:
    if text == CLEAR:
        return CANNOT_CLEAR
    try:
        return clean(text)
    except PydanticCustomError as refusal:
        return (refusal.context or {})["message"]
