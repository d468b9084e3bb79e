"""Cells that a spreadsheet shows and never computes."""

import re

_FORMULA = re.compile(r"""(^|[\r\n])(?=["'\s]*[=+\-@\t\r＝＋－＠])""")


def neutral(text: str) -> str:
    """The text with an apostrophe before what would begin a formula, at its start, after a quote or a line break."""
    return _FORMULA.sub(r"\1'", text)
