"""Where the table in a text or a sheet begins, and what separates its columns."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from io import StringIO

from .shape import Row

ROWS = 100
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?[\r\n]')
_JSON = re.compile(r'\s*(\[\s*[{\]]|\{\s*["}])')
_EMAIL = re.compile(r"<?[^@\s]+@[^@\s]+\.[^@\s]+")
_VALUE = re.compile(
    r"[+(]?\d[\d\s().,/:+'-]*|\d{4}-\d\d-\d\dT\S*|https?://\S*|true|false|yes|no|oui|non|vrai|faux", re.IGNORECASE
)
_ENOUGH = 150
"""Letters that a label does not have, and by which a value is known."""
# Between equals: what stands least often in a name or a text.
_RAREST_FIRST = ("\t", "|", ";", ",")


def is_json(sample: str) -> bool:
    """Whether a text begins as users in JSON do."""
    return _JSON.match(sample) is not None


def delimiter_of(sample: str) -> str:
    """The separator that cuts most lines into the same number of cells, the more the better; a comma when none does.

    The line `sep=;`, which Excel writes and understands, says it.
    """
    said = _SEPARATOR_LINE.match(sample)
    if said:
        return said[1]
    best = max(_RAREST_FIRST, key=lambda delimiter: _regularity(sample, delimiter))
    return best if _regularity(sample, best) else ","


def _regularity(sample: str, delimiter: str) -> float:
    """The share of lines with the most frequent number of cells, times that number; 0 when it never separates."""
    widths = Counter(len(cells) for _line, cells in rows_of(sample, delimiter))
    count, width = max(((count, width) for width, count in widths.items() if width > 1), default=(0, 0))
    return round(count / (widths.total() or 1), 1) * width


def rows_of(sample: str, delimiter: str) -> list[Row]:
    """The first rows of a text's beginning, which is shorter than the csv module's limit for one cell."""
    reader, rows, line = csv.reader(StringIO(sample, newline=""), delimiter=delimiter), [], 0
    for cells in reader:
        if any(cells):
            rows.append((line + 1, cells))
        line = reader.line_num
        if len(rows) == ROWS:
            break
    return rows


def header_line(rows: Sequence[Row]) -> int:
    """The line of the row that names the columns; 0: none does.

    It is the first one that fills at least half of the usual number of columns and reads like labels. What stands
    above and is narrower is a preamble. A full row of values, or one with an email address, says that no header comes.
    """
    filled = [(line, [cell.strip()[:_ENOUGH] for cell in cells if cell.strip()]) for line, cells in rows]
    usual = _usual_width(rows)
    for line, cells in filled:
        if len(cells) >= max(min(2, usual), usual / 2) and _are_labels(cells):
            return line
        if len(cells) >= usual or any(map(_EMAIL.fullmatch, cells)):
            return 0
    return 0


def _usual_width(rows: Sequence[Row]) -> int:
    counts = Counter(len(cells) for _line, cells in rows)
    return max(counts, key=lambda width: (counts[width], width), default=0)


def _are_labels(cells: Sequence[str]) -> bool:
    if any(_EMAIL.fullmatch(cell) or len(cell) == _ENOUGH for cell in cells):
        return False
    return sum(_VALUE.fullmatch(cell) is not None for cell in cells) * 2 < len(cells)
