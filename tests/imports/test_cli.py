"""`import`: users from a file, and the report of it."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col
from typer.testing import CliRunner

from admin_dashboard.cli import app
from admin_dashboard.mass_actions import queries
from admin_dashboard.models import Import, ImportState, User
from tests.conftest import WorkAs
from tests.factories import make_user

FILE = """Prénom;Nom;Identifiant;E-mail;Stadt
Élodie;Martin;elodie.martin;elodie@example.org;Lyon
Al3x;Dupont;alex.dupont;alex@example.org;Paris
Marie;Durand;marie.dupont;marie@example.org;Nice
"""


@pytest.fixture(autouse=True)
def _marie(sqlite_database: str, work_as: WorkAs) -> None:
    with work_as() as work:
        make_user(
            work.session, username="marie.dupont", first_name="Marie", last_name="Dupont", email="marie@example.org"
        )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["import", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def report(*arguments: object) -> dict[str, Any]:
    return json.loads(run(*arguments, "--json")[1])


def users(work_as: WorkAs) -> dict[str, str]:
    with work_as() as work:
        return {user.username: user.last_name for user in work.session.scalars(select(User))}


def test_good_rows_are_taken_whatever_bad_ones_do(work_as: WorkAs, file: Path) -> None:
    code, said, _ = run(file)
    assert code == 1
    assert said.splitlines() == [
        "line 3, problem: Prénom 'Al3x': Numbers are not allowed in a name.",
        "1 created, 1 updated, 0 unchanged, 1 refused, 0 warned.",
    ]
    assert users(work_as) == {"marie.dupont": "Durand", "elodie.martin": "Martin"}


def test_a_check_says_the_same_and_leaves_nothing(work_as: WorkAs, file: Path) -> None:
    assert run(file, "--check")[1].splitlines()[-1].startswith("Would be: 1 created, 1 updated")
    assert users(work_as) == {"marie.dupont": "Dupont"}
    with work_as() as work:
        assert work.session.execute(select(col(Import.state))).scalars().all() == [ImportState.DISCARDED]


def test_the_report_is_json_whose_counts_add_up(file: Path) -> None:
    made = report(file)
    assert {name: made[name] for name in ("created", "updated", "unchanged", "refused")} == {
        "created": 1,
        "updated": 1,
        "unchanged": 0,
        "refused": 1,
    }
    assert [(row["line"], row["outcome"], row["column"]) for row in made["rows"]] == [
        (2, "created", ""),
        (3, "refused", "Prénom"),
        (4, "updated", ""),
    ]


def test_the_same_file_again_changes_nobody(file: Path) -> None:
    run(file)
    assert (report(file)["unchanged"], report(file)["created"]) == (2, 0)


@pytest.mark.parametrize(("mode", "last_names"), [("create", ["Dupont", "Martin"]), ("update", ["Durand"])])
def test_the_mode_says_what_rows_may_do(work_as: WorkAs, file: Path, mode: str, last_names: list[str]) -> None:
    run(file, "--mode", mode)
    assert sorted(users(work_as).values()) == last_names


@pytest.mark.parametrize(("maps", "is_taken"), [((), False), (("--map", "stadt=attribute:location"), True)])
def test_a_column_is_for_what_is_said(file: Path, maps: tuple[str, ...], is_taken: bool) -> None:
    run(file, *maps)
    assert ("Lyon" in CliRunner().invoke(app, ["export", "--search", "elodie"]).stdout) is is_taken


def test_a_column_that_is_not_there_cannot_be_for_anything(work_as: WorkAs, file: Path) -> None:
    assert run(file, "--map", "town=attribute:location") == (1, "", "The file has no column town.\n")
    assert users(work_as) == {"marie.dupont": "Dupont"}


@pytest.mark.parametrize(("asked", "is_inviting"), [((), False), (("--invite",), True)])
def test_who_is_created_is_invited_when_asked(
    work_as: WorkAs, file: Path, asked: tuple[str, ...], is_inviting: bool
) -> None:
    run(file, *asked)
    with work_as() as work:
        job_id = work.session.scalars(select(col(Import.invite_job_id))).one()
        assert (job_id is not None) is is_inviting
        assert job_id is None or queries.row(work, job_id).asked == 1


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_what_was_exported_changes_nobody(tmp_path: Path, file: Path, format: str) -> None:
    run(file)
    path = tmp_path / f"users.{format}"
    CliRunner().invoke(app, ["export", "--format", format, "--output", str(path)])
    made = report(path)
    assert (made["unchanged"], made["warned"], len(made["rows"])) == (2, 0, 2)


def test_what_is_no_table_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "photo.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    code, said, error = run(path)
    assert (code, said, len(error.splitlines())) == (1, "", 1)
