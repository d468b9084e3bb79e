"""Small pieces of an import: keys in little memory, cells and sentences as they are stored, names of columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin_dashboard.core.i18n import Message, _, n_
from admin_dashboard.imports.cleaning import Cleaner
from admin_dashboard.imports.columns import Column, Dialect, Mapping
from admin_dashboard.imports.files import Format, Shape
from admin_dashboard.imports.labels import name_of
from admin_dashboard.imports.problems import (
    LONGEST_COLUMN,
    LONGEST_VALUE,
    Problem,
    dump,
    dump_message,
    load,
    load_message,
)
from admin_dashboard.imports.seen import Seen
from admin_dashboard.imports.shapes import dump_shape, lines_of, load_shape
from admin_dashboard.imports.staging import cells_of, cells_text
from tests.imports.test_rules import attribute


class TestSeen:
    @given(st.lists(st.text(max_size=4), max_size=60))
    def test_tells_the_first_with_a_key(self, keys: list[str]):
        seen, first = Seen(slots=8), {}
        for number, key in enumerate(keys, 1):
            assert seen.find(key) == first.get(key, 0)
            seen.add(key, number)
            first.setdefault(key, number)
        assert {key: seen.find(key) for key in first} == first

    def test_grows_with_very_many(self):
        seen = Seen(slots=8)
        for number in range(1, 5000):
            seen.add(f"user{number}", number)
        assert [seen.find(f"user{number}") for number in (1, 2500, 4999, 5000)] == [1, 2500, 4999, 0]


class TestCells:
    @given(st.lists(st.text(alphabet=st.characters(exclude_characters="\x1f", exclude_categories=["Cs"])), min_size=1))
    def test_are_read_as_they_were_kept(self, cells: list[str]):
        assert cells_of(cells_text(cells), len(cells)) == cells

    def test_with_the_sign_between_them_keep_their_places(self):
        assert cells_of(cells_text(["a\x1fb", "c"]), 2) == ["a\ufffdb", "c"]

    def test_that_went_with_their_user_are_empty(self):
        assert cells_of("", 3) == ["", "", ""]


MESSAGES = [
    _("Please fill this in."),
    _("A name has at least {count} characters.", count=3),
    n_("{count} user", "{count} users", 2),
    _("Now stored: {value}", value=_("Enabled")),
]


class TestProblems:
    @pytest.mark.parametrize("message", MESSAGES)
    def test_are_said_in_any_language_after_they_were_kept(self, message: Message):
        assert load_message(dump_message(message)) == message
        assert load(dump([Problem("E-mail", "x@", message)])) == (Problem("E-mail", "x@", message),)

    def test_keep_the_beginning_of_what_is_long(self):
        (kept,) = load(dump([Problem("c" * 5000, "x" * 5000, _("Now stored: {value}", value="y" * 5000))]))
        assert (len(kept.column), len(kept.value)) == (LONGEST_COLUMN, LONGEST_VALUE)
        assert len(str(kept.reason)) < LONGEST_VALUE + 20

    def test_of_which_there_are_none_take_no_room(self):
        assert (dump([]), load(None)) == (None, ())


class TestShape:
    def test_is_read_as_it_was_kept(self):
        shape = Shape(format=Format.XLSX, sheet="Staff", header_line=3)
        assert load_shape(dump_shape(shape)) == shape

    @pytest.mark.parametrize(("data", "lines"), [(b"a\nb\n", 2), (b"a\r\nb\r\n", 2), (b"a\rb\r", 2)])
    def test_tells_how_many_lines_a_text_has(self, tmp_path, data: bytes, lines: int):
        path = tmp_path / "file"
        path.write_bytes(data)
        assert lines_of(path, Shape(format=Format.CSV)) == lines

    def test_of_a_workbook_does_not(self, tmp_path):
        assert lines_of(tmp_path / "file", Shape(format=Format.XLSX)) == 0


def columns(*pairs: tuple[str, str], dialect: Dialect = Dialect.OTHER) -> Mapping:
    return Mapping(dialect, tuple(Column(header, target) for header, target in pairs))


class TestCleaner:
    def test_finds_all_that_is_wrong_with_a_row(self):
        cleaner = Cleaner(columns(("Login", "username"), ("Nom", "last_name")), [])
        row = cleaner.row(1, 2, ["x", "L0ng"])
        assert row
        assert [(one.column, one.value) for one in row.problems] == [("Login", "x"), ("Nom", "L0ng")]

    def test_refuses_a_row_that_says_nothing_of_a_user(self):
        row = Cleaner(columns(("Login", "username"), ("Shoe", "")), []).row(1, 2, ["", "9"])
        assert row
        assert [str(one.reason) for one in row.problems] == ["This row says nothing about a user."]

    def test_passes_over_the_line_of_examples(self):
        cleaner = Cleaner(columns(("Name", "first_name"), dialect=Dialect.ENTRA_CREATE), [])
        assert cleaner.row(1, 4, ["Example: Chris Green"]) is None

    def test_refuses_a_cell_that_was_cut_where_it_counts(self):
        cleaner = Cleaner(columns(("Login", "username"), ("Shoe", "")), [])
        row = cleaner.row(1, 2, ["anna.long", "9"])
        assert row
        cleaner.note(row, 2, (0, 1))
        assert [one.column for one in row.problems] == ["Login"]
        assert [str(one.reason) for one in row.warnings] == ["2 cells more than there are columns."]


class TestNameOf:
    def test_a_target_is_that_of_the_form(self):
        assert str(name_of("first_name", [])) == "First name"

    def test_an_attribute_is_its_label(self):
        assert name_of("attribute:badge", [attribute()]) == "Badge"

    def test_an_attribute_that_is_gone_is_its_key(self):
        assert name_of("attribute:size", [attribute()]) == "size"
