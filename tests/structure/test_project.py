"""The project as a newcomer finds it."""

import ast
import json
import re
import subprocess
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tools.pins import name_of

from .source import PACKAGE, ROOT, files, label, tree

TEXTS = {".py", ".md", ".toml", ".txt", ".po", ".css", ".js", ".json", ".ini", ".mako", ""}
OF_NO_FEATURE = {"e2e", "structure"}
# Marks of unfinished work and somebody's folders, written so that this file does not hold them itself.
UNWANTED = re.compile(r"\b(TO{0}DO|FIX{0}ME|XX{0}X)\b|/(ro{0}ot|ho{0}me|Us{0}ers)/".replace("{0}", ""))


def tracked() -> list[Path]:
    names = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, text=True).split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("path", [path for path in tracked() if path.suffix in TEXTS], ids=label)
def test_a_file_speaks_of_the_project_only(path: Path) -> None:
    assert UNWANTED.findall(path.read_text(encoding="utf-8")) == []


def test_packages_are_locked_without_naming_where_they_come_from() -> None:
    lock = (ROOT / "reflex.lock" / "bun.lock").read_text()
    assert re.findall(r"https?://[^\"]+", lock) == []
    assert json.loads((ROOT / "reflex.lock" / "package.json").read_text())["dependencies"]


def test_tests_stand_where_the_code_stands() -> None:
    tests = ROOT / "tests"
    folders = {path.parent.relative_to(tests).as_posix() for path in tests.rglob("test_*.py")} - OF_NO_FEATURE
    assert [folder for folder in folders if not (PACKAGE / folder).is_dir()] == []


@pytest.mark.parametrize("folder", sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py")))
def test_every_folder_of_code_has_tests(folder: str) -> None:
    code = [path for path in (PACKAGE / folder).rglob("*.py") if path.name != "__init__.py"]
    assert not code or list((ROOT / "tests" / folder).rglob("test_*.py"))


def requirements() -> set[str]:
    return {name_of(line) for line in (ROOT / "requirements.txt").read_text().splitlines()} - {""}


def test_what_the_code_imports_is_a_requirement() -> None:
    nodes = [node for path in files("admin_dashboard") for node in ast.walk(tree(path))]
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and node.level == 0]
    packages = packages_distributions()
    brought = {name_of(package) for name in names for package in packages.get(name.partition(".")[0], ())}
    # Parts that a requirement is cut into have its name in front.
    assert [name for name in brought if not name.startswith(tuple(requirements()))] == []


def test_every_requirement_is_explained() -> None:
    table = (ROOT / "docs" / "decisions" / "0009-dependencies.md").read_text()
    first_column = ", ".join(re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE))
    assert requirements() - set(first_column.split(", ")) == set()


def test_every_requirement_is_pinned() -> None:
    files = (
        ROOT / name
        for name in ("requirements.txt", "requirements-dev.txt", "constraints.txt", "benchmarks/requirements.txt")
    )
    lines = [line for file in files for line in file.read_text().splitlines() if line and line[0] not in "-#"]
    assert [line for line in lines if "==" not in line] == []
