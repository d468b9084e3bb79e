"""Asking for an export, and who may fetch it until when."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from admin_dashboard.core.errors import NotAllowed, NotFound
from admin_dashboard.core.permissions import Actor, Permission
from admin_dashboard.exports import service
from admin_dashboard.exports.service import ExportEnded, Made, NobodyToExport
from admin_dashboard.models import AuditEntry, Export, ExportFormat, User
from admin_dashboard.selection.selection import NOTHING, Selection
from admin_dashboard.users.listing import Connection, Filters, ListUsers
from tests.conftest import WorkAs
from tests.factories import NOW, actor_of, grant, make_administrator, make_user
from tests.users.acting import holder, with_role

NEVER = Selection.of_all(ListUsers("jane", Filters(connection=frozenset({Connection.NEVER}))))
DAY = timedelta(hours=24)


@pytest.fixture
def administrator(database: str, work_as: WorkAs) -> Actor:
    with work_as() as work:
        make_user(work.session)
        make_user(work.session)
        return actor_of(work.session, make_administrator(work.session, first_name="Ada"))


@pytest.fixture
def made(administrator: Actor, work_as: WorkAs) -> Made:
    with work_as(administrator, NOW) as work:
        return service.make(work, NEVER, ExportFormat.CSV)


def fetched(work_as: WorkAs, actor: Actor, export_id: str, now: datetime = NOW) -> service.Fetched:
    with work_as(actor, now) as work:
        return service.fetch(work, export_id)


class TestMake:
    def test_counts_whom_it_holds_and_says_until_when(self, made: Made) -> None:
        assert (made.users, made.expires_at) == (2, NOW + DAY)

    def test_is_called_by_what_nobody_guesses(self, made: Made, administrator: Actor, work_as: WorkAs) -> None:
        with work_as(administrator) as work:
            other = service.make(work, NEVER, ExportFormat.CSV)
        assert len({made.id, other.id}) == 2
        assert len(made.id) >= 24

    def test_stands_in_the_audit_trail_with_count_and_filters(self, made: Made, work_as: WorkAs) -> None:
        with work_as() as work:
            entry = work.session.exec(select(AuditEntry).where(AuditEntry.action == "users.exported")).one()
        said = ('"exported": 2', '"format": "csv"', '"filters": "q=jane&connection=never_connected"')
        assert [text for text in said if text not in (entry.detail or "")] == []
        assert made.id not in (entry.detail or "")

    def test_is_refused_to_who_may_not(self, administrator: Actor, work_as: WorkAs) -> None:
        for rights in ((Permission.USERS_VIEW,), (Permission.USERS_EXPORT,)):
            with pytest.raises(NotAllowed), work_as(holder(*rights)) as work:
                service.make(work, NEVER, ExportFormat.CSV)

    @pytest.mark.parametrize("selection", [NOTHING, NOTHING.tick([999_999]), Selection.of_all(ListUsers("nobody"))])
    def test_of_nobody_is_refused(self, administrator: Actor, work_as: WorkAs, selection: Selection) -> None:
        with pytest.raises(NobodyToExport), work_as(administrator) as work:
            service.make(work, selection, ExportFormat.CSV)

    def test_forgets_those_that_have_long_ended(self, made: Made, administrator: Actor, work_as: WorkAs) -> None:
        with work_as(administrator, NOW + DAY + service.KEPT_FOR + timedelta(seconds=1)) as work:
            latest = service.make(work, NEVER, ExportFormat.XLSX)
        with work_as() as work:
            assert work.session.exec(select(Export.id)).all() == [latest.id]


class TestFetch:
    def test_gives_what_was_asked_for(self, made: Made, administrator: Actor, work_as: WorkAs) -> None:
        found = fetched(work_as, administrator, made.id)
        assert (found.format, found.selection, found.users, found.head[0]) == (ExportFormat.CSV, NEVER, 2, "username")

    def test_is_for_who_asked_alone(self, made: Made, work_as: WorkAs) -> None:
        with work_as() as work:
            other = actor_of(work.session, make_administrator(work.session))
        with pytest.raises(NotFound):
            fetched(work_as, other, made.id)

    @pytest.mark.parametrize("export_id", ["", "unknown", "\x00", "\ud800", "x" * 5000, "' OR 1=1 --"])
    def test_of_none_is_the_same(self, administrator: Actor, work_as: WorkAs, export_id: str) -> None:
        with pytest.raises(NotFound):
            fetched(work_as, administrator, export_id)

    def test_ends_to_the_second(self, made: Made, administrator: Actor, work_as: WorkAs) -> None:
        assert fetched(work_as, administrator, made.id, NOW + DAY - timedelta(seconds=1))
        with pytest.raises(ExportEnded):
            fetched(work_as, administrator, made.id, NOW + DAY)

    def test_takes_the_right_as_it_is_by_then(self, made: Made, administrator: Actor, work_as: WorkAs) -> None:
        demoted = Actor(id=administrator.id, name="", rights=frozenset({(Permission.USERS_VIEW, None)}))
        with pytest.raises(NotAllowed):
            fetched(work_as, demoted, made.id)

    def test_shows_of_roles_what_may_be_seen_by_then(self, database: str, work_as: WorkAs) -> None:
        with work_as() as work:
            manager = with_role(work.session, "user_manager")
            grant(work.session, work.session.get_one(User, manager.id), "auditor")
        with work_as(manager, NOW) as work:
            made = service.make(work, Selection.of_all(ListUsers()), ExportFormat.CSV)
        fewer = Actor(manager.id, "", rights=manager.rights - {(Permission.ROLES_VIEW, None)})
        assert "roles" in fetched(work_as, manager, made.id, NOW).head
        assert "roles" not in fetched(work_as, fewer, made.id, NOW).head

    def test_goes_with_the_person(self, made: Made, administrator: Actor, work_as: WorkAs) -> None:
        with work_as() as work:
            work.session.delete(work.session.get_one(User, administrator.id))
        with work_as() as work:
            assert work.session.exec(select(Export)).all() == []
