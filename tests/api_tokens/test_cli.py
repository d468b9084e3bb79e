"""`tokens …`"""

import json

import pytest
from typer.testing import CliRunner

from admin_dashboard.cli import app
from admin_dashboard.core import api_tokens
from tests.conftest import WorkAs
from tests.factories import NOW, grant, make_user

CREATE = ("tokens", "create", "grace.hopper", "--name", "Nightly script")


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(autouse=True)
def _people(work_as: WorkAs, sqlite_database: str) -> None:
    with work_as() as work:
        grant(work.session, make_user(work.session, username="grace.hopper", first_login_at=NOW))
        make_user(work.session, username="ada.byron")


class TestTokens:
    def test_are_printed_once(self, work_as: WorkAs):
        code, output, told = run(*CREATE, "--days", "7")
        assert (code, told) == (0, "It works until 2030-01-22 12:00 UTC and is shown this once.\n")
        with work_as() as work:
            assert api_tokens.find(work.session, output.strip(), NOW)
        assert output.strip() not in run("tokens", "list", "--json")[1]

    def test_are_made_in_json(self):
        assert json.loads(run(*CREATE, "--json")[1])["token"].startswith("adm_")

    def test_are_listed(self):
        assert run("tokens", "list") == (0, "", "")
        run(*CREATE)
        line = run("tokens", "list")[1].split()
        assert line == ["1", "grace.hopper", "Nightly", "script", "never", "used", "ends", "2030-02-14"]

    def test_are_revoked(self):
        run(*CREATE)
        assert run("tokens", "revoke", "1") == (0, "Token Nightly script revoked.\n", "")
        assert run("tokens", "revoke", "1")[0] == 1
        assert json.loads(run("tokens", "list", "--json")[1]) == []

    def test_are_refused_to_who_may_not_use_them(self):
        refused = run("tokens", "create", "ada.byron", "--name", "Script")
        assert refused == (1, "", "This user may not use API tokens.\n")

    def test_take_no_other_time(self):
        assert run(*CREATE, "--days", "8") == (1, "", "days: Choose one of these: 7, 30, 90, 365.\n")
