"""`attributes …`"""

import json

import pytest
from typer.testing import CliRunner

from admin_dashboard.cli import app
from tests.conftest import WorkAs
from tests.factories import give_value, make_user

pytestmark = pytest.mark.usefixtures("sqlite_database")
BADGE = ("attributes", "add", "badge", "--label-en", "Badge")


def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments), input=typed)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def listed() -> dict[str, dict]:
    return {row["key"]: row for row in json.loads(run("attributes", "list", "--json")[1])}


class TestAttributes:
    def test_are_listed_with_how_many_have_a_value(self, work_as: WorkAs):
        with work_as() as work:
            give_value(work.session, make_user(work.session), "phone", "12")
        assert listed()["phone"]["users"] == 1
        lines = run("attributes", "list")[1].splitlines()
        assert [line.split()[0] for line in lines] == ["function", "organization", "location", "phone", "time_zone"]

    def test_are_added(self):
        options = ("--label-fr", "Insigne", "--type", "choice", "--choice", "Red", "--choice", "Green", "--required")
        assert run(*BADGE, *options) == (0, "Attribute badge added.\n", "")
        row = listed()["badge"]
        assert (row["label_fr"], row["choices"], row["is_required"]) == ("Insigne", ["Red", "Green"], True)

    def test_are_called_in_french_as_in_english_unless_told(self):
        run(*BADGE)
        assert listed()["badge"]["label_fr"] == "Badge"

    def test_that_break_a_rule_are_refused_in_one_sentence(self):
        assert run(*BADGE, "--type", "choice")[2].startswith("choices: Enter at least one choice")
        assert run("attributes", "add", "function", "--label-en", "F")[2] == "key: Another attribute has this key.\n"

    def test_are_changed_where_told(self):
        assert run("attributes", "edit", "location", "--label-en", "City", "--required")[0] == 0
        row = listed()["location"]
        assert (row["label_en"], row["label_fr"], row["is_required"]) == ("City", "Lieu", True)
        assert run("attributes", "edit", "location", "--optional")[0] == 0
        assert not listed()["location"]["is_required"]

    def test_are_moved(self):
        assert run("attributes", "move", "location", "up")[1] == "Attribute location moved up.\n"
        assert list(listed())[:3] == ["function", "location", "organization"]
        assert run("attributes", "move", "function", "up")[1] == "Attribute function is there already.\n"

    def test_are_deleted_after_a_question_that_says_how_many_lose_a_value(self, work_as: WorkAs):
        run(*BADGE)
        with work_as() as work:
            give_value(work.session, make_user(work.session), "badge", "12")
        code, output, _errors = run("attributes", "delete", "badge", typed="n\n")
        assert code == 1
        assert "1 users lose a value" in output
        assert "badge" in listed()
        assert run("attributes", "delete", "badge", "--yes")[1] == "Attribute badge deleted; 1 users lost a value.\n"
        assert "badge" not in listed()

    def test_that_are_not_there_are_told_so(self):
        assert run("attributes", "delete", "nothing", "--yes") == (1, "", "There is no attribute nothing.\n")
