"""Which encoding a text has, and the text itself.

Guessing by letter frequency is not needed, and goes wrong on lists of names. UTF-8 proves itself: a text with accents
in another encoding is practically never valid UTF-8. UTF-16 shows by its mark or its NULs. What is left was written by
Excel on Windows (cp1252), or holds one of the five bytes that cp1252 lacks (latin-1). The person sees which was found
and may choose another.
"""

import codecs
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import IncrementalNewlineDecoder
from itertools import chain
from pathlib import Path
from typing import TextIO

from ...core.i18n import _
from .kinds import no_table
from .shape import UnreadableFile

HEAD = 1 << 16
"""Bytes from which it is told what a file is."""
_CHUNK = 1 << 20
_NOT_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1a\x1b"))
_DAMAGED = "\ufffd"
_LINE_END = re.compile("\r\n?|\n")


def encoding_of(path: Path, head: bytes) -> str:
    """The encoding of the file that begins with `head`, found by reading all of it, a piece at a time.

    Raises:
        UnreadableFile: it is no text.
    """
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in head:
        return _utf16_without_mark(head)
    if _is_utf8(path):
        return "utf-8"
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls * 50 > len(head):
        raise no_table()
    return "utf-8" if _is_damaged_utf8(path) else _western(path)


def _utf16_without_mark(head: bytes) -> str:
    """The order of bytes: separators, digits and line ends have their NUL always on the same side."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    try:
        # The last letter may be cut in two.
        codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        raise no_table() from None
    if min(even, odd) or max(even, odd) * 10 < len(head):
        raise no_table()
    return encoding


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_damaged_utf8(path: Path) -> bool:
    """Whether nearly all letters outside of ASCII are valid: then the rest is a fault to be told, not an encoding."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    letters = damaged = 0
    for chunk in _chunks(path):
        text = decoder.decode(chunk)
        letters += len(text) - len(text.encode("ascii", "ignore"))
        damaged += text.count(_DAMAGED)
    return damaged * 10 < letters


def _western(path: Path) -> str:
    return "latin-1" if any(_NOT_IN_CP1252.search(chunk) for chunk in _chunks(path)) else "cp1252"


@contextmanager
def open_text(path: Path, encoding: str, newline: str | None = "") -> Iterator[TextIO]:
    """The file as text, without a byte order mark; `newline` as for `open`.

    Raises:
        UnreadableFile: while it is read, where its bytes are not of that encoding; names line and byte.
    """
    with path.open(encoding=encoding, newline=newline) as file:
        try:
            if file.read(1) != "\ufeff":
                file.seek(0)
            yield file
        except UnicodeError:
            raise _undecodable(path, encoding) from None


def beginning(path: Path, head: bytes, encoding: str) -> str:
    """The first bytes as text; what is not of the encoding is told where it is read.

    Raises:
        UnreadableFile: nothing at all is of that encoding.
    """
    try:
        return codecs.getincrementaldecoder(encoding)("replace").decode(head).removeprefix("\ufeff")
    except UnicodeError:
        raise _undecodable(path, encoding) from None


def _undecodable(path: Path, encoding: str) -> UnreadableFile:
    line, byte = _fault(path, encoding)
    return UnreadableFile(
        _(
            "Line {line} (byte {byte} of the file) is not in the encoding {encoding}. Choose another one.",
            line=line,
            byte=byte,
            encoding=encoding,
        )
    )


def _fault(path: Path, encoding: str) -> tuple[int, int]:
    """The line and the byte, from 1, at which the file stops being of that encoding."""
    decoder = IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(), translate=True)
    line = byte = 1
    for chunk in chain(_chunks(path), (b"",)):
        try:
            line += decoder.decode(chunk, final=not chunk).count("\n")
        except UnicodeDecodeError as error:
            # A carriage return at the end of the last chunk is held back, for it may be half of a line end.
            held = "\r" * (decoder.getstate()[1] & 1)
            good = held + error.object[: error.start].decode(error.encoding, "ignore")
            return line + len(_LINE_END.findall(good)), byte + len(chunk) - len(error.object) + error.start
        except UnicodeError:
            break
        byte += len(chunk)
    return line, byte
