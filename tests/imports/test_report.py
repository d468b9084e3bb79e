"""The report: rows by what became of them, the file of the refused ones, and what programs are told."""

import csv as csv_module
import io

import pytest

from admin_dashboard.core.errors import NotFound
from admin_dashboard.core.permissions import SYSTEM, Actor
from admin_dashboard.core.work import begin
from admin_dashboard.imports import report, rows, service
from admin_dashboard.imports.rows import RowsAsked, Which
from admin_dashboard.models import User
from tests.conftest import WorkAs
from tests.factories import make_user
from tests.mass_actions.doing import ask, carried_out

from .importing import check, checked, csv, imported, outcomes, reasons, rows_of, run, uploaded, view

ANNA = "anna.long,Anna,Long,anna@example.org"
BAD = "bert.short,B3rt,Short,bert@"


def refused(import_id: int, actor: Actor = SYSTEM) -> str:
    return "".join(report.refused_rows(begin, import_id, actor))


def table(text: str) -> list[list[str]]:
    return list(csv_module.reader(io.StringIO(text)))


class TestRefusedRows:
    def test_are_in_their_own_columns_with_the_reasons(self, database: str):
        done = imported(csv(ANNA, f"{BAD},x", head="username,Prénom,last_name,E-mail,Shoe size"))
        assert table(refused(done.id)) == [
            ["username", "Prénom", "last_name", "E-mail", "Shoe size", "error"],
            [
                *("bert.short", "B3rt", "Short", "bert@", "x"),
                "Prénom: Numbers are not allowed in a name."
                " E-mail: Enter a full email address, as in marie.dupont@example.com.",
            ],
        ]

    def test_say_why_in_the_language_of_who_asks(self, work_as: WorkAs, sqlite_database: str):
        done = imported(csv(BAD))
        reader = Actor(id=None, name="", language="fr", is_system=True)
        assert "chiffre" in refused(done.id, reader)

    def test_are_imported_as_they_are_once_corrected(self, work_as: WorkAs, sqlite_database: str):
        done = imported(csv(ANNA, BAD, head="username,Prénom,last_name,E-mail"))
        corrected = refused(done.id).replace("B3rt", "Bert").replace("bert@,", "bert@example.org,")
        with work_as() as work:
            import_id = service.create_import(work, uploaded(corrected), corrects_id=done.id)
        check(import_id)
        again = run(import_id)
        assert (outcomes(again), again.corrects_id) == (["created"], done.id)
        assert table(refused(again.id)) == [["username", "Prénom", "last_name", "E-mail", "error"]]

    def test_keep_what_they_say_and_are_harmless(self, work_as: WorkAs, sqlite_database: str):
        cells = ["=1+1", "'=1+1", "-", "--", "'-", "****", "+x", "plain"]
        done = imported(csv(",".join(("no name", *cells)), head="username,a,b,c,d,e,f,g,h"))
        assert table(refused(done.id))[1][1:9] == ["'=1+1", "'=1+1", "-", "--", "'-", "****", "'+x", "plain"]

    def test_have_the_delimiter_of_the_file(self, sqlite_database: str):
        done = imported(csv(ANNA, BAD).replace(",", ";"))
        assert refused(done.id).startswith("username;first_name;last_name;email;error\r\n")

    def test_hold_no_password(self, sqlite_database: str):
        done = imported(
            csv("anna.long,Anna,Long,anna@,quiet-harbor-57", head="username,first_name,last_name,email,password")
        )
        assert "quiet" not in refused(done.id)
        assert rows_of(done)[0].cells == ("anna.long", "Anna", "Long", "anna@", "")

    def test_are_for_nobody_else(self, work_as: WorkAs, sqlite_database: str):
        done = imported(csv(BAD))
        with pytest.raises(NotFound):
            refused(done.id, Actor(id=5, name="Eve"))


