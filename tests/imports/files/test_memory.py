"""Reading costs the same memory whatever the size of the file."""

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from admin_dashboard.imports.files import detect, records

from .making import LIMITS, sheet, workbook

MOST = 3 * 2**20
ROWS = 6_000
PADDING = "x" * 1_000


def as_csv(path: Path) -> Path:
    path.write_text("a,b\n" + "".join(f"{number},{PADDING}\n" for number in range(ROWS)))
    return path


def as_json(path: Path) -> Path:
    path.write_text(json.dumps({"users": [{"a": number, "b": PADDING} for number in range(ROWS)]}))
    return path


def as_workbook(path: Path) -> Path:
    texts = "".join(f"<si><t>{number}</t></si><si><t>{PADDING}</t></si>" for number in range(ROWS + 1))
    cells = '<row><c t="s"><v>{0}</v></c><c t="s"><v>{1}</v></c></row>'
    rows = "".join(cells.format(2 * number, 2 * number + 1) for number in range(ROWS + 1))
    return workbook(path, sheet(rows) | {"xl/strings.xml": f"<sst>{texts}</sst>"})


@pytest.mark.parametrize("writer", [as_csv, as_json, as_workbook])
def test_is_flat(tmp_path: Path, writer: Callable[[Path], Path]):
    path = writer(tmp_path / "users")
    tracemalloc.start()
    shape = detect(path, LIMITS)
    count = sum(1 for _record in records(path, shape, LIMITS))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count in {ROWS, ROWS + 1}
    assert most < MOST
