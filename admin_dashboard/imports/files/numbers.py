"""The numbers of a workbook as a person would have typed them: 42, 0.1, 2026-11-22, 08:30:00."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from math import isfinite

_BUILT_IN_DATES = {14, 15, 16, 17, *range(27, 32), 34, 35, 36, *range(50, 59)}
_BUILT_IN_TIMES = {18, 19, 20, 21, 32, 33, 45, 46, 47}
_BUILT_IN_MOMENT = 22
# What in a format is shown as it stands, and colours, currencies and conditions; elapsed hours are in brackets too.
_NO_LETTERS = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ZEROS = re.compile(r"0{2,15}")
_LONGEST_FORMAT = 255
_MOST_DIGITS = 15
"""Digits that a spreadsheet keeps; behind them stands noise of the binary form."""
_DAY = 24 * 60 * 60
_FAKE_LEAP_DAY = 60
"""Spreadsheets believe in 29 February 1900, so that days before it are one off."""


@dataclass(frozen=True)
class Style:
    """How a number is shown: as a date, a time, both, or with leading zeros up to `digits`."""

    has_date: bool = False
    has_time: bool = False
    digits: int = 0


PLAIN = Style()


def style_of(identifier: int, code: str) -> Style:
    """The style of a number format by its number and, if it is the file's own, its code."""
    if not code:
        is_moment = identifier == _BUILT_IN_MOMENT
        return Style(identifier in _BUILT_IN_DATES or is_moment, identifier in _BUILT_IN_TIMES or is_moment)
    if _ZEROS.fullmatch(code):
        return Style(digits=len(code))
    letters = set(_NO_LETTERS.sub("", code[:_LONGEST_FORMAT].lower()).split(";")[0])
    has_time = bool(letters & set("hs"))
    return Style(bool(letters & set("yd")) or ("m" in letters and not has_time), has_time)


def number(text: str, style: Style, *, is_1904: bool) -> str:
    """The text of a number with that style; what is no number stays as it is."""
    if style is PLAIN and len(text) <= _MOST_DIGITS and text.isdecimal():
        return text
    try:
        value = float(text)
    except ValueError:
        return text
    if not isfinite(value):
        return text
    moment = _moment(value, style, is_1904=is_1904) if style.has_date or style.has_time else ""
    return moment or _plain(value).zfill(style.digits)


def _plain(value: float) -> str:
    if value.is_integer() and abs(value) < 10**_MOST_DIGITS:
        return str(int(value))
    return f"{Decimal(f'{value:.{_MOST_DIGITS}g}'):f}"


def _moment(value: float, style: Style, *, is_1904: bool) -> str:
    """ISO 8601 with a blank between date and time; empty when there is no such date."""
    seconds = round(value * _DAY)
    if value < 0:
        return ""
    if not style.has_date:
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    first = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 31 if value < _FAKE_LEAP_DAY else 30)  # noqa: DTZ001 - no zone in a cell
    try:
        there = first + timedelta(seconds=seconds)
    except OverflowError:
        return ""
    return there.isoformat(" ") if style.has_time else there.date().isoformat()
