"""How a file is to be read, how much of it is read, and what reading it gives."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ...core.errors import DomainError
from ...core.i18n import _

DELIMITERS = (",", ";", "\t", "|")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1")

Row = tuple[int, list[str]]
"""The line (of a spreadsheet: the row) where it begins, from 1, and its cells as they stand."""
Rows = Iterator[Row]


class UnreadableFile(DomainError):
    """The file, or what stands in it from some line on, cannot be read: one sentence saying what is wrong and where."""


class Format(StrEnum):
    """CSV is any text with separators; JSON one document with a list of users; JSONL one document for each user."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    JSONL = "jsonl"


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How a file is to be read. What does not concern its format is not looked at.

    `header_line` counts physical lines (of a spreadsheet: rows) from 1. With 0 there is no header: every line is a
    record, and the columns are called `Column 1`, `Column 2` …

    Raises:
        UnreadableFile: an encoding or a separator that is none of ours, or a header line below 0.
    """

    format: Format
    encoding: str = "utf-8"
    delimiter: str = ","
    header_line: int = 1
    sheet: str = ""

    def __post_init__(self) -> None:
        if self.encoding not in ENCODINGS or self.delimiter not in DELIMITERS or self.header_line < 0:
            raise UnreadableFile(_("A file cannot be read with this encoding, separator or header line."))


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The most that is read: bytes of a file, records, columns, and letters of a cell."""

    bytes: int
    rows: int
    columns: int
    cell: int


class Record(NamedTuple):
    """One record, with as many cells as the header has.

    `line` is where it begins in the file, from 1: the physical line, of a spreadsheet the row, of a list in JSON the
    number of the user. `surplus` is how many cells stand past the header, blank ones at the end not counted: they are
    not read. `too_long` are the indexes of cells cut to the limit. No cell holds NUL or half a surrogate pair; U+FFFD
    stands in their place.
    """

    line: int
    cells: list[str]
    surplus: int = 0
    too_long: tuple[int, ...] = ()


def too_many_columns(line: int, limits: Limits) -> UnreadableFile:
    """The refusal of a line with more cells than the limit."""
    return UnreadableFile(_("Line {line} has more than {most} columns.", line=line, most=limits.columns))


def too_many_rows(limits: Limits) -> UnreadableFile:
    """The refusal of a file with more records than the limit."""
    return UnreadableFile(_("The file has more than {most} rows.", most=limits.rows))


def too_big(limits: Limits) -> UnreadableFile:
    """The refusal of a file with more bytes than the limit."""
    return UnreadableFile(_("The file is larger than {most} MB.", most=f"{limits.bytes / 2**20:g}"))


def nothing_there() -> UnreadableFile:
    """The refusal of a file without any text."""
    return UnreadableFile(_("The file is empty."))


def no_line(line: int) -> UnreadableFile:
    """The refusal of a header line that lies behind the end."""
    return UnreadableFile(_("The file has no line {line}.", line=line))
