"""`export`: who is in the file, and where it goes."""

import json
from pathlib import Path

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from admin_dashboard.cli import app
from admin_dashboard.models import AuditEntry
from tests.conftest import WorkAs
from tests.factories import NOW, make_user

from .exporting import read_csv, read_workbook


@pytest.fixture(autouse=True)
def _people(sqlite_database: str, work_as: WorkAs) -> None:
    with work_as() as work:
        make_user(work.session, username="marie.dupont", first_name="Marie")
        make_user(work.session, username="jane.seen", first_login_at=NOW)
        make_user(work.session, username="jane.gone", is_enabled=False)


def run(*arguments: str) -> tuple[int, bytes, str]:
    result = CliRunner().invoke(app, ["export", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout_bytes, result.stderr


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ((), ["marie.dupont", "jane.seen"]),
        (("--state", "any"), ["marie.dupont", "jane.seen", "jane.gone"]),
        (("--filter", "Never connected"), ["marie.dupont"]),
        (("--search", "jan", "--state", "disabled"), ["jane.gone"]),
    ],
)
def test_goes_to_standard_output(asked: tuple[str, ...], found: list[str]) -> None:
    code, output, _ = run(*asked)
    assert (code, [row["username"] for row in read_csv(output)]) == (0, found)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_goes_into_a_file_of_its_owners_alone(tmp_path: Path, format: str) -> None:
    path = tmp_path / f"users.{format}"
    code, output, said = run("--format", format, "--output", str(path))
    assert (code, output, said) == (0, b"", f"2 users written to {path}.\n")
    assert path.stat().st_mode & 0o077 == 0
    rows = read_workbook(path.read_bytes())[1:] if format == "xlsx" else read_csv(path.read_bytes())
    assert len(rows) == 2


def test_of_a_workbook_asks_for_a_file() -> None:
    code, _output, error = run("--format", "xlsx")
    assert code == 2
    assert "--output" in error


def test_of_nobody_says_so() -> None:
    assert run("--search", "nobody") == (1, b"", "There is nobody to export.\n")


def test_stands_in_the_audit_trail(work_as: WorkAs) -> None:
    run("--filter", "Never connected")
    with work_as() as work:
        entry = work.session.exec(select(AuditEntry).where(AuditEntry.action == "users.exported")).one()
    assert entry.door == "command line"
    assert json.loads(entry.detail or "")["filters"] == "connection=never_connected"
