"""Rows as a file, part by part while they come: CSV as every spreadsheet opens it, or an Excel workbook."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from ..models import ExportFormat
from .workbook import workbook

BOM = "\ufeff"
"""The mark by which spreadsheets know the encoding."""
MEDIA_TYPES = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

Rows = Iterable[Sequence[str]]


def parts(format: ExportFormat, head: Sequence[str], pages: Iterable[Rows], rows: int) -> Iterator[bytes]:
    """The file: the head at once, then a part for each page of rows. `rows` is about how many come, for a workbook."""
    if format is ExportFormat.XLSX:
        return workbook(_all(head, pages), cells=rows * len(head))
    return _csv(_all(head, pages))


def _all(head: Sequence[str], pages: Iterable[Rows]) -> Iterator[Rows]:
    yield [head]
    yield from pages


def _csv(pages: Iterable[Rows]) -> Iterator[bytes]:
    mark = BOM
    for rows in pages:
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        yield f"{mark}{text.getvalue()}".encode()
        mark = ""
