"""A record of any length, read piece by piece as the csv module would, keeping no more of it than the limits ask."""

import re
from enum import Enum, auto

from ...core.i18n import _
from .shape import Limits, UnreadableFile, too_many_columns

_QUOTED = re.compile(r'[^"]*(?:""[^"]*)*')


class _At(Enum):
    START = auto()
    PLAIN = auto()
    QUOTED = auto()
    CLOSED = auto()
    """Behind a quotation mark that ends the quotes, unless another one follows."""


class LongRecord:
    """Add the pieces one after another until one ends the record, then ask for its cells.

    `line` is the number of physical lines that have ended so far.
    """

    def __init__(self, delimiter: str, limits: Limits, line: int) -> None:
        self.line = line - 1
        self._first_line = line
        self._delimiter = delimiter
        self._plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]+")
        self._limits = limits
        self._at = _At.START
        self._opened_in = line
        self._is_ended = False
        self._cells: list[str] = []
        self._parts: list[str] = []
        self._room = limits.cell + 1

    def add(self, piece: str) -> bool:
        """Take a piece in which only the last letters may end a line; whether the record ends with it.

        Raises:
            UnreadableFile: there are more columns than the limit.
        """
        position = 0
        while position < len(piece):
            position = self._quoted(piece, position) if self._at is _At.QUOTED else self._open(piece, position)
            if self._is_ended:
                break
        self.line += piece[-1] in "\r\n"
        return self._is_ended

    def cells(self) -> list[str]:
        """The cells; too long ones cut to one letter more than the limit.

        Raises:
            UnreadableFile: the pieces have come to an end within quotes.
        """
        if self._at is _At.QUOTED:
            sentence = _("The quotation mark that opens in line {line} is never closed.", line=self._opened_in)
            raise UnreadableFile(sentence)
        if not self._is_ended:
            self._end_cell()
        return self._cells

    def _quoted(self, piece: str, position: int) -> int:
        end = self._run(_QUOTED, piece, position)
        if end == len(piece):
            return end
        self._at = _At.CLOSED
        return end + 1

    def _open(self, piece: str, position: int) -> int:
        """Outside of quotes, or behind a mark that may end them."""
        character = piece[position]
        if character == '"' and self._at in {_At.START, _At.CLOSED}:
            if self._at is _At.CLOSED:
                self._keep(character)
            else:
                self._opened_in = self.line + 1
            self._at = _At.QUOTED
        elif character == self._delimiter:
            self._end_cell()
        elif character in "\r\n":
            self._end_cell()
            self._is_ended = True
        else:
            self._at = _At.PLAIN
            return self._run(self._plain, piece, position)
        return position + 1

    def _run(self, pattern: re.Pattern[str], piece: str, position: int) -> int:
        match = pattern.match(piece, position)
        if match is None:
            return position
        self._keep(match.group() if pattern is self._plain else match.group().replace('""', '"'))
        return match.end()

    def _keep(self, text: str) -> None:
        if self._room > 0:
            self._parts.append(text[: self._room])
            self._room -= len(text)

    def _end_cell(self) -> None:
        self._cells.append("".join(self._parts))
        if len(self._cells) > self._limits.columns:
            raise too_many_columns(self._first_line, self._limits)
        self._parts, self._room, self._at = [], self._limits.cell + 1, _At.START
