"""The command line as a whole, and the commands that belong to no feature."""

import json
import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select
from typer.testing import CliRunner

from admin_dashboard import demo, settings_doc
from admin_dashboard.build import CannotStart
from admin_dashboard.cli import app
from admin_dashboard.cli_tools import asked_password
from admin_dashboard.core.passwords import is_password
from admin_dashboard.core.permissions import BUILT_IN_ROLES
from admin_dashboard.db.engine import engine
from admin_dashboard.models import Message, User
from admin_dashboard.roles.queries import roles_of
from admin_dashboard.settings import Settings, settings
from tests.conftest import WorkAs
from tests.factories import NOW, make_message, make_user
from tests.users.acting import GOOD_PASSWORD
from tests.waiting import wait_until

ROOT = Path(__file__).parents[1]
ADA = ["--first-name", "Ada", "--last-name", "Byron", "--email", "ada@example.org"]


def run(*arguments: str, stdin: str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments), input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


class TestRefusals:
    def test_an_empty_database_says_what_to_do(self):
        code, _output, errors = run("users", "list")
        assert (code, errors) == (
            1,
            "The database is not up to date: run `python -m admin_dashboard db upgrade`.\n",
        )

    def test_an_empty_postgresql_says_the_same(self, postgresql_database: str):
        with engine().begin() as connection:
            connection.exec_driver_sql("DROP TABLE users CASCADE")
        assert "db upgrade" in run("users", "list")[2]

    def test_a_database_that_does_not_answer_is_one_sentence(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("DATABASE_URL", "postgresql://nobody:hidden@127.0.0.1:9/none")
        code, _output, errors = run("users", "list")
        assert (code, errors.count("\n")) == (1, 1)
        assert errors.startswith("The database does not answer: ")
        assert "hidden" not in errors

    def test_a_wrong_setting_is_named(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("PORT", "99999999")
        assert run("users", "list")[2].startswith("A setting is wrong. PORT: ")

    @pytest.mark.parametrize("url", ["mysql://root:hidden@localhost/x", "sqlite:", "postgresql://u:hidden@h:port/x"])
    def test_a_database_of_no_kind_we_speak_is_one_sentence(self, monkeypatch: pytest.MonkeyPatch, url: str):
        monkeypatch.setenv("DATABASE_URL", url)
        code, _output, errors = run("users", "list")
        assert (code, errors.count("\n"), "hidden" in errors) == (1, 1, False)
        assert errors.startswith("A setting is wrong. DATABASE_URL: Must be sqlite:///path or postgresql://")

    def test_a_bug_stays_a_bug(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("admin_dashboard.settings_doc.values", lambda: 1 / 0)
        assert isinstance(CliRunner().invoke(app, ["settings"]).exception, ZeroDivisionError)

    def test_a_broken_rule_of_the_database_stays_a_bug(self, monkeypatch: pytest.MonkeyPatch):
        def break_it() -> None:
            raise IntegrityError("INSERT …", None, Exception("CHECK constraint failed"))

        monkeypatch.setattr("admin_dashboard.settings_doc.values", break_it)
        assert isinstance(CliRunner().invoke(app, ["settings"]).exception, IntegrityError)


class TestAdmin:
    def test_create_makes_an_administrator_with_a_lasting_password(self, database: str, work_as: WorkAs):
        code, output, _errors = run("admin", "create", *ADA, stdin=f"{GOOD_PASSWORD}\n")
        assert (code, output) == (0, "Administrator ada.byron created.\n")
        with work_as() as work:
            user = work.session.exec(select(User)).one()
            assert [role.key for role in roles_of(work.session, user.id or 0)] == ["administrator"]
        assert is_password(user.password_hash, GOOD_PASSWORD)
        assert not user.password_is_temporary

    def test_create_obeys_the_rules_of_passwords(self, sqlite_database: str):
        code, _output, errors = run("admin", "create", *ADA, "--password", "ada", "--json")
        assert (code, errors) == (1, "password: Use at least 10 characters.\n")

    def test_create_asks_for_the_password_on_a_terminal(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("getpass.getpass", lambda _prompt: GOOD_PASSWORD)
        assert asked_password("-") == GOOD_PASSWORD

    def test_create_prints_json(self, sqlite_database: str):
        output = run("admin", "create", *ADA, "--password", GOOD_PASSWORD, "--username", "ada.b", "--json")[1]
        assert json.loads(output)["username"] == "ada.b"


class TestAudit:
    def test_verify_finds_a_whole_trail(self, database: str):
        run("admin", "create", *ADA, stdin=f"{GOOD_PASSWORD}\n")
        assert run("audit", "verify") == (0, "The audit trail is whole.\n", "")
        assert run("audit", "verify", "--json") == (0, "[]\n", "")

    def test_verify_names_the_place_of_a_fault(self, sqlite_database: str, work_as: WorkAs):
        with work_as() as work:
            work.record("user.created", 1)
        with work_as() as work:
            connection = work.session.connection()
            connection.exec_driver_sql("DROP TRIGGER audit_entries_update")
            connection.exec_driver_sql("UPDATE audit_entries SET action = 'user.enabled'")
        assert run("audit", "verify") == (1, "", "Batch 1: the seal does not fit the entries.\n")


class TestMail:
    def test_list_and_show_what_was_caught(self, database: str, work_as: WorkAs):
        with work_as() as work:
            mail = make_message(work.session, make_user(work.session), body_text="Dear Jane")
        assert "You are invited" in run("mail", "list")[1]
        assert json.loads(run("mail", "list", "--json")[1])[0]["id"] == mail.id
        assert "Dear Jane" in run("mail", "show", str(mail.id))[1]
        assert json.loads(run("mail", "show", str(mail.id), "--json")[1])["text"] == "Dear Jane"

    def test_show_of_no_mail_is_one_sentence(self, sqlite_database: str):
        assert run("mail", "show", "4711") == (1, "", "This does not exist, or you may not see it.\n")

    def test_with_a_mail_server_there_is_no_catcher(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("SMTP_URL", "smtp://localhost")
        assert run("mail", "list")[0] == 1


class TestDatabase:
    def test_upgrade_makes_the_database_and_may_run_again(self):
        for _time in range(2):
            assert run("db", "upgrade")[1].startswith("The database is at revision ")

    def test_seed_adds_people(self, sqlite_database: str, work_as: WorkAs):
        assert run("seed", "--users", "30", "--seed", "7")[1] == "30 users added.\n"
        with work_as() as work:
            assert len(work.session.exec(select(User.id)).all()) == 30


class TestDemo:
    @pytest.fixture(autouse=True)
    def _small(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(demo, "USERS", 12)

    def test_makes_one_sign_in_a_built_in_role(self, database: str, work_as: WorkAs):
        output = run("demo")[1]
        printed = re.findall(r"(\S+@demo.example) +(\S+)", output)
        with work_as() as work:
            users = {user.email: user for user in work.session.exec(select(User))}
            roles = [role.key for email, _password in printed for role in roles_of(work.session, users[email].id or 0)]
        assert roles == list(BUILT_IN_ROLES)
        assert all(is_password(users[email].password_hash, password) for email, password in printed)
        assert len(users) == 12

    def test_may_be_asked_again(self, sqlite_database: str, work_as: WorkAs):
        assert run("demo")[1] != run("demo")[1]
        with work_as() as work:
            assert len(work.session.exec(select(User.id)).all()) == 12

    def test_leaves_a_used_site_alone(self, sqlite_database: str, work_as: WorkAs):
        with work_as() as work:
            make_user(work.session)
        assert run("demo")[0] == 1


class TestSettings:
    def test_are_shown_without_secrets(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("SMTP_URL", "smtp://me:hidden@localhost")
        output = run("settings")[1]
        assert "SMTP_URL=(set)\n" in output
        assert "EMBEDDED_WORKER=true\n" in output
        assert "hidden" not in output
        assert json.loads(run("settings", "--json")[1])["ADMIN_PASSWORD"] == "(not set)"

    def test_page_is_up_to_date(self):
        assert settings_doc.PAGE.read_text() == settings_doc.markdown(), (
            "run: python -m admin_dashboard settings --markdown"
        )

    def test_page_is_written(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(settings_doc, "PAGE", tmp_path / "configuration.md")
        assert run("settings", "--markdown")[0] == 0
        assert (tmp_path / "configuration.md").read_text() == settings_doc.markdown()

    def test_each_says_what_it_means(self):
        assert all(field.description for field in Settings.model_fields.values())


class TestServe:
    @pytest.fixture(autouse=True)
    def greetings(self, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
        given: list[list[str]] = []
        monkeypatch.setattr("admin_dashboard.build.is_built", lambda _sources: False)
        monkeypatch.setattr("admin_dashboard.build.build_frontend", lambda: True)
        monkeypatch.setattr("admin_dashboard.server.require_free_port", lambda _config: None)
        monkeypatch.setattr("admin_dashboard.server.serve", lambda _config, greeting: given.append(greeting))
        return given

    def test_prepares_an_empty_site_and_prints_the_set_up_link(self, greetings: list[list[str]]):
        assert run("serve")[0] == 0
        address, link = greetings[0]
        assert address.endswith(settings().origin)
        assert f"{settings().origin}/setup?token=" in link

    def test_says_nothing_of_set_up_once_there_is_an_administrator(self, greetings: list[list[str]]):
        run("db", "upgrade")
        run("admin", "create", *ADA, stdin=f"{GOOD_PASSWORD}\n")
        run("serve")
        assert len(greetings[0]) == 1

    @pytest.mark.usefixtures("greetings")
    def test_tells_in_one_sentence_why_it_cannot(self, monkeypatch: pytest.MonkeyPatch):
        def refuse(_config: Settings, _greeting: list[str]) -> None:
            raise CannotStart("Port 3000 cannot be used.")

        monkeypatch.setattr("admin_dashboard.server.serve", refuse)
        assert run("serve")[::2] == (1, "Port 3000 cannot be used.\n")

    def test_does_not_build_twice(self, greetings: list[list[str]], monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("admin_dashboard.build.is_built", lambda _sources: True)
        assert "Building" not in run("serve")[1]
        assert len(greetings) == 1


class TestProcess:
    def start(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *arguments]
        return subprocess.run(command, cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False)

    def test_exit_codes_are_those_of_the_commands(self):
        assert self.start("-m", "admin_dashboard", "users", "list").returncode == 1
        assert self.start("-m", "admin_dashboard", "users", "list", "--nonsense").returncode == 2
        assert self.start("-m", "admin_dashboard", "--help").returncode == 0

    @pytest.mark.parametrize("module", ["admin_dashboard.cli", "admin_dashboard.users.cli_rows"])
    def test_no_command_waits_for_the_web_framework(self, module: str):
        loaded = self.start(
            "-c", f"import sys, {module}; print({{'reflex', 'starlette', 'granian'}} & set(sys.modules))"
        )
        assert loaded.stdout == "set()\n"

    def test_the_worker_sends_mail_until_it_is_stopped(self, sqlite_database: str, work_as: WorkAs):
        long_due = {"kind": "password_set", "state": "queued", "sent_at": None, "due_at": NOW - timedelta(days=9999)}
        with work_as() as work:
            message = make_message(work.session, make_user(work.session), **long_due)
            message.body_text, message.body_html = "Hello", "<p>Hello</p>"
        command = [sys.executable, "-m", "admin_dashboard", "worker"]
        worker = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_until(lambda: message_state(work_as) == "sent", "the mail to be sent")
        finally:
            worker.terminate()
        assert worker.wait(10) == 0


def message_state(work_as: WorkAs) -> str:
    with work_as() as work:
        return work.session.exec(select(Message.state)).one()
