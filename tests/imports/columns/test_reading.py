"""What a row says about a user."""

from dataclasses import replace

import pytest

from admin_dashboard.imports.columns import Column, Dialect, Mapping, Reading, reader


def read(column: Column, cell: str, **choices: str) -> dict[str, str]:
    mapping = replace(Mapping(Dialect.OTHER, (column,)), **choices)
    return reader(mapping)([cell])


class TestRow:
    COLUMNS = (Column("email", "email"), Column("x"), Column("badge", "attribute:badge"), Column("first", "first_name"))

    def test_says_what_its_columns_are_for_and_nothing_of_others(self):
        said = reader(Mapping(Dialect.OTHER, self.COLUMNS))([" a@example.org ", "ignored", "-", "Jean"])
        assert said == {"email": "a@example.org", "attribute:badge": "-", "first_name": "Jean"}

    def test_leaves_out_what_it_does_not_say(self):
        assert reader(Mapping(Dialect.OTHER, self.COLUMNS))(["****", "x", " -- ", ""]) == {}


class TestPassword:
    COLUMN = Column("password", "password")

    def test_is_not_read_unless_somebody_says_so(self):
        assert read(self.COLUMN, "correct horse") == {}

    @pytest.mark.parametrize("cell", ["correct horse", " blank in front", "'=quoted", "-", "=1+1"])
    def test_is_exactly_what_the_cell_holds(self, cell: str):
        assert read(self.COLUMN, cell, passwords="use") == {"password": cell}

    @pytest.mark.parametrize("cell", ["", "  ", "****"])
    def test_that_is_empty_or_hidden_is_none(self, cell: str):
        assert read(self.COLUMN, cell, passwords="use") == {}


class TestInverted:
    COLUMN = Column("suspended", "enabled", Reading.INVERTED)

    @pytest.mark.parametrize(
        ("cell", "enabled"), [("yes", "no"), ("Oui", "no"), ("1", "no"), ("0", "yes"), ("faux", "yes")]
    )
    def test_yes_is_no(self, cell: str, enabled: str):
        assert read(self.COLUMN, cell) == {"enabled": enabled}

    def test_what_is_neither_is_given_on(self):
        assert read(self.COLUMN, "perhaps") == {"enabled": "perhaps"}
        assert read(self.COLUMN, " ") == {}

    def test_a_plain_one_is_given_on_as_it_is(self):
        assert read(Column("status", "enabled"), "Suspended") == {"enabled": "Suspended"}


class TestFullName:
    COLUMN = Column("name", "first_name", Reading.FULL_NAME)

    @pytest.mark.parametrize(
        ("cell", "names"),
        [
            ("Jean Luc Martin", {"first_name": "Jean Luc", "last_name": "Martin"}),
            ("Jean  Martin", {"first_name": "Jean", "last_name": "Martin"}),
            ("Jean", {"first_name": "Jean"}),
            (" ", {}),
        ],
    )
    def test_is_parted_at_the_last_blank(self, cell: str, names: dict[str, str]):
        assert read(self.COLUMN, cell) == names


class TestExample:
    CELLS = ("Example: Chris Green", "chris@contoso.com")
    COLUMNS = (Column("Name"), Column("User name", "email"))

    @pytest.mark.parametrize("first", ["Example: Chris Green", " EXAMPLE:x", "Exemple : Chris Green"])
    def test_of_a_template_says_nothing(self, first: str):
        assert reader(Mapping(Dialect.ENTRA_CREATE, self.COLUMNS))([first, self.CELLS[1]]) == {}

    def test_is_a_row_like_any_other_elsewhere(self):
        assert reader(Mapping(Dialect.OTHER, self.COLUMNS))(self.CELLS) == {"email": "chris@contoso.com"}
