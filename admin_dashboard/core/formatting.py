"""Moments as people read them, in their language."""

import re
from datetime import UTC, datetime, timedelta, tzinfo

from babel.dates import format_date, format_datetime, format_timedelta

from .i18n import _

_JUST_NOW = timedelta(seconds=45)
_MONTH = timedelta(days=30)
_BEFORE_UNIT = re.compile(r"(?<=\d)(?=[a-z])")


def relative(at: datetime, now: datetime, language: str, *, is_brief: bool = False) -> str:
    """How long ago, or in how long: `3 hours ago`; brief, for narrow columns: `3 h ago`."""
    if abs(at - now) < _JUST_NOW:
        return _("just now").in_language(language)
    # In French the short words for years and months are single letters that nobody reads as such.
    is_long = language == "fr" and abs(at - now) >= _MONTH
    if is_long or not is_brief:
        return format_timedelta(at - now, add_direction=True, threshold=1, locale=language)
    # English has its shortest words under another name than French.
    width = "narrow" if language == "en" else "short"
    text = format_timedelta(at - now, add_direction=True, threshold=1, format=width, locale=language)
    return _BEFORE_UNIT.sub(" ", text).replace("\u00a0", " ")


def exact(at: datetime, language: str, tz: tzinfo = UTC) -> str:
    """`22 Nov 2026, 14:32 UTC`: to the minute, with the zone."""
    there = at.astimezone(tz)
    return f"{format_datetime(there, 'd MMM y, HH:mm', locale=language)} {there.tzname()}"


def day(at: datetime, language: str, tz: tzinfo = UTC) -> str:
    """`4 Mar 2026`."""
    return format_date(at.astimezone(tz), "d MMM y", locale=language)
