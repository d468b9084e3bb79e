"""The users' commands on both databases: the same rules as through the services, told on standard error."""

import json
from datetime import timedelta
from typing import Any, get_args

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from admin_dashboard.cli import app
from admin_dashboard.core.passwords import is_password
from admin_dashboard.db.order import SortColumn
from admin_dashboard.models import AuditEntry, Link, Message, Source, User
from admin_dashboard.users.cli import Column
from admin_dashboard.users.cli_filters import SourceName
from tests.conftest import WorkAs
from tests.factories import NOW, give_value, grant, make_administrator, make_space, make_user
from tests.users.acting import ELEONORE, GOOD_PASSWORD

pytestmark = pytest.mark.usefixtures("database")
NAMES = ["--first-name", "Éléonore", "--last-name", "D'Arc", "--email", "eleonore@example.org"]


def run(*arguments: str, stdin: str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments), input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def read(*arguments: str) -> Any:
    code, output, _errors = run(*arguments, "--json")
    assert code == 0
    return json.loads(output)


def only_user(work_as: WorkAs) -> User:
    with work_as() as work:
        return work.session.exec(select(User)).one()


class TestAdd:
    def test_adds_a_user_by_the_command_line(self, work_as: WorkAs):
        made = read("users", "add", "--username", "eleonore.darc", *NAMES, "--password", GOOD_PASSWORD)
        user = only_user(work_as)
        assert made == {"id": user.id, "username": "eleonore.darc", "email": "eleonore@example.org", "invited": False}
        assert is_password(user.password_hash, GOOD_PASSWORD)
        with work_as() as work:
            assert work.session.exec(select(AuditEntry.door)).all() == ["command line"]

    def test_reads_the_password_from_standard_input(self, work_as: WorkAs):
        assert run("users", "add", *NAMES, "--password", "-", stdin=f"{GOOD_PASSWORD}\n")[0] == 0
        assert is_password(only_user(work_as).password_hash, GOOD_PASSWORD)

    def test_invites_in_the_same_go(self, work_as: WorkAs):
        assert run("users", "add", *NAMES, "--invite")[1] == "User eleonore.darc added and invited.\n"
        with work_as() as work:
            assert len(work.session.exec(select(Message)).all()) == 1

    def test_tells_what_is_taken(self):
        run("users", "add", *NAMES)
        code, _output, errors = run("users", "add", "--username", "eleonore.darc", *NAMES)
        assert (code, errors) == (
            1,
            "username: This username is taken. email: Another user has this email address.\n",
        )

    def test_without_a_mandatory_field_is_wrong_usage(self):
        assert run("users", "add", "--first-name", "Éléonore")[0] == 2


