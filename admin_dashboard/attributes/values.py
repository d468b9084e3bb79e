"""What an attribute's value may be, and how it is stored, compared and shown."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from ..core.errors import InvalidInput
from ..core.i18n import Message, _
from ..core.text import fold
from ..models import AttributeType
from .queries import AttributeRow

LONGEST_VALUE = 200
LONGEST_ASKED = 1000
WHOLE_DIGITS, DECIMALS = 15, 6

_BLANKS = re.compile(r"\s+")
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
# A comma before three digits may part thousands or decimals: whoever typed it has to say.
_NUMBER = re.compile(r"([+-]?)(\d+)(?:[.](\d+)|,(\d{1,2}|\d{4,}))?", re.ASCII)
_JOINERS = frozenset("\u200c\u200d")
_NINES = str.maketrans("0123456789", "9876543210")


def parse_value(attribute: AttributeRow, text: str) -> str:
    """What was typed as it is stored: a trimmed text, one of the choices, an ISO date, a plain decimal number.

    Empty when nothing was typed; whether something must be is for whoever stores it.

    Raises:
        InvalidInput: one sentence under the attribute's key.
    """
    if len(text) > LONGEST_ASKED:
        raise _wrong(attribute, _("Use at most {count} characters.", count=LONGEST_VALUE))
    typed = clean_text(text)
    if not fold(typed).strip():
        return ""
    return _PARSERS[attribute.type](attribute, typed)


def sort_key(type: AttributeType, value: str) -> str:
    """What a stored value is compared, filtered and sorted by: keys compare, byte by byte, as the values do."""
    if type is AttributeType.DATE:
        return value
    if type is AttributeType.NUMBER:
        return _number_key(value)
    # No longer than an index takes: folding turns some signs into many.
    return fold(value)[:LONGEST_VALUE]


def shown(type: AttributeType, value: str, language: str) -> str:
    """A stored value as people read it in their language."""
    if not value:
        return ""
    if type is AttributeType.DATE:
        return format_date(date.fromisoformat(value), "d MMM y", locale=language)
    if type is AttributeType.NUMBER:
        return format_decimal(Decimal(value), locale=language, decimal_quantization=False)
    return value


def clean_text(text: str) -> str:
    """The text in NFC, trimmed, inner blanks collapsed."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()


def text_fault(text: str) -> Message | None:
    """Why a clean text cannot be stored as a value; None when it can."""
    if len(text) > LONGEST_VALUE:
        return _("Use at most {count} characters.", count=LONGEST_VALUE)
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs"} and sign not in _JOINERS for sign in text):
        return _("This has a sign that cannot be stored.")
    return None


def _wrong(attribute: AttributeRow, sentence: Message) -> InvalidInput:
    return InvalidInput(_("Please check the marked fields."), {attribute.key: sentence})


def _text(attribute: AttributeRow, typed: str) -> str:
    fault = text_fault(typed)
    if fault:
        raise _wrong(attribute, fault)
    return typed


def _choice(attribute: AttributeRow, typed: str) -> str:
    """No two choices fold alike: how it was spelt does not matter."""
    found = next((choice for choice in attribute.choices if fold(choice) == fold(typed)), None)
    if found is None:
        raise _wrong(attribute, _("Choose one of these: {choices}.", choices=", ".join(attribute.choices)))
    return found


def _date(attribute: AttributeRow, typed: str) -> str:
    try:
        if _DATE.fullmatch(typed):
            return date.fromisoformat(typed).isoformat()
    except ValueError:
        pass
    raise _wrong(attribute, _("Enter a date as year-month-day, as in 2026-03-31."))


def _number(attribute: AttributeRow, typed: str) -> str:
    found = _NUMBER.fullmatch(typed.replace("−", "-").replace(" ", ""))
    if found is None:
        raise _wrong(attribute, _("Enter a number, as in 1250 or 12.5."))
    sign, whole, after_dot, after_comma = found.groups()
    whole, decimals = whole.lstrip("0"), (after_dot or after_comma or "").rstrip("0")
    if len(whole) > WHOLE_DIGITS or len(decimals) > DECIMALS:
        raise _wrong(attribute, _("A number has at most 15 digits before the decimal sign and 6 after it."))
    number = (whole or "0") + (f".{decimals}" if decimals else "")
    return f"-{number}" if sign == "-" and number != "0" else number


def _number_key(value: str) -> str:
    """`1` and the digits in full; below zero `0` and each digit's distance from nine, so that less comes first."""
    whole, _dot, decimals = value.removeprefix("-").partition(".")
    digits = whole.rjust(WHOLE_DIGITS, "0") + decimals.ljust(DECIMALS, "0")
    return f"0{digits.translate(_NINES)}" if value.startswith("-") else f"1{digits}"


_PARSERS = {
    AttributeType.TEXT: _text,
    AttributeType.CHOICE: _choice,
    AttributeType.DATE: _date,
    AttributeType.NUMBER: _number,
}
