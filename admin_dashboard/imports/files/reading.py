"""The doors: what a file is, what its columns are called, and its records.

What a file says is never believed: anything but a table gives `UnreadableFile`, at once or where it is met, and memory
does not grow with the file.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path

from ...core.i18n import _
from . import guess, json_users
from .delimited import Delimited
from .encodings import HEAD, beginning, encoding_of, open_text
from .kinds import ZIP, refuse_other_kinds
from .shape import (
    Format,
    Limits,
    Record,
    Rows,
    Shape,
    UnreadableFile,
    nothing_there,
    too_big,
    too_many_columns,
    too_many_rows,
)
from .unicode import whole
from .workbook import open_workbook

_TABLES = {Format.CSV, Format.XLSX}


def detect(path: Path, limits: Limits, *, sheet: str = "", encoding: str = "", delimiter: str = "") -> Shape:
    """How the file is best read. What is given is held to, and the rest found accordingly.

    Raises:
        UnreadableFile: it is empty, too large, damaged, or no table.
    """
    head = _head(path, limits)
    if head.startswith(ZIP):
        return _workbook_shape(path, limits, sheet)
    refuse_other_kinds(head)
    encoding = encoding or encoding_of(path, head)
    shape = Shape(format=Format.CSV, encoding=encoding, delimiter=delimiter or ",")
    sample = _sample(path, head, encoding)
    if guess.is_json(sample):
        with open_text(path, encoding, newline=None) as file:
            return replace(shape, format=json_users.format_of(file))
    delimiter = delimiter or guess.delimiter_of(sample)
    return replace(shape, delimiter=delimiter, header_line=guess.header_line(guess.rows_of(sample, delimiter)))


def sheets(path: Path, limits: Limits) -> list[str]:
    """The names of a workbook's sheets that are not hidden, in their order.

    Raises:
        UnreadableFile: it is no workbook, or a damaged one.
    """
    with open_workbook(path, limits) as workbook:
        return workbook.sheets


def header(path: Path, shape: Shape, limits: Limits) -> list[str]:
    """What the columns are called: texts as in the file, without blank ones at the end.

    Of JSON it is every name that some user has, in the order of first appearance: the whole file is read for it.
    Without a header there are as many columns as the widest of the first rows has.

    Raises:
        UnreadableFile: it cannot be read in that shape, or has more columns than the limit.
    """
    _head(path, limits)
    if shape.format in _TABLES:
        with _table(path, shape, limits) as rows:
            line, names = _first_names(rows, shape, limits)
    else:
        with _users(path, shape) as users:
            line, names = 0, json_users.columns(users, limits)
    if not names:
        raise nothing_there()
    if len(names) > limits.columns:
        raise too_many_columns(line, limits)
    return names


def _first_names(rows: Rows, shape: Shape, limits: Limits) -> tuple[int, list[str]]:
    """The line that says how many columns there are, and what they are called."""
    if shape.header_line:
        line, cells = next(rows, (0, []))
        names = [whole(name[: limits.cell]) for name in _trimmed(cells)]
        if not names or line != shape.header_line:
            raise UnreadableFile(_("Line {line} holds no names of columns.", line=shape.header_line))
        return line, names
    width, line = max(((len(_trimmed(cells)), line) for line, cells in islice(rows, guess.ROWS)), default=(0, 0))
    return line, [f"Column {number}" for number in range(1, width + 1)]


def records(path: Path, shape: Shape, limits: Limits, columns: Sequence[str] = ()) -> Iterator[Record]:
    """The records, one by one, without those that hold nothing but blanks.

    `columns` is what `header` gave, for who still knows it: JSON is then read once instead of twice.

    Raises:
        UnreadableFile: while they are read, as soon as something cannot be, or is more than the limits.
    """
    columns = columns or header(path, shape, limits)
    width, most = len(columns), limits.cell
    count = blank = 0
    with _rows(path, shape, limits, columns) as rows:
        for line, cells in rows:
            text = "".join(cells)
            if not text or text.isspace():
                blank += 1
            else:
                count += 1
                if len(cells) != width or len(text) > most or "\0" in text:
                    yield _fitted(line, cells, width, limits)
                else:
                    yield Record(line, cells)
            if count > limits.rows or blank > limits.rows:
                raise too_many_rows(limits)


def _fitted(line: int, cells: list[str], width: int, limits: Limits) -> Record:
    """A record that is wider or narrower than the header, or holds what is too long or cannot be kept."""
    found = len(_trimmed(cells)) if len(cells) > width else 0
    if found > limits.columns:
        raise too_many_columns(line, limits)
    kept = [whole(cell) for cell in cells[:width]] + [""] * (width - len(cells))
    too_long = tuple(index for index, cell in enumerate(kept) if len(cell) > limits.cell)
    return Record(line, [cell[: limits.cell] for cell in kept], max(found - width, 0), too_long)


def _trimmed(cells: list[str]) -> list[str]:
    """The cells without blank ones at the end."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _head(path: Path, limits: Limits) -> bytes:
    """The first bytes of a file that is neither empty nor too large."""
    if path.stat().st_size > limits.bytes:
        raise too_big(limits)
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise nothing_there()
    return head


def _sample(path: Path, head: bytes, encoding: str) -> str:
    """The first whole lines of a text."""
    text, is_all = beginning(path, head, encoding), len(head) == path.stat().st_size
    if is_all and not text.strip():
        raise nothing_there()
    return text if is_all else text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text


def _workbook_shape(path: Path, limits: Limits, sheet: str) -> Shape:
    """Of the sheet, or the first one with any text."""
    with open_workbook(path, limits) as workbook:
        for name in [sheet] if sheet else workbook.sheets:
            rows = list(islice(workbook.rows(name), guess.ROWS))
            if rows:
                return Shape(format=Format.XLSX, sheet=name, header_line=guess.header_line(rows))
    raise nothing_there()


@contextmanager
def _rows(path: Path, shape: Shape, limits: Limits, columns: Sequence[str]) -> Iterator[Rows]:
    """The rows behind the header."""
    if shape.format in _TABLES:
        with _table(path, shape, limits) as rows:
            if shape.header_line:
                next(rows, None)
            yield rows
    else:
        with _users(path, shape) as users:
            yield json_users.aligned(users, columns)


@contextmanager
def _table(path: Path, shape: Shape, limits: Limits) -> Iterator[Rows]:
    """The rows from the header on; without a header all."""
    if shape.format is Format.XLSX:
        with open_workbook(path, limits) as workbook:
            rows = workbook.rows(shape.sheet or workbook.sheets[0])
            yield (row for row in rows if row[0] >= shape.header_line)
    else:
        with open_text(path, shape.encoding) as file:
            table = Delimited(file, shape.delimiter, limits)
            table.skip(shape.header_line - 1)
            yield iter(table)


@contextmanager
def _users(path: Path, shape: Shape) -> Iterator[Iterator[tuple[int, json_users.Fields]]]:
    with open_text(path, shape.encoding, newline=None) as file:
        yield json_users.fields(file, shape.format)
