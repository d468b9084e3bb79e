"""Taking files in, saying how they are read, and who may do what with an import."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from admin_dashboard.core import clock
from admin_dashboard.core.errors import NotAllowed, NotFound
from admin_dashboard.core.permissions import Actor, Permission
from admin_dashboard.imports import access, queries, service, storage, tidying
from admin_dashboard.imports.columns import Mapping, UnusableMapping
from admin_dashboard.imports.commands import Choices, Mode
from admin_dashboard.imports.files import UnreadableFile
from admin_dashboard.imports.jobs import IMPORT_TIDY
from admin_dashboard.imports.service import NoKey, NotNow
from admin_dashboard.imports.storage import FileTooLarge, keep, receive
from admin_dashboard.jobs.worker import Worker
from admin_dashboard.models import ImportRow, ImportState, Job
from admin_dashboard.settings import settings
from tests.conftest import WorkAs
from tests.factories import make_attribute
from tests.users.acting import holder, with_role

from .importing import check, checked, csv, drafted, imported, rows_of, run, uploaded, view

ANNA = "anna.long,Anna,Long,anna@example.org"
IMPORTER = (Permission.USERS_VIEW, Permission.USERS_IMPORT, Permission.USERS_CREATE, Permission.USERS_EDIT)
real = clock.now


def files() -> list[str]:
    folder = storage.folder()
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def retargeted(mapping: Mapping, header: str, target: str) -> Mapping:
    columns = tuple(replace(one, target=target) if one.header == header else one for one in mapping.columns)
    return replace(mapping, columns=columns)


class TestStorage:
    def test_keeps_a_file_under_a_name_nobody_can_guess(self, sqlite_database: str):
        upload = uploaded(csv(ANNA), "C:\\Users\\me\\staff\u202e.csv")
        assert (upload.file_name, upload.size, files()) == ("staff.csv", len(csv(ANNA)), [upload.stored])
        path = storage.path_of(upload.stored)
        assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)

    def test_keeps_nothing_of_what_was_interrupted(self, sqlite_database: str):
        with suppress(ConnectionError), receive("users.csv") as receiver:
            receiver.write(b"username")
            raise ConnectionError
        assert files() == []

    def test_refuses_more_bytes_than_the_limit_as_they_come(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("IMPORT_MAX_BYTES", "1024")
        settings.cache_clear()
        with pytest.raises(FileTooLarge):
            uploaded("x" * 2000)
        assert files() == []

    def test_copies_a_file_of_this_machine(self, tmp_path):
        path = tmp_path / "staff.csv"
        path.write_text(csv(ANNA))
        upload = keep(path)
        assert (upload.file_name, storage.path_of(upload.stored).read_text()) == ("staff.csv", csv(ANNA))


class TestCreate:
    def test_reads_the_file_as_well_as_can_be_told(self, sqlite_database: str):
        found = view(drafted(csv(ANNA, head="Identifiant;Prénom;Nom;Courriel").replace(",", ";")))
        assert (found.state, found.shape.delimiter, found.file_name) == (ImportState.DRAFT, ";", "users.csv")
        targets = [column.target for column in found.mapping.columns]
        assert targets == ["username", "first_name", "last_name", "email"]

    def test_refuses_and_removes_what_is_no_table(self, sqlite_database: str):
        with pytest.raises(UnreadableFile):
            drafted(b"\x89PNG\r\n\x1a\n" + bytes(100))
        assert files() == []

    def test_refuses_and_removes_the_file_of_who_may_not_import(self, sqlite_database: str):
        with pytest.raises(NotAllowed):
            drafted(csv(ANNA), holder(Permission.USERS_VIEW, Permission.USERS_CREATE))
        assert files() == []

    def test_takes_over_how_the_corrected_import_was_done(self, work_as: WorkAs, sqlite_database: str):
        done = imported(csv(ANNA), mode="update", invite=False)
        with work_as() as work:
            again = queries.find(work, service.create_import(work, uploaded(csv(ANNA)), corrects_id=done.id))
        assert (again.mode, again.corrects_id) == (Mode.UPDATE, done.id)

    def test_corrects_no_import_of_somebody_else(self, work_as: WorkAs, administrator: Actor):
        done = imported(csv(ANNA), administrator)
        with pytest.raises(NotFound), work_as(holder(*IMPORTER)) as work:
            service.create_import(work, uploaded(csv(ANNA)), corrects_id=done.id)


class TestColumns:
    def test_are_what_they_were_the_last_time(self, work_as: WorkAs, sqlite_database: str):
        with work_as() as work:
            make_attribute(work.session)
        head = "username,first_name,last_name,email,Shoe"
        imported(csv(f"{ANNA},9", head=head), mapping=lambda m: retargeted(m, "Shoe", "attribute:badge"))
        found = view(drafted(csv(head="Shoe,email,username,first_name,last_name")))
        assert [column.target for column in found.mapping.columns][:2] == ["attribute:badge", "email"]

    def test_are_recognised_anew_when_an_attribute_is_gone(self, work_as: WorkAs, sqlite_database: str):
        with work_as() as work:
            made = make_attribute(work.session)
        imported(csv(f"{ANNA},9", head="username,first_name,last_name,email,badge"))
        with work_as() as work:
            work.session.delete(work.session.get_one(type(made), made.id))
        found = view(drafted(csv(head="username,first_name,last_name,email,badge")))
        assert found.mapping.columns[4].target == ""

    def test_never_remember_that_passwords_are_used(self, sqlite_database: str):
        head = "username,first_name,last_name,email,password"
        use: dict[str, Any] = {"mapping": lambda mapping: replace(mapping, passwords="use")}
        imported(csv(f"{ANNA},quiet-harbor-lantern-57", head=head), **use)
        assert view(drafted(csv(head=head))).mapping.passwords == "ignore"

    def test_can_be_said(self, work_as: WorkAs, sqlite_database: str):
        import_id = drafted(csv("x,Anna,Long,a@x.org", head="code,first_name,last_name,email"))
        with work_as() as work:
            service.set_mapping(work, import_id, retargeted(view(import_id).mapping, "code", "attribute:function"))
        check(import_id)
        assert rows_of(view(import_id))[0].problems == ()

    @pytest.mark.parametrize("target", ["attribute:none", "is_admin", "email"])
    def test_cannot_be_for_what_is_not_or_is_already(self, work_as: WorkAs, sqlite_database: str, target: str):
        import_id = drafted(csv(ANNA))
        with pytest.raises(UnusableMapping), work_as() as work:
            service.set_mapping(work, import_id, retargeted(view(import_id).mapping, "username", target))

    def test_cannot_be_those_of_another_file(self, work_as: WorkAs, sqlite_database: str):
        import_id, other = drafted(csv(ANNA)), drafted(csv(head="email,first_name"))
        with pytest.raises(UnusableMapping), work_as() as work:
            service.set_mapping(work, import_id, view(other).mapping)

    def test_follow_another_way_to_read_the_file(self, work_as: WorkAs, sqlite_database: str):
        import_id = drafted("a preamble\n" + csv(ANNA))
        with work_as() as work:
            service.set_shape(work, import_id, replace(view(import_id).shape, header_line=0))
        assert [column.header for column in view(import_id).mapping.columns][:2] == ["Column 1", "Column 2"]

    def test_without_a_key_are_not_checked(self, work_as: WorkAs, sqlite_database: str):
        import_id = drafted(csv("Anna,Long", head="first_name,last_name"))
        with pytest.raises(NoKey), work_as() as work:
            service.start_check(work, import_id)


class TestRights:
    @pytest.mark.parametrize(
        ("choices", "lacking"),
        [
            ({}, Permission.USERS_CREATE),
            ({}, Permission.USERS_EDIT),
            ({"mode": "update"}, Permission.USERS_EDIT),
            ({"mode": "create"}, Permission.USERS_CREATE),
            ({"invite": True}, Permission.USERS_INVITE),
        ],
    )
    def test_are_those_of_what_the_import_does(
        self, sqlite_database: str, choices: dict[str, Any], lacking: Permission
    ):
        able = holder(*(permission for permission in IMPORTER if permission is not lacking))
        import_id = drafted(csv(ANNA), able, **choices)
        with pytest.raises(NotAllowed):
            check(import_id, able)

    @pytest.mark.parametrize(
        ("mode", "spared"), [("update", Permission.USERS_CREATE), ("create", Permission.USERS_EDIT)]
    )
    def test_are_no_more(self, work_as: WorkAs, sqlite_database: str, mode: str, spared: Permission):
        able = holder(*(permission for permission in IMPORTER if permission is not spared))
        with work_as(able) as work:
            service.start_check(work, drafted(csv(ANNA), able, mode=mode))

    def test_a_column_of_invitations_needs_that_one(self, sqlite_database: str):
        import_id = drafted(csv(f"{ANNA},", head="username,first_name,last_name,email,invite"), holder(*IMPORTER))
        with pytest.raises(NotAllowed):
            check(import_id, holder(*IMPORTER))


class TestWhose:
    def test_is_the_import_of_who_made_it(self, work_as: WorkAs, administrator: Actor):
        with work_as() as work:
            manager, auditor = with_role(work.session, "user_manager"), with_role(work.session, "auditor")
        import_id = drafted(csv(ANNA), manager)
        seen = {}
        for actor in (manager, administrator, auditor, holder(*IMPORTER)):
            with work_as(actor) as work:
                seen[actor] = [(one.id, one.is_mine, one.can_edit) for one in queries.latest(work)]
        assert list(seen.values()) == [
            [(import_id, True, True)],
            [(import_id, False, False)],
            [(import_id, False, False)],
            [],
        ]

    @pytest.mark.parametrize("what", ["start_check", "start_run", "discard"])
    def test_others_do_nothing_with_it(self, work_as: WorkAs, administrator: Actor, what: str):
        import_id = drafted(csv(ANNA))
        with pytest.raises(NotAllowed), work_as(administrator) as work:
            getattr(service, what)(work, import_id)

    def test_others_who_may_import_cancel_it(self, work_as: WorkAs, administrator: Actor):
        found = checked(csv(ANNA))
        with work_as() as work:
            service.start_run(work, found.id)
        with work_as(administrator) as work:
            assert service.cancel(work, found.id)

    def test_who_only_reads_does_not(self, work_as: WorkAs, sqlite_database: str):
        found = checked(csv(ANNA))
        with pytest.raises(NotAllowed), work_as(holder(Permission.USERS_VIEW, Permission.AUDIT_VIEW)) as work:
            service.cancel(work, found.id)


class TestNotNow:
    def test_is_a_draft_run(self, work_as: WorkAs, sqlite_database: str):
        with pytest.raises(NotNow), work_as() as work:
            service.start_run(work, drafted(csv(ANNA)))

    @pytest.mark.parametrize("what", ["start_check", "start_run", "discard"])
    def test_is_anything_begun_with_one_that_is_over(self, work_as: WorkAs, sqlite_database: str, what: str):
        done = imported(csv(ANNA))
        with pytest.raises(NotNow), work_as() as work:
            getattr(service, what)(work, done.id)

    def test_is_one_changed_that_is_being_checked(self, work_as: WorkAs, sqlite_database: str):
        import_id = drafted(csv(ANNA))
        with work_as() as work:
            service.start_check(work, import_id)
        with pytest.raises(NotNow), work_as() as work:
            service.set_choices(work, import_id, Choices())

    def test_is_anything_stopped_when_nothing_goes_on(self, work_as: WorkAs, sqlite_database: str):
        with work_as() as work:
            assert not service.cancel(work, drafted(csv(ANNA)))

    def test_is_not_after_a_change_of_choices(self, work_as: WorkAs, sqlite_database: str):
        found = checked(csv(ANNA))
        with work_as() as work:
            service.set_choices(work, found.id, Choices(mode=Mode.UPDATE))
        assert (view(found.id).state, view(found.id).refused) == (ImportState.DRAFT, 0)


class TestViews:
    def test_say_how_fast_and_how_far(self, sqlite_database: str):
        done = imported(csv(ANNA))
        assert (done.rate or 0) > 0
        assert (done.progress, done.is_active, done.created_by) == (None, False, "")

    def test_name_who_made_it(self, administrator: Actor, work_as: WorkAs):
        assert view(drafted(csv(ANNA), administrator)).created_by == administrator.name

    def test_of_what_goes_on_or_ended_lately_are_ones_own(
        self, work_as: WorkAs, administrator: Actor, monkeypatch: pytest.MonkeyPatch
    ):
        import_id = drafted(csv(ANNA), administrator)
        check(import_id, administrator)
        drafted(csv(ANNA), administrator)
        with work_as() as work:
            assert queries.lately(work) == []
        with work_as(administrator) as work:
            assert [one.id for one in queries.lately(work)] == [import_id]
        monkeypatch.setattr(clock, "now", lambda: real() + timedelta(hours=2))
        with work_as(administrator) as work:
            assert queries.lately(work) == []

    def test_of_a_check_that_was_cancelled_are_not_among_them(self, work_as: WorkAs, administrator: Actor):
        import_id = drafted(csv(ANNA), administrator)
        with work_as(administrator) as work:
            service.start_check(work, import_id)
        with work_as(administrator) as work:
            assert [one.is_active for one in queries.lately(work)] == [True]
            service.cancel(work, import_id)
        with work_as(administrator) as work:
            assert queries.lately(work) == []

    def test_show_the_first_rows_without_secrets(self, work_as: WorkAs, sqlite_database: str):
        import_id = drafted(csv("anna.long,secret-word", head="username,password"))
        with work_as() as work:
            found = queries.preview(work, import_id)
        assert (found.headers, found.rows[0].cells) == (("username", "password"), ["anna.long", ""])

    def test_name_the_groups_of_a_file(self, work_as: WorkAs, sqlite_database: str):
        head = "userName,firstName,lastName,email,groups"
        import_id = drafted(csv("anna,Anna,Long,a@x.org,member:/platform/users;manager:/sales", head=head))
        with work_as() as work:
            assert queries.groups(work, import_id) == ["/platform/users", "/sales"]

    def test_have_the_whole_file_read_for_its_groups_once(self, work_as: WorkAs, sqlite_database: str):
        import_id = drafted(csv("anna,/sales;/hr,x", head="userName,groups,more"))
        with work_as() as work:
            assert queries.groups(work, import_id) == ["/sales", "/hr"]
        changing_column = view(import_id).mapping
        with work_as() as work:
            service.set_mapping(work, import_id, retargeted(changing_column, "more", "attribute:function"))
            storage.path_of(access.own(work, import_id).stored).write_text("userName,groups,more\nb,/other,y\n")
            assert queries.groups(work, import_id) == ["/sales", "/hr"]

    def test_have_groups_read_again_when_the_file_is_read_in_another_way(self, work_as: WorkAs, sqlite_database: str):
        import_id = drafted("userName;groups\nanna;/sales\n")
        with work_as() as work:
            queries.groups(work, import_id)
            service.set_shape(work, import_id, replace(queries.find(work, import_id).shape, header_line=0))
            assert queries.groups(work, import_id) == []

    def test_let_what_was_noted_beside_a_file_go_with_it(self, work_as: WorkAs, sqlite_database: str):
        import_id = drafted("userName;groups\nanna;/sales\n")
        with work_as() as work:
            queries.groups(work, import_id)
            stored = access.own(work, import_id).stored
        assert (files(), (storage.folder() / files()[1]).stat().st_mode & 0o777) == ([stored, f"{stored}.notes"], 0o600)
        storage.remove(stored)
        assert files() == []

    def test_of_what_is_not_there_are_not_found(self, work_as: WorkAs, sqlite_database: str):
        with pytest.raises(NotFound), work_as() as work:
            queries.find(work, 99)


class TestTidying:
    def tidy(self, monkeypatch: pytest.MonkeyPatch, later: timedelta = timedelta()) -> None:
        monkeypatch.setattr(clock, "now", lambda: real() + later)
        Worker([IMPORT_TIDY]).run_once()

    def test_leaves_drafts_their_files(self, sqlite_database: str, monkeypatch: pytest.MonkeyPatch):
        import_id = drafted(csv(ANNA))
        self.tidy(monkeypatch, tidying.STRAY_LIFE * 2)
        check(import_id)
        assert (view(import_id).state, len(files())) == (ImportState.CHECKED, 1)

    def test_removes_what_was_discarded(self, work_as: WorkAs, sqlite_database: str, monkeypatch: pytest.MonkeyPatch):
        found = checked(csv(ANNA))
        with work_as() as work:
            service.discard(work, found.id)
        self.tidy(monkeypatch, tidying.EVERY)
        with work_as() as work:
            assert work.session.exec(select(ImportRow)).all() == []
        assert files() == []

    def test_removes_drafts_nobody_came_back_to(self, sqlite_database: str, monkeypatch: pytest.MonkeyPatch):
        import_id = drafted(csv(ANNA))
        self.tidy(monkeypatch, tidying.DRAFT_LIFE + timedelta(minutes=1))
        with pytest.raises(NotFound):
            view(import_id)

    def test_removes_files_of_what_is_over(
        self, work_as: WorkAs, sqlite_database: str, monkeypatch: pytest.MonkeyPatch
    ):
        found = checked(csv(ANNA))
        with work_as() as work:
            service.start_run(work, found.id)
            service.cancel(work, found.id)
        self.tidy(monkeypatch, tidying.EVERY)
        assert files() == []

    def test_removes_files_that_belong_to_nothing(self, sqlite_database: str, monkeypatch: pytest.MonkeyPatch):
        uploaded(csv(ANNA))
        self.tidy(monkeypatch)
        assert len(files()) == 1
        self.tidy(monkeypatch, tidying.STRAY_LIFE + tidying.EVERY)
        assert files() == []

    def test_settles_what_was_given_up(self, work_as: WorkAs, sqlite_database: str, monkeypatch: pytest.MonkeyPatch):
        found = checked(csv(ANNA))
        with work_as() as work:
            job_id = service.start_run(work, found.id)
            work.session.get_one(Job, job_id).state = "failed"
        self.tidy(monkeypatch, tidying.EVERY)
        assert (view(found.id).state, view(found.id).can_take_back, files()) == (ImportState.FAILED, False, [])


def test_a_run_needs_no_file_any_more(sqlite_database: str):
    found = checked(csv(ANNA))
    for name in files():
        storage.remove(name)
    assert run(found.id).created == 1
