"""The texts that the sheets of a workbook share. There may be millions, and cells name them by number: kept on disk.

They are read only as far as somebody asks, and stand in the file in the order in which the cells do: what looks at the
first rows of a sheet reads a few of them.
"""

import mmap
import struct
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from itertools import accumulate
from typing import IO

from .archive import bomb
from .shape import Limits
from .xml import Attributes, Handler, walk

_MOST = 20_000_000
_SPAN = struct.Struct("<QQ")
_OFFSET = struct.Struct("<Q")


class Texts(Handler):
    """Collects the text of an element that is `t` or `v`, but of none that says how to pronounce another."""

    def __init__(self, limits: Limits) -> None:
        self._most = limits.cell + 1
        self._parts: list[str] = []
        self._room = self._most
        self._is_reading = False
        self._is_aside = False

    def start(self, name: str, _attributes: Attributes, /) -> None:
        """A text begins, or a pronunciation in which texts do not count."""
        if name in {"t", "v"}:
            self._is_reading = not self._is_aside
        elif name == "rPh":
            self._is_aside = True

    def end(self, name: str, /) -> None:
        """The same ends."""
        if name in {"t", "v"}:
            self._is_reading = False
        elif name == "rPh":
            self._is_aside = False

    def text(self, text: str, /) -> None:
        """Keep it, up to one letter more than the limit."""
        if self._is_reading and self._room > 0:
            self._parts.append(text[: self._room])
            self._room -= len(text)

    def taken(self) -> str:
        """What was collected since the last time."""
        text = "".join(self._parts)
        self._parts, self._room = [], self._most
        return text


class _Strings(Texts):
    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.found: list[bytes] = []

    def end(self, name: str, /) -> None:
        super().end(name)
        if name == "si":
            self.found.append(self.taken().encode())


class SharedStrings:
    """The texts by their number, from 0. The files are the stack's to close."""

    def __init__(self, chunks: Iterable[bytes], limits: Limits, stack: ExitStack) -> None:
        self._reader = _Strings(limits)
        self._pauses = walk(chunks, self._reader)
        # Neither file is ever empty, for nothing cannot be mapped.
        self._texts = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
        self._texts.write(b"\0")
        # Where each text begins; where the next begins is its end.
        self._offsets = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
        self._offsets.write(_OFFSET.pack(1))
        self._end = 1
        self._count = 0
        self._mapped = self._map()

    def __getitem__(self, index: int) -> str:
        """The text of that number.

        Raises:
            IndexError: there is none.
        """
        while index >= self._count:
            self._read_on()
        offsets, texts = self._mapped
        start, end = _SPAN.unpack_from(offsets, index * _OFFSET.size)
        return texts[start:end].decode()

    def _read_on(self) -> None:
        """Take some more from the workbook."""
        if next(self._pauses, self) is self:
            raise IndexError
        found = self._reader.found
        ends = list(accumulate(map(len, found), initial=self._end))[1:]
        self._texts.write(b"".join(found))
        self._offsets.write(b"".join(map(_OFFSET.pack, ends)))
        self._count += len(found)
        if self._count > _MOST:
            raise bomb()
        if found:
            self._end = ends[-1]
            self._mapped = self._map()
            found.clear()

    def _map(self) -> tuple[mmap.mmap, mmap.mmap]:
        for file in (self._offsets, self._texts):
            file.flush()
        return _mapped(self._offsets), _mapped(self._texts)


def _mapped(file: IO[bytes]) -> mmap.mmap:
    return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
