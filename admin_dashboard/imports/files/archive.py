"""The parts of a zip archive, which may claim anything: what is unpacked is counted, before and while it is read."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, FileIO
from pathlib import Path
from xml.parsers import expat

from ...core.i18n import _
from .shape import Limits, UnreadableFile

_CHUNK = 1 << 16
_MOST_PARTS = 2_000
_MOST_OF_DIRECTORY = 1 << 20
_MOST_TIMES_BIGGER = 10
"""Sheets are words of XML around short texts; so much more than the limit of bytes they may unpack to."""
_FREE_OF_RATIO = 100 * 2**20
_MOST_RATIO = 200
# What zipfile, zlib and expat raise on damaged input, each by its own habits.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    expat.ExpatError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class _Modest(BufferedReader):
    """Refuses to read a directory of any length at once, as zipfile does when the archive says so."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > _MOST_OF_DIRECTORY:
            raise zipfile.BadZipFile
        return super().read(size)


class Archive:
    """The parts of an opened archive by their names."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._archive = archive
        self._left = limits.bytes * _MOST_TIMES_BIGGER
        self.names = set(archive.namelist())
        entries = archive.infolist()
        if any(entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for entry in entries):
            raise zipfile.BadZipFile
        unpacked, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
        is_bomb = unpacked > _FREE_OF_RATIO and unpacked > packed * _MOST_RATIO
        if len(entries) > _MOST_PARTS or unpacked > self._left or is_bomb:
            raise bomb()

    def part(self, name: str) -> Iterator[bytes]:
        """What a part unpacks to, in pieces.

        Raises:
            KeyError: there is no such part.
            UnreadableFile: all that was read of the archive is more than was to be feared.
        """
        with self._archive.open(name) as file:
            while chunk := file.read(_CHUNK):
                self._left -= len(chunk)
                if self._left < 0:
                    raise bomb()
                yield chunk


def bomb() -> UnreadableFile:
    """The refusal of an archive made to fill a memory or a disk."""
    return UnreadableFile(_("This workbook unpacks to far more than workbooks do. It was not read."))


@contextmanager
def open_archive(path: Path, limits: Limits) -> Iterator[Archive]:
    """The archive in a file.

    Raises:
        UnreadableFile: it unpacks to too much, or is damaged: also when that shows only while it is read.
        FileNotFoundError: there is no such file.
    """
    with FileIO(path) as raw, _Modest(raw) as file:
        try:
            with zipfile.ZipFile(file) as archive:
                yield Archive(archive, limits)
        except _DAMAGED:
            raise UnreadableFile(_("This workbook is damaged and cannot be read to its end.")) from None
