"""`users disable …` of all whom filters find, and `mass …`."""

import csv
import json

import pytest
from sqlmodel import col, select
from typer.testing import CliRunner

from admin_dashboard.cli import app
from admin_dashboard.models import AuditEntry, Message, User
from tests.conftest import WorkAs
from tests.factories import NOW, make_user

NEVER = ("--filter", "Never connected")


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(autouse=True)
def _people(work_as: WorkAs, sqlite_database: str) -> None:
    with work_as() as work:
        for username in ("marie.dupont", "ada.byron"):
            make_user(work.session, username=username)
        make_user(work.session, username="jane.seen", first_login_at=NOW)


def enabled(work_as: WorkAs) -> list[str]:
    with work_as() as work:
        found = work.session.exec(select(User.username).where(col(User.is_enabled)).order_by(User.username))
        return list(found)


class TestFiltered:
    def test_does_it_to_all_who_match(self, work_as: WorkAs):
        code, output, _ = run("users", "disable", *NEVER, "--reason", "Left")
        assert (code, output.splitlines()) == (0, ["Action 1: disable, done: 2 of 2 done, 0 left out, 0 failed"])
        assert enabled(work_as) == ["jane.seen"]
        with work_as() as work:
            told = work.session.exec(select(AuditEntry.detail).where(AuditEntry.action == "user.disabled")).all()
            assert all('"reason": "Left"' in (one or "") for one in told)

    def test_checks_first_and_writes_nothing(self, work_as: WorkAs):
        code, output, error = run("users", "invite", "--all", "--check")
        assert (code, output.splitlines(), error) == (
            0,
            [
                "2 of 3 would be changed.",
                "  1 left out: This user already uses the platform.",
                "Sessions that would end: 0. Mails: 2.",
            ],
            "Nothing was done.\n",
        )
        with work_as() as work:
            assert not work.session.exec(select(Message)).all()

    def test_checks_in_json(self):
        found = json.loads(run("users", "disable", "--search", "ada", "--check", "--json")[1])
        assert (found["asked"], found["will_change"], found["skipped"]) == (1, 1, {})

    def test_enabling_looks_among_the_disabled(self, work_as: WorkAs):
        run("users", "disable", *NEVER)
        run("users", "enable", "--search", "marie")
        assert enabled(work_as) == ["jane.seen", "marie.dupont"]

    @pytest.mark.parametrize("wrong", [[], ["marie.dupont", "--all"], ["marie.dupont", *NEVER]])
    def test_is_told_whom_by_names_or_by_filters(self, work_as: WorkAs, wrong: list[str]):
        assert run("users", "disable", *wrong)[0] == 2
        assert len(enabled(work_as)) == 3

    def test_of_nobody_is_refused(self):
        assert run("users", "disable", "--search", "nobody") == (1, "", "Nobody is selected.\n")


class TestNamed:
    def test_are_one_action_when_there_is_a_reason(self, work_as: WorkAs):
        run("users", "disable", "marie.dupont", "ada.byron", "--reason", "Left")
        (action,) = json.loads(run("mass", "list", "--json")[1])
        assert (action["asked"], action["done"], action["reason"]) == (2, 2, "Left")

    def test_are_deleted_only_with_a_yes(self, work_as: WorkAs):
        assert run("users", "delete", "marie.dupont")[0] == 2
        assert len(enabled(work_as)) == 3
        assert run("users", "delete", "marie.dupont", "--yes")[0] == 0
        assert len(enabled(work_as)) == 2


class TestMass:
    @pytest.fixture(autouse=True)
    def _one(self, _people: None) -> None:
        run("users", "disable", *NEVER)

    def test_lists_the_latest(self):
        assert run("mass", "list")[1].split(maxsplit=3)[3] == "disable, done: 2 of 2 done, 0 left out, 0 failed\n"

    def test_shows_why_people_were_left_out(self):
        run("users", "disable", *NEVER, "--state", "any")
        assert run("mass", "show", "2")[1].splitlines() == [
            "Action 2: disable, done: 0 of 2 done, 2 left out, 0 failed",
            "  2: Already disabled.",
        ]

    def test_undoes(self, work_as: WorkAs):
        assert run("mass", "undo", "1")[0] == 0
        assert len(enabled(work_as)) == 3

    def test_has_nothing_to_retry(self):
        assert run("mass", "retry", "1") == (1, "", "Nobody is selected.\n")

    def test_cancels_no_more(self):
        assert run("mass", "cancel", "1")[1] == "It had ended already.\n"

    def test_reports_everybody(self, tmp_path):
        rows = list(csv.DictReader(run("mass", "report", "1")[1].splitlines()))
        assert [(row["Username"], row["Outcome"]) for row in rows] == [("marie.dupont", "Done"), ("ada.byron", "Done")]
        run("mass", "report", "1", "-o", str(tmp_path / "report.csv"))
        assert (tmp_path / "report.csv").read_text().count("\n") == 3

    def test_of_what_is_not_there_is_refused(self):
        assert run("mass", "show", "9")[0] == 1
