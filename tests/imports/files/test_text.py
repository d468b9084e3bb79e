"""Text with separators: any encoding, separator, line end and quoting people have."""

import codecs
import csv
from io import StringIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from admin_dashboard.imports.files import DELIMITERS, Format, Record, Shape, UnreadableFile, detect, header, records

from .conftest import Writing
from .making import FIXTURES, JEAN, LIMITS, MARIE, TEXT, found, shape_of, table

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
HEADER = ["username", "first_name", "email"]


class TestEncodings:
    @pytest.mark.parametrize(
        ("encoding", "mark", "detected"),
        [
            ("utf-8", b"", "utf-8"),
            ("utf-8", codecs.BOM_UTF8, "utf-8-sig"),
            ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
            ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16"),
            ("utf-16-le", b"", "utf-16-le"),
            ("utf-16-be", b"", "utf-16-be"),
            ("cp1252", b"", "cp1252"),
        ],
    )
    def test_are_found(self, write: Writing, encoding: str, mark: bytes, detected: str):
        path = write(mark + TEXT.encode(encoding))
        assert shape_of(path).encoding == detected
        assert table(path) == [HEADER, MARIE, JEAN]

    def test_typographic_marks_of_windows(self, write: Writing):
        assert table(write("name;note\nd’Arc;10 €\n".encode("cp1252")))[1] == ["d’Arc", "10 €"]

    def test_bytes_that_windows_has_no_letter_for_are_latin(self, write: Writing):
        assert shape_of(write(b"name,note\nZo\xeb,\x81\n")).encoding == "latin-1"

    def test_any_is_read_although_its_first_letter_outside_of_ascii_comes_late(self, write: Writing):
        rows = "marie,dupont\n" * 200_000
        assert shape_of(write(f"first,last\n{rows}Zoë,x\n".encode("cp1252"))).encoding == "cp1252"
        assert shape_of(write(f"first,last\n{rows}Zoë,x\n")).encoding == "utf-8"

    def test_a_mark_is_no_part_of_the_first_name_whatever_is_overruled(self, write: Writing):
        path = write(codecs.BOM_UTF8 + TEXT.encode())
        assert table(path, encoding="utf-8")[0] == HEADER
        assert table(write(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le")), encoding="utf-16-le")[0] == HEADER

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_what_does_not_fit_is_named_by_line_and_byte(self, write: Writing, end: str):
        start = f"name{end}marie{end}".encode()
        path = write(start + b"Zo\xeb" + f"{end}jean{end}".encode())
        with pytest.raises(UnreadableFile, match=rf"^Line 3 \(byte {len(start) + 3} of the file\).* utf-8"):
            found(path, encoding="utf-8")

    def test_half_a_letter_at_the_end_is_named_too(self, write: Writing):
        with pytest.raises(UnreadableFile, match=r"^Line 3"):
            found(write("name\nmarie\n".encode("utf-16") + b"a"), encoding="utf-16")

    def test_one_that_does_not_fit_at_all_is_refused_at_once(self, write: Writing):
        with pytest.raises(UnreadableFile, match=r"^Line 1 .* utf-16"):
            detect(write(TEXT), LIMITS, encoding="utf-16")

    def test_a_fault_in_a_text_that_is_utf_8_is_no_other_encoding(self, write: Writing):
        path = write(b"name\n" + "Éléonore\n".encode() * 20 + b"Zo\xeb\n")
        assert shape_of(path).encoding == "utf-8"
        with pytest.raises(UnreadableFile, match=r"^Line 22"):
            found(path)

    def test_a_letter_cut_by_the_reading_is_whole(self, write: Writing):
        assert found(write("name\n" + "é" * 1_500_000))[0].too_long == (0,)


class TestSeparators:
    @pytest.mark.parametrize("delimiter", DELIMITERS)
    def test_are_found(self, write: Writing, delimiter: str):
        path = write(TEXT.replace(",", delimiter))
        assert shape_of(path).delimiter == delimiter
        assert table(path) == [HEADER, MARIE, JEAN]

    def test_others_may_stand_in_the_cells(self, write: Writing):
        path = write("name;roles\nDupont, Marie;a|b\nPetit, Jean;a\n")
        assert table(path) == [["name", "roles"], ["Dupont, Marie", "a|b"], ["Petit, Jean", "a"]]

    def test_a_line_may_say_it(self, write: Writing):
        assert table(write("sep=|\nname,x|email\na,b|a@example.org\n"))[0] == ["name,x", "email"]

    def test_one_column_needs_none(self, write: Writing):
        assert table(write("email\nmarie@example.org\n")) == [["email"], ["marie@example.org"]]

    def test_it_can_be_overruled(self, write: Writing):
        path = write("a;b,c;d\n1;2,3;4\n")
        assert table(path, delimiter=",") == [["a;b", "c;d"], ["1;2", "3;4"]]

    def test_what_is_given_is_held_to_and_the_rest_is_found(self, write: Writing):
        path = write(b"report\nname,email\nZo\xeb,zoe@example.org\n")
        shape = detect(path, LIMITS, encoding="latin-1", delimiter=",")
        assert shape == Shape(format=Format.CSV, encoding="latin-1", delimiter=",", header_line=2)


class TestLines:
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_end_in_any_way(self, write: Writing, end: str):
        path = write(TEXT.replace("\n", end))
        assert [(record.line, record.cells) for record in found(path)] == [(2, MARIE), (3, JEAN)]

    def test_the_last_need_not_end(self, write: Writing):
        assert found(write("name,email\na,")) == [Record(2, ["a", ""])]

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_are_counted_within_quotes(self, write: Writing, end: str):
        path = write(f'name,note{end}marie,"two{end}lines"{end}{end} , {end}jean,"said ""no"""{end}')
        assert found(path) == [Record(2, ["marie", f"two{end}lines"]), Record(6, ["jean", 'said "no"'])]

    def test_quotes_within_a_cell_are_text(self, write: Writing):
        assert found(write('name,note\nmarie,5" and "x"\n'))[0].cells == ["marie", '5" and "x"']

    def test_a_quote_never_closed_is_named_where_it_opens(self, write: Writing):
        path = write('name,note\nmarie,x\njean,"two\nlines and\nmore\n')
        with pytest.raises(UnreadableFile, match="opens in line 3 "):
            found(path)


class TestCells:
    def test_missing_ones_are_empty_and_surplus_ones_counted(self, write: Writing):
        path = write("a,b,c\n1\n1,2,3,4,5\n1,2,3,, \n")
        assert found(path) == [
            Record(2, ["1", "", ""]),
            Record(3, ["1", "2", "3"], surplus=2),
            Record(4, ["1", "2", "3"]),
        ]

    def test_a_long_one_is_cut_and_told_and_spoils_no_other_row(self, write: Writing):
        long = "x" * 10_001
        path = write(f"a,b\n1,{long}\n{'y' * 10_000},2\n")
        assert found(path) == [Record(2, ["1", "x" * 10_000], too_long=(1,)), Record(3, ["y" * 10_000, "2"])]

    def test_nul_is_replaced(self, write: Writing):
        rows = "marie,dupont\n" * 10_000
        assert found(write(f"a,b\n{rows}x\0y,2\n"))[-1].cells == ["x\ufffdy", "2"]

    def test_blanks_stay(self, write: Writing):
        assert table(write("a , b\n 1, 2 \n")) == [["a ", " b"], [" 1", " 2 "]]


class TestHeader:
    def test_comes_behind_a_line_of_the_version(self, write: Writing):
        path = write("version:v1.0\nName [displayName] Required,First name [givenName]\nAnna,Anna\nJean P.,Jean\n")
        assert shape_of(path).header_line == 2
        assert [record.line for record in found(path)] == [3, 4]

    def test_comes_behind_a_preamble(self):
        path = FIXTURES / "report.csv"
        assert shape_of(path) == Shape(format=Format.CSV, delimiter=";", header_line=4)
        assert found(path)[1] == Record(
            6, ["jean.petit", "Jean", 'Petit "le grand"\nde Lyon', "jean.petit@example.org"]
        )

    def test_may_be_missing(self):
        path = FIXTURES / "no_header.csv"
        assert shape_of(path).header_line == 0
        assert table(path)[0] == ["Column 1", "Column 2", "Column 3", "Column 4", "Column 5"]
        assert [record.line for record in found(path)] == [1, 2]

    def test_can_be_overruled(self, write: Writing):
        path = write("x,y\na,b\n1,2\n")
        assert table(path, header_line=2) == [["a", "b"], ["1", "2"]]
        assert table(path, header_line=0) == [["Column 1", "Column 2"], ["x", "y"], ["a", "b"], ["1", "2"]]

    def test_ends_with_the_last_name(self, write: Writing):
        assert table(write("a,b,,d,, \n1,2,3,4,,\n")) == [["a", "b", "", "d"], ["1", "2", "3", "4"]]

    def test_alone_is_a_table(self, write: Writing):
        assert table(write("username,email\n")) == [["username", "email"]]

    @pytest.mark.parametrize("line", [2, 4, 100])
    def test_must_be_there(self, write: Writing, line: int):
        with pytest.raises(UnreadableFile, match=f"(no line {line}|Line {line} holds no names)"):
            table(write("a,b\n\n1,2\n"), header_line=line)

    @pytest.mark.parametrize(
        "row",
        ["1,2026-01-02,Marie", "Marie,Dupont,marie@example.org", "+33 6 12 34 56 78,yes,Marie"],
    )
    def test_values_are_none(self, write: Writing, row: str):
        assert shape_of(write(f"{row}\n{row}\n")).header_line == 0


class TestAnyTable:
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        rows=st.lists(
            st.lists(
                st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=2, max_size=2
            ),
            max_size=5,
        ),
        delimiter=st.sampled_from(DELIMITERS),
        end=st.sampled_from(["\n", "\r\n", "\r"]),
    )
    def test_comes_back_as_it_was_written(self, write: Writing, rows: list[list[str]], delimiter: str, end: str):
        out = StringIO(newline="")
        csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows([["a", "b"], *rows])
        path, shape = write(out.getvalue()), Shape(format=Format.CSV, delimiter=delimiter)
        kept = [row for row in rows if "".join(row).strip()]
        assert header(path, shape, LIMITS) == ["a", "b"]
        assert [record.cells for record in records(path, shape, LIMITS)] == kept
