"""No cell begins a formula, and every cell is read back as it was."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin_dashboard.core.spreadsheet import joined, neutral, original, parted

SIGNS = ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"]
texts = st.text(st.sampled_from(["a", "é", "1", " ", "\n", ";", '"', "'", *SIGNS]))
entries = st.text(st.sampled_from([*"aé @'-=,", ";", '"']), min_size=1).map(str.strip).filter(bool)


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", ["", '"', "'", " ", '" '])
def test_what_begins_a_formula_is_text(sign: str, before: str):
    formula = f"{before}{sign}1+1"
    assert neutral(formula).startswith("'")
    assert neutral(formula).endswith(formula)


def test_so_is_every_line():
    assert neutral("first\n=1+1\nlast") == "first\n'=1+1\nlast"


@pytest.mark.parametrize("text", ["", "Marie", "d'Arc", "marie@example.org", "Anne-Marie", "a = b", "1-2", "Élise"])
def test_what_does_not_stays(text: str):
    assert neutral(text) == text


@given(texts)
def test_is_read_back_as_it_was(text: str):
    assert original(neutral(text)) == text


@pytest.mark.parametrize("cell", ["", "'", "d'Arc", "'t Hooft", "'marie'", "it's = so"])
def test_an_apostrophe_that_hides_no_formula_stays(cell: str):
    assert original(cell) == cell


@given(texts)
def test_no_line_begins_a_formula(text: str):
    lines = re.split(r"[\r\n]", neutral(text))
    assert not [line for line in lines if line.lstrip("\"' \t")[:1] in SIGNS and not line.startswith("'")]


@pytest.mark.parametrize("cell", ["\n" * 200_000, "\n'" * 100_000, "\t" * 200_000, "' " * 100_000 + "a"])
def test_a_hostile_cell_takes_no_longer_than_its_length_says(cell: str):
    assert original(neutral(cell)) == cell


class TestList:
    @given(st.lists(entries))
    def test_is_read_back_as_it_was(self, listed: list[str]):
        assert parted(joined(listed)) == listed

    def test_is_plain_where_it_can_be(self):
        assert joined(["auditor", "help_desk@Paris"]) == "auditor;help_desk@Paris"

    def test_an_entry_with_the_separator_stands_in_quotes(self):
        assert joined(["Paris; the second", "Lyon"]) == '"Paris; the second";Lyon'

    @pytest.mark.parametrize("cell", ["a;b", " a ; b ;", "a\nb", ";;a;b", '"a";b', '"a" \n b'])
    def test_may_be_written_as_people_do(self, cell: str):
        assert parted(cell) == ["a", "b"]

    @pytest.mark.parametrize("cell", ["", ";", " ; ", '""', "\n"])
    def test_of_nothing_is_empty(self, cell: str):
        assert parted(cell) == []
