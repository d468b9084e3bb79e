"""A cut that is wrong shows in sizes: the limits of docs/ARCHITECTURE.md."""

import ast
from pathlib import Path

import pytest

from .source import Function, classes, files, functions, is_screen, label, length

CODE = files("admin_dashboard", "tools", "benchmarks")
TESTS = files("tests")
MOST_LINES = 400
MOST_PARAMETERS = 4
MOST_IN_STATE = {"lines": 120, "vars": 8, "events": 10}


def by_path(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=label)


@by_path(CODE + TESTS)
def test_a_file_stays_readable_in_one_go(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@by_path(CODE)
def test_a_function_fits_on_a_screen(path: Path) -> None:
    limit = 40 if path.is_relative_to(files("admin_dashboard")[0].parent) and is_screen(path) else 30
    assert {f.name: length(f) for f in functions(path) if length(f) > limit} == {}


@by_path(TESTS)
def test_a_test_says_one_thing(path: Path) -> None:
    tests = (f for f in functions(path) if f.name.startswith("test_"))
    assert {f.name: length(f) for f in tests if length(f) > 16} == {}


@by_path(CODE)
def test_a_function_asks_for_few_things(path: Path) -> None:
    assert {f.name: _required(f) for f in functions(path) if _required(f) > MOST_PARAMETERS} == {}


def _required(function: Function) -> int:
    """Parameters a caller must think of: not `self` or the unit of work, not options by name with a default."""
    given = function.args
    positional = [a.arg for a in given.posonlyargs + given.args if a.arg not in {"self", "cls", "work", "session"}]
    return len(positional) + sum(default is None for default in given.kw_defaults)


@by_path([path for path in files("admin_dashboard") if is_screen(path)])
def test_a_state_holds_one_piece_of_screen(path: Path) -> None:
    states = [c for c in classes(path) if any("State" in ast.unparse(base) for base in c.bases)]
    too_big = {s.name: size for s in states if any((size := _size(s))[k] > most for k, most in MOST_IN_STATE.items())}
    assert too_big == {}


def _size(state: ast.ClassDef) -> dict[str, int]:
    events = [n for n in state.body if isinstance(n, Function) and "event" in ast.unparse(n).split("def ")[0]]
    variables = [n for n in state.body if isinstance(n, ast.AnnAssign)]
    return {"lines": length(state), "vars": len(variables), "events": len(events)}
