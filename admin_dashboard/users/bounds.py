"""From–to: what is typed into the two fields of a group, and how it is kept, shown in the field and read in a chip."""

import re
from datetime import date

from babel.dates import format_date

from ..attributes.queries import AttributeRow
from ..attributes.values import DECIMALS, WHOLE_DIGITS, parse_value, shown, sort_key
from ..core.errors import InvalidInput
from ..core.i18n import _
from ..models import AttributeType

FIRST_YEAR = 1900
"""Before it, a year is still being typed."""

_KEY = re.compile(rf"[01]\d{{{WHOLE_DIGITS + DECIMALS}}}", re.ASCII)
_NINES = str.maketrans("0123456789", "9876543210")


def as_kept(row: AttributeRow | None, typed: str) -> str | None:
    """The bound as a filter keeps it: a day, or a number's sort key; empty for none, None while it is half typed.

    Args:
        row: the attribute it is about; None for a date every user has.
        typed: what stands in the field.

    Raises:
        InvalidInput: it is no number.
    """
    if not typed.strip():
        return ""
    if row is None or row.type is AttributeType.DATE:
        day = _day(typed.strip())
        return day.isoformat() if day and day.year >= FIRST_YEAR else None
    try:
        return sort_key(row.type, parse_value(row, typed))
    except InvalidInput as refused:
        raise InvalidInput(refused.fields[row.key]) from None


def in_field(row: AttributeRow | None, kept: str) -> str:
    """The bound as its field shows it."""
    is_number = row is not None and row.type is AttributeType.NUMBER
    return _number(kept) if is_number else kept


def in_words(row: AttributeRow | None, kept: tuple[str, str], language: str) -> str:
    """Both bounds as a chip says them; empty when there is none."""
    is_number = row is not None and row.type is AttributeType.NUMBER
    first, last = (_in_words(bound, language, is_number=is_number) for bound in kept)
    if first and last:
        return f"{first} – {last}"
    if is_number:
        half = _("at least {first}", first=first) if first else _("at most {last}", last=last)
    else:
        half = _("from {first}", first=first) if first else _("until {last}", last=last)
    return half.in_language(language) if first or last else ""


def _in_words(kept: str, language: str, *, is_number: bool) -> str:
    if is_number:
        return shown(AttributeType.NUMBER, _number(kept), language)
    day = _day(kept)
    return format_date(day, "d MMM y", locale=language) if day else kept


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(key: str) -> str:
    """The number a sort key was made of; empty for what is none."""
    if not _KEY.fullmatch(key):
        return ""
    digits = key[1:] if key[0] == "1" else key[1:].translate(_NINES)
    whole, decimals = digits[:WHOLE_DIGITS].lstrip("0") or "0", digits[WHOLE_DIGITS:].rstrip("0")
    return ("" if key[0] == "1" else "-") + whole + (f".{decimals}" if decimals else "")
