"""An Excel workbook of one sheet of texts, written while its rows come.

Written by hand: libraries put their sheets into files that everybody on the machine shares before the first byte goes
out, and take ten times as long. Every cell is a text, whatever stands in it: nothing is ever computed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from string import ascii_uppercase
from zipfile import ZIP_DEFLATED, ZipFile

from ..core.errors import Conflict
from ..core.i18n import _

MOST_ROWS = 1_048_576
"""Of a sheet, the head among them."""
LONGEST_CELL = 16_000
"""A cell holds twice as many halves of UTF-16; what is longer ends with an ellipsis."""
_MANY_CELLS = 10_000_000
"""From here on a sheet may be longer than 2 GiB, which takes a newer form of archive: not every program reads it."""

_SHEET = "xl/worksheets/sheet1.xml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_AROUND = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/{_SHEET}" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="Users" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class TooManyRows(Conflict):
    """A sheet does not hold so many."""

    def __init__(self) -> None:
        super().__init__(_("An Excel sheet holds no more than about a million users. Choose CSV."))


def workbook(pages: Iterable[Iterable[Sequence[str]]], cells: int) -> Iterator[bytes]:
    """The workbook, with a part for each page of rows. `cells` is about how many there will be.

    Raises:
        TooManyRows: there are.
    """
    out = _Outbox()
    number = 0
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        for name, content in _AROUND.items():
            archive.writestr(name, _XML + content)
        with archive.open(_SHEET, "w", force_zip64=cells > _MANY_CELLS) as sheet:
            sheet.write(f'{_XML}<worksheet xmlns="{_SPREADSHEET}"><sheetData>'.encode())
            for rows in pages:
                lines = [_row(place, row) for place, row in enumerate(rows, start=number + 1)]
                number += len(lines)
                if number > MOST_ROWS:
                    raise TooManyRows
                sheet.write("".join(lines).encode())
                if part := out.taken():
                    yield part
            sheet.write(b"</sheetData></worksheet>")
    yield out.taken()


def _row(number: int, cells: Sequence[str]) -> str:
    written = "".join([_cell(place, number, text) for place, text in enumerate(cells) if text])
    return f'<row r="{number}">{written}</row>'


def _cell(place: int, number: int, text: str) -> str:
    if len(text) > LONGEST_CELL:
        text = f"{text[: LONGEST_CELL - 1]}…"
    kept = ""
    if text != text.strip() or not text.isprintable():
        kept, text = ' xml:space="preserve"', _NO_XML.sub("", text)
    return f'<c r="{_letters(place)}{number}" t="inlineStr"><is><t{kept}>{escape(text, quote=False)}</t></is></c>'


@cache
def _letters(place: int) -> str:
    """0 → A, 26 → AA."""
    before, last = divmod(place, 26)
    return (_letters(before - 1) if before else "") + ascii_uppercase[last]


class _Outbox:
    """A file that keeps what is written until somebody comes for it. Nobody can go back in it."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        """Take it."""
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """There is nothing it waits for."""

    def taken(self) -> bytes:
        """All that has been written since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)
