"""Excel workbooks: their sheets and cells as a person typed them, whoever wrote them."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from admin_dashboard.imports.files import Format, Limits, Record, Shape, UnreadableFile, sheets
from admin_dashboard.imports.files.numbers import Style, number, style_of

from .making import LIMITS, found, shape_of, sheet, table, workbook


@pytest.fixture
def book() -> Workbook:
    """An empty workbook with one sheet."""
    return Workbook()


def saved(book: Workbook, folder: Path) -> Path:
    """The workbook as a file."""
    path = folder / "users.xlsx"
    book.save(path)
    return path


def shown(folder: Path, *values: object) -> list[str]:
    """The texts of a row with these values."""
    book = Workbook()
    page: Any = book.active
    page.append(["label"] * len(values))
    page.append(values)
    return table(saved(book, folder))[1]


class TestCells:
    def test_are_the_texts_that_were_typed(self, tmp_path: Path):
        texts = ["Éléonore", " d’Arc ", "two\nlines", "<&>", "😀", "_x00_", "007", "a\tb"]
        assert shown(tmp_path, *texts) == texts

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (42, "42"),
            (42.0, "42"),
            (-7, "-7"),
            (0.1, "0.1"),
            (0.1 + 0.2, "0.3"),
            (33612345678, "33612345678"),
            (1e20, "100000000000000000000"),
            (1.5e-7, "0.00000015"),
            (True, "true"),
            (False, "false"),
            (date(2026, 11, 22), "2026-11-22"),
            (datetime.fromisoformat("2026-11-22 08:30"), "2026-11-22 08:30:00"),
            (time(8, 30, 5), "08:30:05"),
        ],
    )
    def test_are_numbers_and_dates_as_typed(self, tmp_path: Path, value: object, text: str):
        assert shown(tmp_path, value) == [text]

    def test_of_a_workbook_that_counts_from_1904(self, tmp_path: Path, book: Workbook):
        book.epoch = CALENDAR_MAC_1904
        page: Any = book.active
        page.append(["born"])
        page.append([date(1980, 2, 29)])
        assert table(saved(book, tmp_path)) == [["born"], ["1980-02-29"]]

    def test_may_be_missing_and_out_of_place(self, tmp_path: Path):
        rows = """<row r="2"><c r="B2"><v>1</v></c><c r="D2" t="str"><f>1</f><v>d</v></c><c r="A2" t="str"><v>a</v></c>
            <c r="AA2"/></row><row><c><v>7</v></c><c><v>8</v></c></row><row r="9"/>
            <row r="10"><c r="C10"><v>9</v></c></row>"""
        assert table(workbook(tmp_path / "x", sheet(rows)), header_line=2) == [
            ["a", "1", "", "d"],
            ["7", "8", "", ""],
            ["", "", "9", ""],
        ]

    @pytest.mark.parametrize(
        ("cell", "text"),
        [
            ('<c t="s"><v>0</v></c>', "email"),
            ('<c t="inlineStr"><is><r><t>Ma</t></r><r><t>rie</t></r><rPh><t>x</t></rPh></is></c>', "Marie"),
            ('<c t="e"><v>#N/A</v></c>', "#N/A"),
            ('<c t="d"><v>2026-11-22T00:00:00</v></c>', "2026-11-22"),
            ('<c s="1"><v>46348.0</v></c>', "2026-11-22"),
            ('<c t="str"><v>a_x000D__xD800_b_x0000_</v></c>', "a\r\ufffdb\ufffd"),
            ("<c><v>1e999</v></c>", "1e999"),
            ('<x:c xmlns:x="main"><x:v>5</x:v></x:c>', "5"),
        ],
    )
    def test_of_every_kind(self, tmp_path: Path, cell: str, text: str):
        assert table(workbook(tmp_path / "x", sheet(f"<row>{cell}</row>")), header_line=0)[1] == [text]

    def test_too_long_are_cut_and_told(self, tmp_path: Path, book: Workbook):
        page: Any = book.active
        page.append(["a", "b"])
        page.append(["x" * 30_000, "y"])
        assert found(saved(book, tmp_path)) == [Record(2, ["x" * 10_000, "y"], too_long=(0,))]

    def test_far_to_the_right_are_refused(self, tmp_path: Path, book: Workbook):
        page: Any = book.active
        page["A1"], page["XFD7"] = "email", "x"
        with pytest.raises(UnreadableFile, match="Line 7 has more than 500 columns"):
            found(saved(book, tmp_path))


class TestNumberFormats:
    @pytest.mark.parametrize(
        ("code", "text"),
        [
            ("General", "46348.5"),
            ("0.00", "46348.5"),
            ("[Red]0.0\\d", "46348.5"),
            ('0.0" days"', "46348.5"),
            ("#,##0_ [$€-40C];[Red]-#,##0", "46348.5"),
            ("0.00E+00", "46348.5"),
            ("dd/mm/yyyy", "2026-11-22"),
            ("[$-F800]dddd\\,\\ mmmm\\ dd", "2026-11-22"),
            ("mmm", "2026-11-22"),
            ("yyyy\\-mm\\-dd\\Thh:mm", "2026-11-22 12:00:00"),
            ("h:mm AM/PM", "1112364:00:00"),
            ("[h]:mm", "1112364:00:00"),
        ],
    )
    def test_say_what_a_number_means(self, code: str, text: str):
        assert number("46348.5", style_of(170, code), is_1904=False) == text

    @pytest.mark.parametrize(("identifier", "text"), [(0, "1.5"), (14, "1900-01-01"), (22, "1900-01-01 12:00:00")])
    def test_may_be_known_by_number(self, identifier: int, text: str):
        assert number("1.5", style_of(identifier, ""), is_1904=False) == text

    def test_keep_leading_zeros(self):
        assert number("75", style_of(170, "00000"), is_1904=False) == "00075"

    @pytest.mark.parametrize("text", ["-1", "1e300", "99999999", "x", "nan", ""])
    def test_of_dates_that_never_were_are_left(self, text: str):
        assert number(text, Style(has_date=True), is_1904=False).startswith(text[:1])


class TestSheets:
    def test_are_listed_without_hidden_ones(self, tmp_path: Path, book: Workbook):
        book.create_sheet("Old").sheet_state = "hidden"
        book.create_sheet("Users").append(["email"])
        book.create_chartsheet("Chart")
        assert sheets(saved(book, tmp_path), LIMITS) == ["Sheet", "Users"]

    def test_the_first_with_any_text_is_read(self, tmp_path: Path, book: Workbook):
        for value in ("email", "marie@example.org"):
            book.create_sheet("Users" if value == "email" else "More").append([value])
        assert shape_of(saved(book, tmp_path)) == Shape(format=Format.XLSX, sheet="Users", header_line=1)

    def test_another_can_be_chosen(self, tmp_path: Path, book: Workbook):
        page: Any = book.active
        page.append(["a"])
        book.create_sheet("Users").append(["b"])
        assert table(saved(book, tmp_path), sheet="Users") == [["b"]]

    def test_must_be_there(self, tmp_path: Path, book: Workbook):
        page: Any = book.active
        page.append(["a"])
        with pytest.raises(UnreadableFile, match="no sheet “Users”"):
            table(saved(book, tmp_path), sheet="Users")

    def test_without_text_are_empty(self, tmp_path: Path, book: Workbook):
        with pytest.raises(UnreadableFile, match="empty"):
            shape_of(saved(book, tmp_path))

    def test_have_their_header_behind_a_preamble(self, tmp_path: Path, book: Workbook):
        page: Any = book.active
        for row in (["Users of the platform"], [], ["name", "email", "age"], ["Marie", None, 42]):
            page.append(row)
        assert shape_of(saved(book, tmp_path)).header_line == 3
        assert found(saved(book, tmp_path)) == [Record(4, ["Marie", "", "42"])]


class TestMemory:
    def test_shared_texts_are_read_as_far_as_asked(self, tmp_path: Path):
        texts = "".join(f"<si><t>text {number}</t></si>" for number in range(20_000))
        rows = "".join(f'<row><c t="s"><v>{number}</v></c></row>' for number in (0, 19_999, 7))
        path = workbook(tmp_path / "x", sheet(rows) | {"xl/strings.xml": f"<sst>{texts}</sst>"})
        assert table(path) == [["text 0"], ["text 19999"], ["text 7"]]

    @pytest.mark.parametrize("index", ["1", "-1", "99999999999", "x"])
    def test_a_text_that_is_not_there_is_damage(self, tmp_path: Path, index: str):
        path = workbook(tmp_path / "x", sheet(f'<row><c t="s"><v>{index}</v></c></row>'))
        with pytest.raises(UnreadableFile, match="damaged"):
            shape_of(path)

    def test_rows_are_counted(self, tmp_path: Path):
        path = workbook(tmp_path / "x", sheet("<row><c><v>1</v></c></row>" * 12))
        with pytest.raises(UnreadableFile, match="more than 10 rows"):
            found(path, Limits(bytes=10**6, rows=10, columns=5, cell=10))


TEXTS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=10)
SHEET_ALONE = '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="sheets/one.xml"/></Relationships>'
CELLS = st.one_of(st.none(), TEXTS, st.integers(-(10**14), 10**14), st.booleans())


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=4))
def test_any_sheet_comes_back(tmp_path: Path, rows: list[list[object]]):
    book = Workbook()
    page: Any = book.active
    for line, row in enumerate([["a", "b", "c"], *rows], 1):
        for column, value in enumerate(row, 1):
            cell = page[f"{get_column_letter(column)}{line}"]
            cell.value = value
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
    expected = [["" if v is None else str(v).lower() if isinstance(v, bool) else str(v) for v in row] for row in rows]
    assert table(saved(book, tmp_path), header_line=1)[1:] == [row for row in expected if "".join(row).strip()]


def test_a_workbook_needs_neither_shared_texts_nor_styles(tmp_path: Path):
    parts = sheet("<row><c><v>1</v></c></row>") | {"xl/_rels/workbook.xml.rels": SHEET_ALONE}
    assert table(workbook(tmp_path / "x", parts), header_line=0)[1] == ["1"]
