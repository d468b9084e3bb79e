"""Text with separators as rows, in memory that does not grow with the file, a line or a cell.

The csv module reads what is of ordinary size. It holds a whole record, and refuses cells beyond a limit that is the
same for everything in the process; so a record that grows large is read by `LongRecord` instead, piece by piece.
"""

import csv
from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import TextIO

from .long_record import LongRecord
from .shape import Limits, Rows, no_line, too_many_rows

PIECE = 1 << 16
_MOST_AT_ONCE = 100_000
"""Letters of a record that the csv module is given: fewer than its limit for one cell, 131,072."""


class _Long(Exception):
    """The record is more than the csv module is given."""


class Delimited:
    """The rows of an opened text, in order; blank lines are rows without cells.

    A cell is cut to one letter more than the limit, if its record is long. Quotes stand for themselves unless they
    begin a cell, as in every spreadsheet.
    """

    def __init__(self, file: TextIO, delimiter: str, limits: Limits) -> None:
        self._pieces = iter(partial(file.readline, PIECE), "")
        self._held = ""
        self._delimiter = delimiter
        self._limits = limits
        self._line = 0
        # Of the record being read: what of it was given to the csv module.
        self._given: list[str] = []
        self._size = 0
        self._is_at_end = False

    def skip(self, lines: int) -> None:
        """Pass over physical lines.

        Raises:
            UnreadableFile: there are not as many.
        """
        while self._line < lines:
            piece = self._next()
            if not piece:
                raise no_line(lines + 1)
            self._line += self._with_line_feed(piece)[-1] in "\r\n"

    def __iter__(self) -> Rows:
        """The rows that are left.

        Raises:
            UnreadableFile: a quotation mark is never closed, or a long record has too many columns or lines.
        """
        while not self._is_at_end:
            try:
                yield from self._short()
            except _Long:
                yield self._line + 1, self._long()
            self._given.clear()
            self._size = 0

    def _short(self) -> Rows:
        """Rows until the end or a long record."""
        reader = csv.reader(self._lines(), delimiter=self._delimiter)
        before = self._line
        for cells in reader:
            if self._is_at_end:
                # Only a quoted cell makes it look for more lines than there are.
                self._long()
            yield self._line + 1, cells
            self._line = before + reader.line_num
            self._given.clear()
            self._size = 0

    def _lines(self) -> Iterator[str]:
        given, held = self._given, self._held
        self._held = ""
        for piece in chain((held,), self._pieces) if held else self._pieces:
            given.append(piece)
            self._size += len(piece)
            if self._size > _MOST_AT_ONCE or len(piece) >= PIECE:
                raise _Long
            yield piece
        self._is_at_end = True

    def _long(self) -> list[str]:
        """The cells of the record of which a part was given, and which goes on in the pieces to come."""
        record = LongRecord(self._delimiter, self._limits, self._line + 1)
        for piece in chain(self._given, iter(self._next, "")):
            if record.add(self._with_line_feed(piece)):
                break
            if record.line - self._line > self._limits.rows:
                raise too_many_rows(self._limits)
        self._line = record.line
        return record.cells()

    def _next(self) -> str:
        piece = self._held or next(self._pieces, "")
        self._held = ""
        return piece

    def _with_line_feed(self, piece: str) -> str:
        """The piece, with the line feed that was cut from its carriage return."""
        if len(piece) < PIECE or piece[-1] != "\r":
            return piece
        following = self._next()
        if following == "\n":
            return piece + following
        self._held = following
        return piece
