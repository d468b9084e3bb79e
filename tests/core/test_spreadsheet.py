"""No cell begins a formula."""

import pytest

from admin_dashboard.core.spreadsheet import neutral


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
@pytest.mark.parametrize("before", ["", '"', "'", " ", '" '])
def test_what_begins_a_formula_is_text(sign: str, before: str):
    formula = f"{before}{sign}1+1"
    assert neutral(formula).startswith("'")
    assert neutral(formula).endswith(formula)


def test_so_is_every_line():
    assert neutral("first\n=1+1\nlast") == "first\n'=1+1\nlast"


@pytest.mark.parametrize("text", ["", "Marie", "d'Arc", "marie@example.org", "Anne-Marie", "a = b", "1-2"])
def test_what_does_not_stays(text: str):
    assert neutral(text) == text