class TestList:
    @pytest.fixture(autouse=True)
    def _people(self, work_as: WorkAs, database: str) -> None:
        with work_as() as work:
            make_user(work.session, username="new.user", first_name="Anna", last_name="Able")
            make_user(work.session, username="invited.user", enrolled_at=NOW, last_name="Baker")
            make_user(work.session, username="joined.user", enrolled_at=NOW, first_login_at=NOW, last_name="Clark")
            make_user(work.session, username="present.user", first_login_at=NOW, last_name="Davis")
            make_user(work.session, username="outside.user", is_external=True, last_name="Evans")
            make_user(work.session, username="gone.user", is_enabled=False, last_name="Foster")

    def listed(self, *arguments: str) -> list[str]:
        return [user["username"].removesuffix(".user") for user in read("users", "list", *arguments)]

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("Connected", ["joined", "present"]),
            ("Never connected", ["new", "invited", "outside"]),
            ("Enrolled", ["invited", "joined"]),
            ("Never enrolled", ["new"]),
            ("No enrollment possible", ["present", "outside"]),
            ("Internal", ["new", "invited", "joined", "present"]),
            ("External", ["outside"]),
        ],
    )
    def test_has_the_seven_filters_by_their_names(self, name: str, expected: list[str]):
        assert self.listed("--filter", name) == expected

    def test_filters_combine(self):
        assert self.listed("--filter", "Never connected", "--filter", "Internal") == ["new", "invited"]
        assert self.listed("--filter", "Enrolled", "--filter", "Never enrolled") == ["new", "invited", "joined"]

    @pytest.mark.parametrize(
        ("options", "expected"),
        [
            (["--source", "csv", "--source", "ldap"], ["new", "invited"]),
            (["--role", "help_desk"], ["joined"]),
            (["--space", "Design", "--state", "any"], ["present", "gone"]),
            (["--attribute", "location=ÉVREUX", "--attribute", "location=Lyon"], ["new", "present"]),
            (["--attribute", "location=Lyon", "--attribute", "phone=5"], []),
            (["--seen-from", "2030-01-15", "--seen-to", "2030-01-15"], ["joined", "present"]),
            (["--seen-to", "2030-01-14"], []),
            (["--created-from", "2030-01-16"], ["outside"]),
            (["--created-to", "2030-01-15", "--filter", "Connected", "--role", "help_desk"], ["joined"]),
        ],
    )
    def test_filters_by_all_the_list_does(self, options: list[str], expected: list[str], work_as: WorkAs):
        with work_as() as work:
            users = {user.username.removesuffix(".user"): user for user in work.session.exec(select(User))}
            users["new"].source, users["invited"].source = Source.CSV, Source.LDAP
            users["outside"].created_at = NOW + timedelta(days=1)
            grant(work.session, users["joined"], "help_desk")
            make_space(work.session, "Design", users["present"], users["gone"])
            for name, town in (("new", "Évreux"), ("present", "Lyon")):
                give_value(work.session, users[name], "location", town)
        assert self.listed(*options) == expected

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            (["--role", "king"], "There is no such role.\n"),
            (["--space", "Nowhere"], "There is no space Nowhere.\n"),
            (["--attribute", "shoe=43"], "There is no attribute shoe.\n"),
        ],
    )
    def test_tells_what_there_is_not(self, wrong: list[str], sentence: str):
        assert run("users", "list", *wrong)[::2] == (1, sentence)

    def test_knows_every_source(self):
        assert [name.value for name in SourceName] == [source.value for source in Source]

    def test_shows_enabled_users_unless_told_otherwise(self):
        assert "gone" not in self.listed()
        assert self.listed("--state", "disabled") == ["gone"]
        assert len(self.listed("--state", "any")) == 6

    def test_searches(self):
        assert self.listed("--search", "ann abl") == ["new"]

    def test_sorts_both_ways(self):
        assert self.listed("--sort", "username") == ["invited", "joined", "new", "outside", "present"]
        assert self.listed("--sort", "username", "--descending")[0] == "present"

    def test_says_when_there_are_more(self):
        code, output, errors = run("users", "list", "--limit", "2")
        assert (code, output.count("\n"), errors) == (0, 2, "2 of 5 shown; --limit shows more.\n")

    def test_says_nothing_when_all_are_shown(self):
        assert run("users", "list")[2] == ""

    def test_gives_every_fact_as_json(self):
        (user,) = read("users", "list", "--search", "joined.user")
        assert (user["enrollment"], user["envelope"], user["is_connected"]) == ("enrolled", "joined", True)
        assert user["first_login_at"] == NOW.isoformat()
        assert "password_hash" not in user

    @pytest.mark.parametrize(
        "wrong", [["--filter", "Nobody"], ["--state", "asleep"], ["--sort", "shoe_size"], ["--seen-to", "x"]]
    )
    def test_of_something_unknown_is_wrong_usage(self, wrong: list[str]):
        assert run("users", "list", *wrong)[0] == 2

    def test_knows_every_column_of_the_list(self):
        assert set(get_args(Column)) == {str(column) for column in set(SortColumn) - {SortColumn.ATTRIBUTE}}


def test_a_long_list_comes_whole(work_as: WorkAs):
    with work_as() as work:
        names = [make_user(work.session).username for _number in range(230)]
    assert [user["username"] for user in read("users", "list", "--sort", "created", "--limit", "0")] == names
    assert len(read("users", "list", "--limit", "150")) == 150


