"""Files that are no tables, known by their first bytes."""

from ...core.i18n import Message, _
from .shape import UnreadableFile

ZIP = b"PK\x03\x04"
_OLD_EXCEL = _("an Excel file in the old format, or one protected by a password")
_ARCHIVE = _("a compressed archive")
_IMAGE = _("an image")
_MARKUP = _("a web page or XML document")
_NO_TEXT = _("not text")

_FIRST_BYTES: tuple[tuple[bytes, Message], ...] = (
    (b"%PDF", _("a PDF document")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLD_EXCEL),
    (b"\x89PNG", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"\xfd7zXZ", _ARCHIVE),
    (b"PK\x05\x06", _ARCHIVE),
    (b"SQLite format 3", _NO_TEXT),
    (b"{\\rtf", _("a text document")),
)
# Spreadsheets called .xls that are pages in truth are common.
_FIRST_WORDS = (b"<!doctype", b"<html", b"<?xml", b"<table")


def refuse_other_kinds(head: bytes) -> None:
    """Raise `UnreadableFile` when a file that begins like this is known to be no table."""
    for first, kind in _FIRST_BYTES:
        if head.startswith(first):
            raise no_table(kind)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:9].lower().startswith(_FIRST_WORDS):
        raise no_table(_MARKUP)


def no_table(kind: Message = _NO_TEXT) -> UnreadableFile:
    """The refusal of a file that is something else."""
    return UnreadableFile(
        _("This file is {kind}. Save the list of users as CSV or as an Excel workbook (.xlsx).", kind=kind)
    )


def no_workbook(names: set[str]) -> UnreadableFile:
    """The refusal of a zip archive that holds no workbook, by the names in it."""
    if "xl/workbook.bin" in names:
        return no_table(_("an Excel file in the binary format (.xlsb)"))
    if "content.xml" in names:
        return no_table(_("an OpenDocument file"))
    if "word/document.xml" in names:
        return no_table(_("a text document"))
    return no_table(_ARCHIVE)
