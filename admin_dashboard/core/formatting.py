"""Moments as people read them, in their language."""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache

from babel.dates import format_date, format_datetime, format_timedelta

from .i18n import _

_JUST_NOW = timedelta(seconds=45)
_HOUR = timedelta(hours=1)
_MONTH = timedelta(days=30)
_BEFORE_UNIT = re.compile(r"(?<=\d)(?=[a-z])")


def relative(at: datetime, now: datetime, language: str, *, is_brief: bool = False) -> str:
    """How long ago, or in how long: `3 hours ago`; brief, for narrow columns: `3 h ago`."""
    span = at - now
    if abs(span) < _JUST_NOW:
        return _("just now").in_language(language)
    # Nobody reads seconds after the first hour; without them the same few texts serve whole pages.
    minutes = timedelta(minutes=round(span.total_seconds() / 60))
    return _span(span if abs(span) < _HOUR else minutes, language, is_brief=is_brief)


@lru_cache(maxsize=4096)
def _span(span: timedelta, language: str, *, is_brief: bool) -> str:
    # In French the short words for years and months are single letters that nobody reads as such.
    is_long = language == "fr" and abs(span) >= _MONTH
    if is_long or not is_brief:
        return format_timedelta(span, add_direction=True, threshold=1, locale=language)
    # English has its shortest words under another name than French.
    width = "narrow" if language == "en" else "short"
    text = format_timedelta(span, add_direction=True, threshold=1, format=width, locale=language)
    return _BEFORE_UNIT.sub(" ", text).replace("\u00a0", " ")


def exact(at: datetime, language: str, tz: tzinfo = UTC) -> str:
    """`22 Nov 2026, 14:32 UTC`: to the minute, with the zone."""
    there = at.astimezone(tz)
    return f"{_minute(there.replace(second=0, microsecond=0, tzinfo=None), language)} {there.tzname()}"


@lru_cache(maxsize=4096)
def _minute(there: datetime, language: str) -> str:
    return format_datetime(there, "d MMM y, HH:mm", locale=language)


def day(at: datetime, language: str, tz: tzinfo = UTC) -> str:
    """`4 Mar 2026`."""
    return _date(at.astimezone(tz).date(), language)


@lru_cache(maxsize=4096)
def _date(there: date, language: str) -> str:
    return format_date(there, "d MMM y", locale=language)
