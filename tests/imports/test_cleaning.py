"""Rows of a file: what they say by the rules of each field; the same, read one by one or by columns."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from admin_dashboard.imports.cleaning import Cleaner, Row
from admin_dashboard.imports.columns import Column, Dialect, Mapping, Reading
from admin_dashboard.models import AttributeType
from tests.imports.test_rules import attribute

TARGETS = ["username", "first_name", "email", "language", "enabled", "invite", "roles", "attribute:badge", ""]
CELLS = [
    *("", " ", "-", "--", "****", "'-", "'****", "'=1", "- ", "O'Neill", "anna.long", "Anna", "a@example.org", "x"),
    *("yes", "no", "perhaps", "fr", "de", "auditor", "7", "\n'-", "Éléonore"),
]
mappings = st.lists(st.sampled_from(TARGETS), min_size=1, max_size=6, unique=True)


def said(row: Row | None) -> Any:
    if row is None:
        return None
    return row.number, row.line, row.cells, row.wanted, [*row.problems], [*row.warnings], row.asks_invitation


def cleaner(targets: list[str], dialect: Dialect = Dialect.OTHER, **values: Any) -> Cleaner:
    columns = tuple(Column(f"H {target}", target) for target in targets)
    return Cleaner(Mapping(dialect, columns, **values), [attribute(AttributeType.TEXT)])


@given(mappings, st.lists(st.lists(st.sampled_from(CELLS), min_size=6, max_size=6), max_size=8))
def test_together_rows_are_what_they_are_one_by_one(targets: list[str], table: list[list[str]]):
    clean = cleaner(targets)
    cells = [row[: len(targets)] for row in table]
    lines = [(number, number + 1) for number in range(len(cells))]
    found = clean.rows(lines, cells)
    assert list(map(said, found)) == [said(clean.row(*line, one)) for line, one in zip(lines, cells, strict=True)]


class TestWhatIsNoPlainValue:
    def test_is_read_row_by_row(self):
        columns = Column("Name", "first_name", Reading.FULL_NAME), Column("Blocked", "enabled", Reading.INVERTED)
        clean = Cleaner(Mapping(Dialect.OTHER, columns), [])
        (row,) = clean.rows([(1, 2)], [["Anna Long", "yes"]])
        assert row
        assert row.wanted == {"first_name": "Anna", "last_name": "Long", "enabled": "no"}

    def test_may_be_an_example(self):
        assert cleaner(["first_name"], Dialect.ENTRA_CREATE).rows([(1, 4)], [["Example: Chris Green"]]) == [None]

    def test_of_groups_nobody_decided_about_is_a_warning(self):
        columns = Column("Login", "username"), Column("Groups", "roles", Reading.GROUPS)
        clean = Cleaner(Mapping(Dialect.OTHER, columns, {"/a": "auditor"}), [])
        (row,) = clean.rows([(1, 2)], [["anna.long", "/a;/b"]])
        assert row
        assert row.wanted["roles"] == "auditor"
        assert [(one.column, one.value) for one in row.warnings] == [("Groups", "/b")]

    def test_of_a_password_is_no_value(self):
        clean = cleaner(["username", "password"], passwords="use")
        (row,) = clean.rows([(1, 2)], [["anna.long", " secret "]])
        assert row
        assert (row.password, row.wanted) == (" secret ", {"username": "anna.long"})
