"""Records of any length are read as the csv module would read them, and cost no memory."""

import csv
import tracemalloc
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from admin_dashboard.imports.files import Format, Limits, Record, Shape, UnreadableFile, records
from admin_dashboard.imports.files.delimited import PIECE
from admin_dashboard.imports.files.long_record import LongRecord

from .conftest import Writing
from .making import LIMITS, found

CSV = Shape(format=Format.CSV)
PIECES = st.text('ab,"\n\r', max_size=30)


def record_of(text: str, size: int) -> list[str]:
    """The first record of a text that comes in pieces of that size."""
    record = LongRecord(",", LIMITS, 1)
    for line in StringIO(text, newline=""):
        for start in range(0, len(line), size):
            if record.add(line[start : start + size]):
                return record.cells()
    return record.cells()


class TestLongRecord:
    @given(text=PIECES.filter(bool), size=st.integers(1, 8))
    @example(text='"a""', size=3)
    @example(text='"a"b,"', size=1)
    def test_is_read_as_by_the_csv_module(self, text: str, size: int):
        # In strict mode it says what is missing at the end, but takes nothing behind closing quotes.
        expected = next(csv.reader(StringIO(text, newline="")))
        try:
            found = record_of(text, size)
        except UnreadableFile:
            with pytest.raises(csv.Error):
                list(csv.reader(StringIO(text, newline=""), strict=True))
        else:
            # To the module a line without anything is a record without cells.
            assert found == (expected or [""])

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("size", [PIECE - 3, PIECE - 2, PIECE - 1, PIECE, 5 * PIECE])
    def test_leaves_the_lines_behind_it_in_order(self, write: Writing, end: str, size: int):
        long = "x" * size
        path = write(f'a,b{end}1,"{long}{end}{long}"{end}{long},2{end}{end}3,4{end}')
        lines = [(record.line, record.cells[1][:1], record.too_long) for record in found(path)]
        assert lines == [(2, "x", (1,)), (4, "2", (0,)), (6, "4", ())]

    def test_may_have_many_lines(self, write: Writing):
        lines = "line\n" * 50_000
        assert [(r.line, r.too_long) for r in found(write(f'a,b\n1,"{lines}"\n2,x\n'))] == [(2, (1,)), (50_003, ())]

    def test_may_be_the_header_that_is_passed_over(self, write: Writing):
        path = write(f"{'x' * PIECE * 2}\na,b\n1,2\n")
        assert list(records(path, Shape(format=Format.CSV, header_line=2), LIMITS)) == [Record(3, ["1", "2"])]

    def test_a_quote_never_closed_is_named_where_it_opens(self, write: Writing):
        path = write(f'a,b\n"1\n2","{"x" * PIECE * 3}\n\n')
        with pytest.raises(UnreadableFile, match="opens in line 3 "):
            found(path)

    def test_of_more_lines_than_the_limit_is_refused(self, write: Writing):
        path = write('a,b\n1,"' + "\n" * 200_000)
        with pytest.raises(UnreadableFile, match="more than 1000 rows"):
            list(records(path, CSV, Limits(bytes=10**9, rows=1000, columns=5, cell=100)))


@pytest.mark.parametrize(
    ("before", "filling", "behind"),
    [
        ("1,", "x", ""),
        ('1,"', "x", '"'),
        ('1,"', '""', '"'),
        ("1,", "é", ""),
    ],
)
def test_a_cell_of_fifty_megabytes_costs_no_memory(tmp_path: Path, before: str, filling: str, behind: str):
    path = tmp_path / "users"
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(["a,b\n", before, *[filling * (2**20 // len(filling.encode()))] * 50, behind, "\n2,y\n"])
    tracemalloc.start()
    huge, after = records(path, CSV, LIMITS)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (huge.too_long, len(huge.cells[1]), after.cells) == ((1,), 10_000, ["2", "y"])
    assert most < 5 * 2**20
