"""What is said about imports: how a file was read, where an import stands, what becomes of a row."""

from babel.dates import format_timedelta
from babel.numbers import format_decimal

from ..core.i18n import Message, _, n_
from ..models import ImportState
from .files import Format, Shape
from .queries import ImportView
from .rows import Which

STATES: dict[ImportState, Message] = {
    ImportState.DRAFT: _("Not checked yet"),
    ImportState.CHECKING: _("Being checked"),
    ImportState.CHECKED: _("Checked"),
    ImportState.RUNNING: _("Running"),
    ImportState.DONE: _("Imported"),
    ImportState.CANCELLED: _("Cancelled"),
    ImportState.FAILED: _("Stopped"),
    ImportState.TAKING_BACK: _("Being taken back"),
    ImportState.TAKEN_BACK: _("Taken back"),
}
FORMATS: dict[Format, Message] = {
    Format.CSV: _("Text with separators"),
    Format.XLSX: _("Excel workbook"),
    Format.JSON: _("JSON"),
    Format.JSONL: _("JSON lines"),
}
ENCODINGS: dict[str, str] = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 (BOM)",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "cp1252": "Windows-1252",
    "latin-1": "Latin-1",
}
DELIMITERS: dict[str, Message] = {
    ",": _("Comma"),
    ";": _("Semicolon"),
    "\t": _("Tab"),
    "|": _("Vertical bar"),
}
WILL: dict[Which, Message] = {
    Which.CREATED: _("to create"),
    Which.UPDATED: _("to update"),
    Which.UNCHANGED: _("unchanged"),
    Which.REFUSED: _("refused"),
    Which.WARNED: _("with a warning"),
}
"""What becomes of rows, before it has."""
DID: dict[Which, Message] = {
    Which.CREATED: _("Created"),
    Which.UPDATED: _("Updated"),
    Which.UNCHANGED: _("Unchanged"),
    Which.REFUSED: _("Refused"),
    Which.WARNED: _("With a warning"),
    Which.NOT_DONE: _("Not done"),
    Which.RESTORED: _("Taken back"),
    Which.LEFT_ALONE: _("Left as they are"),
}
EMPTY = _("empty")
"""A value that is not there."""


def number(count: int, language: str) -> str:
    """`1,522`, as it is written in the language."""
    return format_decimal(count, locale=language)


def file_note(view: ImportView, language: str) -> str:
    """`4,142 rows · 11 columns · Semicolon, UTF-8`."""
    columns = len(view.mapping.columns)
    parts = [n_("{number} column", "{number} columns", columns, number=number(columns, language)).in_language(language)]
    if view.rows:
        rows = n_("{number} row", "{number} rows", view.rows, number=number(view.rows, language))
        parts = [rows.in_language(language), *parts]
    return " · ".join([*parts, _shape_note(view.shape, language)])


def _shape_note(shape: Shape, language: str) -> str:
    if shape.format is Format.CSV:
        return f"{DELIMITERS[shape.delimiter].in_language(language)}, {ENCODINGS[shape.encoding]}"
    said = FORMATS[shape.format].in_language(language)
    return f"{said}, {shape.sheet}" if shape.sheet else said


def progress_note(view: ImportView, language: str) -> str:
    """How far, how fast and how long still."""
    done, rows = number(view.done, language), number(view.rows, language)
    if view.state == ImportState.CHECKING:
        far = n_("{number} row checked", "{number} rows checked", view.done, number=done)
    elif view.state == ImportState.TAKING_BACK:
        taken = view.restored + view.left_alone
        far = n_("{number} user looked at", "{number} users looked at", taken, number=number(taken, language))
    else:
        far = _("{done} of {rows} rows", done=done, rows=rows)
    parts = [far.in_language(language)]
    if view.rate and view.state != ImportState.TAKING_BACK:
        parts.append(_("{rate} rows/s", rate=number(max(1, round(view.rate)), language)).in_language(language))
    if view.left is not None:
        left = format_timedelta(view.left, granularity="second", threshold=1, locale=language)
        parts.append(_("{left} left", left=left).in_language(language))
    return " · ".join(parts)
