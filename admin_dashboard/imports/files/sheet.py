"""The rows of a sheet, as texts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .numbers import PLAIN, Style, number
from .shape import Limits, Row, Rows, too_many_columns
from .shared_strings import SharedStrings, Texts
from .unicode import whole
from .xml import Attributes, walk

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_DIGITS = "0123456789"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LONGEST_NUMBER = 10
_MIDNIGHT = "T00:00:00"


@dataclass(frozen=True)
class Book:
    """What the cells of every sheet refer to. In some workbooks the days are counted from 1904."""

    strings: SharedStrings | Sequence[str] = ()
    styles: Sequence[Style] = ()
    is_1904: bool = False


def rows_of(chunks: Iterable[bytes], book: Book, limits: Limits) -> Rows:
    """The rows of a sheet that hold any text.

    Raises:
        UnreadableFile: a text stands right of the most columns, or the sheet is made to fill the memory.
        ExpatError, LookupError, ValueError: the sheet is damaged.
    """
    cells = _Cells(book, limits)
    for _pause in walk(chunks, cells):
        yield from cells.rows
        cells.rows.clear()


class _Columns(dict[str, int]):
    """Letters of a column → its index, from 0."""

    def __missing__(self, letters: str) -> int:
        if not 0 < len(letters) <= 3:
            raise ValueError(letters)
        column = 0
        for letter in letters.upper():
            column = column * len(_LETTERS) + _LETTERS.index(letter) + 1
        return self.setdefault(letters, column - 1)


class _Cells(Texts):
    """Rows as they end. Cells may be left out, and may leave out where they stand."""

    def __init__(self, book: Book, limits: Limits) -> None:
        super().__init__(limits)
        self.rows: list[Row] = []
        self._book = book
        self._limits = limits
        self._columns = _Columns()
        self._row = 0
        self._column = -1
        self._cell: Attributes = {}
        self._cells: list[str] = []

    def start(self, name: str, attributes: Attributes, /) -> None:
        if name == "c":
            reference = attributes.get("r")
            self._column = self._columns[reference.rstrip(_DIGITS)] if reference else self._column + 1
            self._cell = attributes
        elif name == "row":
            self._row = _small(attributes["r"]) if "r" in attributes else self._row + 1
            self._cells, self._column = [], -1
        else:
            super().start(name, attributes)

    def end(self, name: str, /) -> None:
        if name == "c":
            text = self.taken()
            if text:
                self._put(self._shown(text))
        elif name == "row":
            if self._cells:
                self.rows.append((self._row, self._cells))
        else:
            super().end(name)

    def _put(self, text: str) -> None:
        missing = self._column - len(self._cells)
        if self._column >= self._limits.columns:
            raise too_many_columns(self._row, self._limits)
        if missing < 0:
            self._cells[self._column] = text
            return
        if missing:
            self._cells.extend([""] * missing)
        self._cells.append(text)

    def _shown(self, text: str) -> str:
        kind = self._cell.get("t", "n")
        if kind == "s":
            return _unescaped(self._book.strings[_small(text)])
        if kind == "n":
            style = self._cell.get("s")
            return number(text, self._book.styles[_small(style)] if style else PLAIN, is_1904=self._book.is_1904)
        if kind == "b":
            return "true" if text.strip() == "1" else "false"
        if kind == "d":
            return text.removesuffix(_MIDNIGHT).replace("T", " ")
        return _unescaped(text)


def _small(text: str) -> int:
    """A number of a row, a text or a style."""
    if len(text) > _LONGEST_NUMBER:
        raise ValueError(text)
    return int(text)


def _unescaped(text: str) -> str:
    """The text with what XML cannot hold, which workbooks write as `_x000D_`."""
    if "_x" not in text:
        return text
    return whole(_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text))
