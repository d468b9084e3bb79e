"""JSON read value by value, in memory that does not grow with the file.

The decoder of the standard library gives whole values, at the speed of C, once all of a value is in the buffer; what
lies between them is read here.
"""

import json
import re
from typing import TextIO

from ...core.i18n import _
from .shape import UnreadableFile

MOST_AT_ONCE = 1 << 22
"""Letters of one value. Of so many, not even empty lists in lists fill the memory."""
_CHUNK = 1 << 16
_BLANK = re.compile(r"[ \t\r\n]*")
_MARK = re.compile(r'["\[\]{}]')
_IN_STRING = re.compile(r'["\\]')
_CUT_OFF = 16
"""An error as near to the end of the buffer may come from a word or a number that is not all there."""
# Numbers are texts here, and stay as they were written.
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


class JsonText:
    """A text of JSON values, read from its beginning.

    All methods raise `UnreadableFile`, naming the line, where the text is no JSON or a value takes too much.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._buffer = ""
        self._at = 0
        # Lines that end before `_counted`.
        self._lines = 0
        self._counted = 0

    @property
    def line(self) -> int:
        """The line, from 1, of what is read next."""
        self._lines += self._buffer.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._lines + 1

    def peek(self) -> str:
        """The next letter that is not blank; empty at the end."""
        while True:
            blank = _BLANK.match(self._buffer, self._at)
            self._at = blank.end() if blank else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def passes(self, letter: str) -> bool:
        """Whether this letter is next; if so it is read."""
        is_next = self.peek() == letter
        self._at += is_next
        return is_next

    def require(self, letter: str) -> None:
        """Read this letter."""
        if not self.passes(letter):
            raise self._broken()

    def value(self) -> object:
        """The next value."""
        first = self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                if not self._may_be_cut(error) or not self._more():
                    self._at = error.pos
                    raise self._broken() from None
            except RecursionError:
                raise self._too_deep() from None
            else:
                # A number or a word may go on.
                if first in '{["' or end < len(self._buffer) or not self._more():
                    self._at = end
                    return value

    def skip(self) -> None:
        """Pass over the next value, of any size."""
        if self.peek() not in {"[", "{"}:
            self.value()
            return
        depth = 0
        while True:
            mark = self._find(_MARK)
            if mark == '"':
                self._skip_string()
                continue
            depth += 1 if mark in "[{" else -1
            if depth == 0:
                return

    def _skip_string(self) -> None:
        while self._find(_IN_STRING) == "\\":
            # What is escaped may be a quotation mark.
            if self._at == len(self._buffer) and not self._more():
                raise self._broken()
            self._at += 1

    def _find(self, pattern: re.Pattern[str]) -> str:
        """Read on until behind one of the letters, and give it."""
        while True:
            found = pattern.search(self._buffer, self._at)
            if found:
                self._at = found.end()
                return found.group()
            self._at = len(self._buffer)
            if not self._more():
                raise self._broken()

    def _more(self) -> bool:
        """Take more of the file into the buffer, as much again as is left in it; False at the end."""
        left = len(self._buffer) - self._at
        if left > MOST_AT_ONCE:
            sentence = _(
                "What begins in line {line} takes more than {most} letters.", line=self.line, most=MOST_AT_ONCE
            )
            raise UnreadableFile(sentence)
        text = self._file.read(max(_CHUNK, left))
        if text:
            # Its lines are counted before it goes.
            self._lines = self.line - 1
            self._buffer = self._buffer[self._at :] + text
            self._at = self._counted = 0
        return bool(text)

    def _may_be_cut(self, error: json.JSONDecodeError) -> bool:
        return error.pos + _CUT_OFF > len(self._buffer) or error.msg.startswith("Unterminated string")

    def _broken(self) -> UnreadableFile:
        return UnreadableFile(_("Line {line} is not valid JSON.", line=self.line))

    def _too_deep(self) -> UnreadableFile:
        return UnreadableFile(_("What begins in line {line} has too many levels.", line=self.line))
