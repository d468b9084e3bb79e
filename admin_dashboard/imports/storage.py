"""Where the files of imports lie: under random names, in a folder that only the product reads."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..core.errors import InvalidInput
from ..core.i18n import _
from ..settings import settings
from .limits import limits

LONGEST_NAME = 200
_PIECE = 1 << 20


class FileTooLarge(InvalidInput):
    """The file has more bytes than an import takes."""

    def __init__(self) -> None:
        super().__init__(_("The file is larger than {most} MB.", most=f"{limits().bytes / 2**20:g}"))


@dataclass(frozen=True)
class Upload:
    """A file that is there as a whole: what it was called, the name it is stored under, its bytes and their SHA-256."""

    file_name: str
    stored: str
    size: int
    sha256: str


class Receiver:
    """A file on its way in."""

    def __init__(self, file_name: str, stored: str, file: BinaryIO) -> None:
        self._file_name, self._stored, self._file = file_name, stored, file
        self._size, self._hash = 0, hashlib.sha256()
        self._most = limits().bytes

    def write(self, data: bytes) -> None:
        """Take the next bytes.

        Raises:
            FileTooLarge: they are more than an import takes.
        """
        self._size += len(data)
        if self._size > self._most:
            raise FileTooLarge
        self._hash.update(data)
        self._file.write(data)

    def upload(self) -> Upload:
        """The file, once all of it has been written."""
        return Upload(_shown_name(self._file_name), self._stored, self._size, self._hash.hexdigest())


@contextmanager
def receive(file_name: str) -> Iterator[Receiver]:
    """A new file to write into. When the block raises, nothing of it stays."""
    stored = secrets.token_hex(16)
    path = path_of(stored)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield Receiver(file_name, stored, file)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def keep(path: Path) -> Upload:
    """A copy of a file of this machine.

    Raises:
        FileTooLarge: it has more bytes than an import takes.
        OSError: it cannot be read.
    """
    with path.open("rb") as file, receive(path.name) as receiver:
        while data := file.read(_PIECE):
            receiver.write(data)
        return receiver.upload()


def path_of(stored: str) -> Path:
    """Where a stored file lies."""
    return folder() / stored


def folder() -> Path:
    """Where they all lie."""
    return settings().data_dir / "imports"


def remove(stored: str) -> None:
    """Remove a stored file, and what was noted beside it; nothing happens when it is gone."""
    if stored:
        path_of(stored).unlink(missing_ok=True)
        _notes_of(stored).unlink(missing_ok=True)


def note(stored: str, text: str) -> None:
    """Keep a text beside a stored file, in the place of the one before; it can be lost at any time."""
    aside = path_of(secrets.token_hex(16))
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    aside.replace(_notes_of(stored))


def noted(stored: str) -> str:
    """The text that is kept beside a stored file; empty when there is none."""
    try:
        return _notes_of(stored).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _notes_of(stored: str) -> Path:
    return folder() / f"{stored}.notes"


def _shown_name(name: str) -> str:
    """A file's name as people may see it: its last part, without what cannot be shown."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable())[:LONGEST_NAME] or "file"