class TestShow:
    def test_gives_the_record_with_rights_and_history(self, work_as: WorkAs):
        with work_as() as work:
            username = make_administrator(work.session).username
        run("users", "edit", username, "--last-name", "Durand")
        (user,) = read("users", "show", username)
        assert (user["last_name"], user["roles"], len(user["rights"])) == ("Durand", ["administrator"], 18)
        assert [line["action"] for line in user["history"]] == ["user.edited"]

    def test_prints_it_for_people(self, work_as: WorkAs):
        with work_as() as work:
            usernames = [make_administrator(work.session, disabled_at=NOW).username, make_user(work.session).username]
        code, output, _errors = run("users", "show", *usernames)
        assert code == 0
        assert all(username in output for username in usernames)
        assert "disabled at:            2030-01-15 12:00 UTC" in output

    def test_of_nobody_is_one_sentence(self):
        assert run("users", "show", "no.body") == (1, "", "There is no user no.body.\n")


class TestEdit:
    @pytest.fixture(autouse=True)
    def _marie(self, work_as: WorkAs, database: str) -> None:
        with work_as() as work:
            make_user(work.session, **{**ELEONORE, "password": None})

    def test_changes_only_what_is_given(self, work_as: WorkAs):
        assert run("users", "edit", "eleonore.darc", "--email", "new@example.org")[0] == 0
        user = only_user(work_as)
        assert (user.email, user.first_name, user.last_name) == ("new@example.org", "Éléonore", "D'Arc")

    def test_may_set_the_password_alone(self, work_as: WorkAs):
        assert run("users", "edit", "eleonore.darc", "--password", "-", stdin=GOOD_PASSWORD)[0] == 0
        assert only_user(work_as).password_is_temporary

    def test_sets_a_temporary_password_too(self, work_as: WorkAs):
        changed = read("users", "edit", "eleonore.darc", "--last-name", "Dupont", "--password", GOOD_PASSWORD)
        assert (changed["last_name"], changed["password_is_temporary"]) == ("Dupont", True)
        assert is_password(only_user(work_as).password_hash, GOOD_PASSWORD)

    def test_is_all_or_nothing(self, work_as: WorkAs):
        assert run("users", "edit", "eleonore.darc", "--last-name", "D", "--password", GOOD_PASSWORD)[0] == 1
        assert only_user(work_as).password_hash is None

    def test_of_nothing_is_wrong_usage(self):
        assert run("users", "edit", "eleonore.darc")[0] == 2


class TestEach:
    @pytest.fixture(autouse=True)
    def _people(self, work_as: WorkAs, database: str) -> None:
        with work_as() as work:
            make_user(work.session, username="marie.dupont")
            make_administrator(work.session, username="ada.byron")

    def test_is_disabled_and_enabled(self):
        assert run("users", "disable", "marie.dupont")[1] == "marie.dupont: disabled.\n"
        assert run("users", "disable", "marie.dupont")[1] == "marie.dupont: already disabled.\n"
        assert read("users", "enable", "marie.dupont") == [{"username": "marie.dupont", "outcome": "enabled"}]

    def test_is_invited(self, work_as: WorkAs):
        assert run("users", "invite", "marie.dupont")[:2] == (0, "marie.dupont: invited.\n")
        with work_as() as work:
            assert len(work.session.exec(select(Link)).all()) == 1

    def test_one_refusal_stops_nobody_else(self):
        code, output, errors = run("users", "disable", "ada.byron", "no.body", "marie.dupont")
        assert (code, output) == (1, "marie.dupont: disabled.\n")
        assert errors == ("ada.byron: This is the last enabled administrator.\nno.body: There is no user no.body.\n")

    def test_a_refusal_stands_in_the_json_too(self):
        code, output, _errors = run("users", "invite", "ada.byron", "--json")
        assert code == 1
        assert json.loads(output)[0]["outcome"] == "refused"
