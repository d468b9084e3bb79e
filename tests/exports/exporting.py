"""Exports made and read for tests."""

import csv
import io
from contextlib import AbstractContextManager
from typing import Any

from admin_dashboard.core.permissions import SYSTEM, Actor
from admin_dashboard.core.work import Door, Work, begin
from admin_dashboard.exports import columns, people
from admin_dashboard.exports.files import parts
from admin_dashboard.models import ExportFormat
from admin_dashboard.selection.selection import Selection
from admin_dashboard.users.listing import Filters, ListUsers, State

EVERYBODY = Selection.of_all(ListUsers(filters=Filters(state=State.ANY)))


def open_work(actor: Actor) -> AbstractContextManager[Work]:
    """One transaction of a page."""
    return begin(actor, Door.PAGE)


def head_for(actor: Actor = SYSTEM) -> tuple[str, ...]:
    """What stands above the actor's export."""
    with open_work(actor) as work:
        return columns.exported(work)


def exported(selection: Selection, actor: Actor = SYSTEM, size: int = people.PAGE) -> list[dict[str, str]]:
    """The rows of the file, each cell under its column."""
    return read_csv(b"".join(content(selection, actor, size)))


def content(selection: Selection, actor: Actor = SYSTEM, size: int = people.PAGE) -> list[bytes]:
    """The parts of the CSV file."""
    head = head_for(actor)
    return list(parts(ExportFormat.CSV, head, people.pages(open_work, actor, selection, head, size=size), 0))


def read_csv(file: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file, each cell under its column."""
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def read_workbook(file: bytes) -> list[list[Any]]:
    """The rows of a workbook, as another program reads them."""
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(file)).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"s"}
    return [list(row) for row in sheet.iter_rows(values_only=True)]
