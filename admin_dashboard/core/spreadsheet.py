"""Cells of files that spreadsheets open: shown and never computed, read back as they were, and lists in one cell."""

import csv
import re
from collections.abc import Iterable

SEPARATOR = ";"

_SIGNS = "=+-@\t\r＝＋－＠"
# What may stand before a formula's sign, from the beginning of a cell or line on. Taken as a whole, whatever follows:
# to look ahead from each of very many line breaks would take minutes.
_LEAD = re.compile(r"""(?:^|[\r\n])["'\s]*""")
_BREAK = re.compile(r"[\r\n]")
_MARKED_BREAK = re.compile(r"([\r\n])'")


def neutral(text: str) -> str:
    """The text with an apostrophe before what would begin a formula, at its start, after a quote or a line break."""
    # The usual cell, told apart ten times as fast.
    if text[:1].isalnum() and text.isprintable():
        return text
    return _LEAD.sub(_mark, text)


def original(cell: str) -> str:
    """The text that `neutral` made this cell of. Other apostrophes stay."""
    return _LEAD.sub(_unmark, cell) if "'" in cell else cell


def _mark(lead: re.Match[str]) -> str:
    before, rest = _before_sign(lead)
    if before is None:
        return rest
    first = "'" if lead.start() == 0 else ""
    return first + _BREAK.sub(r"\g<0>'", before) + rest


def _unmark(lead: re.Match[str]) -> str:
    before, rest = _before_sign(lead)
    if before is None:
        return rest
    first = before.removeprefix("'") if lead.start() == 0 else before
    return _MARKED_BREAK.sub(r"\1", first) + rest


def _before_sign(lead: re.Match[str]) -> tuple[str | None, str]:
    """What a formula's sign follows, None when there is none, and the rest."""
    found, follows = lead[0], lead.string[lead.end() : lead.end() + 1]
    if follows and follows in _SIGNS:
        return found, ""
    # Tabs and carriage returns are signs, too.
    last = max(found.rfind("\t"), found.rfind("\r"))
    return (None, found) if last < 0 else (found[:last], found[last:])


def joined(entries: Iterable[str]) -> str:
    """A list in one cell: `a;b`. An entry that holds the separator, or begins with a quote, stands in quotes."""
    return SEPARATOR.join(_quoted(entry) if SEPARATOR in entry or entry[:1] == '"' else entry for entry in entries)


def parted(cell: str) -> list[str]:
    """The entries of a list in one cell, as `joined` writes them; each trimmed, line breaks part them too."""
    if '"' not in cell:
        lines = [cell.replace("\n", SEPARATOR).split(SEPARATOR)]
    else:
        lines = list(csv.reader(cell.splitlines(), delimiter=SEPARATOR, skipinitialspace=True))
    return [entry.strip() for line in lines for entry in line if entry.strip()]


def _quoted(entry: str) -> str:
    doubled = entry.replace('"', '""')
    return f'"{doubled}"'
