"""Rows as a file that other programs open."""

import csv
import io
import zipfile
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin_dashboard.exports.files import BOM, parts
from admin_dashboard.exports.workbook import LONGEST_CELL, MOST_ROWS, TooManyRows, workbook
from admin_dashboard.models import ExportFormat

from .exporting import read_workbook

HEAD = ("username", "last_name")
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
tables = st.lists(st.tuples(texts, texts), max_size=9)
storable = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=9)


def file(format: ExportFormat, *pages: list[tuple[str, ...]]) -> bytes:
    return b"".join(parts(format, HEAD, pages, 0))


class TestCsv:
    def test_begins_with_the_mark_by_which_spreadsheets_know_the_encoding(self) -> None:
        assert file(ExportFormat.CSV, [("marie", "Élise")]).decode() == f"{BOM}username,last_name\r\nmarie,Élise\r\n"

    @given(tables)
    def test_is_read_back_as_it_was(self, rows: list[tuple[str, str]]) -> None:
        text = file(ExportFormat.CSV, rows).decode("utf-8-sig")
        assert [tuple(row) for row in csv.reader(io.StringIO(text, newline=""))] == [HEAD, *rows]

    def test_quotes_what_would_part_cells_and_lines(self) -> None:
        text = file(ExportFormat.CSV, [('a"b', "c,d\r\ne")]).decode()
        assert text.endswith('"a""b","c,d\r\ne"\r\n')


class TestWorkbook:
    @given(st.lists(st.tuples(storable, storable), max_size=9))
    def test_is_read_back_as_it_was(self, rows: list[tuple[str, str]]) -> None:
        found = read_workbook(file(ExportFormat.XLSX, rows))
        assert [tuple(cell or "" for cell in row) for row in found][: len(rows) + 1] == [HEAD, *rows][: len(found)]
        assert not any(any(row) for row in rows[len(found) - 1 :])

    def test_holds_every_cell_as_a_text(self) -> None:
        assert read_workbook(file(ExportFormat.XLSX, [("=1+1", "0042")]))[1] == ["=1+1", "0042"]

    @pytest.mark.parametrize("text", ["a\x00b\x1fc", "a\ufffeb\uffffc"])
    def test_leaves_out_signs_that_no_workbook_can_hold(self, text: str) -> None:
        assert read_workbook(file(ExportFormat.XLSX, [(text, "<&>")]))[1] == ["abc", "<&>"]

    def test_shows_where_a_cell_was_too_long(self) -> None:
        [_head, row] = read_workbook(file(ExportFormat.XLSX, [("a" * LONGEST_CELL, "b" * (LONGEST_CELL + 1))]))
        assert [len(str(cell)) for cell in row] == [LONGEST_CELL, LONGEST_CELL]
        assert str(row[1]).endswith("b…")

    def test_has_more_columns_than_letters(self) -> None:
        wide = [[f"column {number}" for number in range(800)]]
        assert read_workbook(b"".join(workbook([wide], 800)))[0] == wide[0]

    def test_of_very_many_cells_can_be_read_too(self) -> None:
        assert read_workbook(b"".join(workbook([[("a", "b")]], cells=10**9)))[0] == ["a", "b"]

    def test_no_part_is_empty_and_the_archive_is_whole(self) -> None:
        pages = [[("marie", str(number))] for number in range(500)]
        made = list(parts(ExportFormat.XLSX, HEAD, pages, 500))
        assert all(made)
        assert zipfile.ZipFile(io.BytesIO(b"".join(made))).testzip() is None

    def test_breaks_off_rather_than_lose_rows(self) -> None:
        def too_many() -> Iterator[list[tuple[str, ...]]]:
            for _ in range(MOST_ROWS // 2**16 + 1):
                yield [()] * 2**16

        with pytest.raises(TooManyRows):
            list(workbook(too_many(), 0))


@pytest.mark.parametrize("format", ExportFormat)
def test_a_part_goes_out_before_the_next_page_is_asked_for(format: ExportFormat) -> None:
    asked: list[int] = []

    def pages() -> Iterator[list[tuple[str, ...]]]:
        for number in range(4):
            asked.append(number)
            yield [(f"{number}", f"{row * 7919 % 6007:x}") for row in range(5000)]

    assert [len(asked) for _part in parts(format, HEAD, pages(), 20_000)][:4] == [0, 1, 2, 3]