class TestEntries:
    def test_tell_programs_every_row(self, anna: User):
        done = imported(csv("anna.long,Anna,Long,", BAD, "carl.tall,Carl,Tall,carl@example.org,surplus"))
        found = [tuple(one.values()) for one in report.entries(begin, done.id, SYSTEM)]
        assert [one[:4] for one in found] == [
            (2, "unchanged", "anna.long", ""),
            (3, "refused", "bert.short", "problem"),
            (3, "refused", "bert.short", "problem"),
            (4, "created", "carl.tall", "warning"),
        ]
        assert found[1][4:] == ("first_name", "B3rt", "Numbers are not allowed in a name.")

    def test_go_on_over_pages(self, sqlite_database: str, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(report, "LARGEST_PAGE", 2)
        done = checked(csv(*(f"anna.n{n},Anna,Long,a{n}@example.org" for n in range(5))))
        assert [one["line"] for one in report.entries(begin, done.id, SYSTEM)] == [2, 3, 4, 5, 6]


class TestRows:
    def found(self, of, **asked) -> list[int]:
        with begin(SYSTEM) as work:
            return [row.line for row in rows.rows(work, of.id, RowsAsked(**asked))]

    def test_are_found_by_what_became_of_them(self, anna: User):
        done = imported(csv("anna.long,Hannah,,", BAD, "carl.tall,Carl,Tall,c@x.org,more"))
        lines = {which: self.found(done, which=which) for which in Which}
        assert lines == {
            Which.ALL: [2, 3, 4],
            Which.UPDATED: [2],
            Which.REFUSED: [3],
            Which.CREATED: [4],
            Which.WARNED: [4],
            **{which: [] for which in (Which.UNCHANGED, Which.NOT_DONE, Which.RESTORED, Which.LEFT_ALONE)},
        }

    @pytest.mark.parametrize(
        ("text", "lines"),
        [("BERT", [3]), ("tall carl", [4]), ("4", [4]), ("Élé", [5]), ("eleo", [5]), ("%", []), ("x.org", [4, 5])],
    )
    def test_are_found_by_every_word_of_a_text(self, database: str, text: str, lines: list[int]):
        found = checked(csv(ANNA, BAD, "carl.tall,Carl,Tall,c@x.org", ",Éléonore,Darc,e@x.org"))
        assert self.found(found, text=text) == lines

    def test_come_page_by_page(self, sqlite_database: str):
        found = checked(csv(*(f"anna.n{n},Anna,Long,a{n}@example.org" for n in range(5))))
        assert self.found(found, after=2, limit=2) == [4, 5]

    def test_have_the_name_of_who_is_there(self, anna: User):
        found = checked(csv("anna.long,,,", "bert.short,Bert,Short,b@x.org"))
        assert [(row.name, row.user_id) for row in rows_of(found)] == [("Anna Long", anna.id), ("Bert Short", None)]

    def test_of_an_earlier_check_are_not_shown(self, work_as: WorkAs, sqlite_database: str):
        found = checked(csv(ANNA))
        with work_as() as work:
            service.set_mapping(work, found.id, found.mapping)
        assert (view(found.id).rows, rows_of(found)) == (0, [])


class TestForgotten:
    def test_is_what_files_said_of_who_was_deleted(self, work_as: WorkAs, anna: User, database: str):
        with work_as() as work:
            make_user(work.session, username="bert.short", email="bert@example.org")
        done = imported(csv("anna.long,Hannah,Long,", "bert.short,Herbert,,"))
        carried_out(ask("delete", anna))
        row, other = rows_of(done)
        assert (row.line, row.outcome, row.username, set(row.cells), row.changes) == (2, "updated", "", {""}, ())
        assert other.cells[0] == "bert.short"

    def test_before_the_run_refuses_the_row(self, anna: User, database: str):
        found = checked(csv("anna.long,Hannah,Long,"))
        carried_out(ask("delete", anna))
        assert reasons(run(found.id)) == ["2 : Deleted in the meantime."]
