"""`spaces …`"""

import json

import pytest
from typer.testing import CliRunner

from admin_dashboard.cli import app
from tests.conftest import WorkAs
from tests.factories import make_user


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(autouse=True)
def _people(work_as: WorkAs, sqlite_database: str) -> None:
    with work_as() as work:
        for username in ("marie.dupont", "ada.byron"):
            make_user(work.session, username=username)


class TestSpaces:
    def test_are_added_and_listed(self):
        assert run("spaces", "add", "Paris office") == (0, "Space Paris office added.\n", "")
        (space,) = json.loads(run("spaces", "list", "--json")[1])
        assert (space["name"], space["member_count"]) == ("Paris office", 0)
        assert run("spaces", "list")[1].split() == ["Paris", "office", "0", "members,", "0", "of", "them", "managers"]

    def test_of_a_name_that_is_taken_are_refused(self):
        run("spaces", "add", "Paris")
        assert run("spaces", "add", "PARIS") == (1, "", "name: Another space has this name.\n")

    def test_take_people_and_managers(self):
        run("spaces", "add", "Paris")
        assert run("spaces", "add-people", "Paris", "marie.dupont")[1] == "marie.dupont: added.\n"
        assert run("spaces", "add-people", "Paris", "marie.dupont")[1] == "marie.dupont: there already.\n"
        assert run("spaces", "add-people", "Paris", "ada.byron", "--manager")[1] == "ada.byron: added as a manager.\n"
        (space,) = json.loads(run("spaces", "list", "--json")[1])
        assert (space["member_count"], space["manager_count"]) == (2, 1)

    def test_lose_people_again(self):
        run("spaces", "add", "Paris", "--json")
        run("spaces", "add-people", "Paris", "marie.dupont")
        assert run("spaces", "remove-people", "Paris", "marie.dupont", "ada.byron")[1] == (
            "marie.dupont: removed.\nada.byron: was not there.\n"
        )

    def test_that_are_not_there_are_told_so(self):
        code, _output, errors = run("spaces", "add-people", "Rome", "marie.dupont", "no.body")
        assert (code, errors) == (
            1,
            "marie.dupont: There is no space Rome.\nno.body: There is no user no.body.\n",
        )
