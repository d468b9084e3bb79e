"""Saved views: whose they are, what they are called, who sees and who changes them."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlmodel import Session, select

from admin_dashboard.core.errors import DomainError, InvalidInput, NotAllowed, NotFound
from admin_dashboard.core.forms import parse
from admin_dashboard.core.permissions import SYSTEM, Actor, Permission
from admin_dashboard.core.work import begin
from admin_dashboard.models import AuditEntry, SavedView, User
from admin_dashboard.users import service as users
from admin_dashboard.views import queries, service
from admin_dashboard.views.commands import DeleteView, MakeDefault, RenameView, ReplaceView, SaveView, ShareView
from admin_dashboard.views.queries import ViewRow
from admin_dashboard.views.service import MOST_VIEWS, NAME_TAKEN, TOO_MANY, ViewRefused
from tests.conftest import WorkAs
from tests.factories import make_user
from tests.users.acting import with_role

pytestmark = pytest.mark.usefixtures("database")
QUERY = "connection=never_connected&sort=-created"


@contextmanager
def session_of(work_as: WorkAs) -> Iterator[Session]:
    with work_as() as work:
        yield work.session


@pytest.fixture
def ada(work_as: WorkAs, database: str) -> Actor:
    with session_of(work_as) as session:
        return with_role(session, "user_manager", first_name="Ada", last_name="Lovelace")


@pytest.fixture
def zoe(work_as: WorkAs, database: str) -> Actor:
    with session_of(work_as) as session:
        return with_role(session, "auditor", first_name="Zoë", last_name="Aalto")


@pytest.fixture
def administrator(work_as: WorkAs, database: str) -> Actor:
    with session_of(work_as) as session:
        return with_role(session, "administrator")


def save(work_as: WorkAs, actor: Actor, name: str = "Never here", **values: object) -> int:
    with work_as(actor) as work:
        return service.save(work, parse(SaveView, {"name": name, "query": QUERY, **values}))


def rename(work_as: WorkAs, actor: Actor, view_id: int, name: str = "Mine") -> None:
    with work_as(actor) as work:
        service.rename(work, parse(RenameView, {"view_id": view_id, "name": name}))


def share(work_as: WorkAs, actor: Actor, view_id: int, *, is_shared: bool = True) -> None:
    with work_as(actor) as work:
        service.share(work, ShareView(view_id=view_id, is_shared=is_shared))


def delete(work_as: WorkAs, actor: Actor, view_id: int) -> None:
    with work_as(actor) as work:
        service.delete(work, DeleteView(view_id=view_id))


def make_default(work_as: WorkAs, actor: Actor, view_id: int | None) -> None:
    with work_as(actor) as work:
        service.make_default(work, MakeDefault(view_id=view_id))


def views(work_as: WorkAs, actor: Actor) -> list[ViewRow]:
    with work_as(actor) as work:
        return list(queries.views(work))


def names(work_as: WorkAs, actor: Actor) -> list[str]:
    return [view.name for view in views(work_as, actor)]


def opens_with(work_as: WorkAs, actor: Actor) -> str:
    with work_as(actor) as work:
        view = queries.opening(work)
        return view.name if view else "everybody"


def recorded(work_as: WorkAs) -> list[tuple[str, object]]:
    with session_of(work_as) as session:
        entries = session.exec(select(AuditEntry).where(AuditEntry.action.startswith("view."))).all()
        return [(entry.action, json.loads(entry.detail or "{}")["view"]) for entry in entries]


class TestSave:
    def test_keeps_a_list_under_a_name(self, work_as: WorkAs, ada: Actor):
        save(work_as, ada, "  Never   here ", columns="name,email")
        (view,) = views(work_as, ada)
        assert (view.name, view.query, view.columns) == ("Never here", QUERY, "name,email")
        assert (view.is_own, view.is_shared, view.may_change, view.is_default) == (True, False, True, False)

    @pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\u0000b", "\u200b", "a\u202eb", None, 7])
    def test_refuses_what_is_no_name(self, work_as: WorkAs, ada: Actor, name: object):
        with pytest.raises(InvalidInput) as refused:
            save(work_as, ada, name)  # type: ignore[arg-type]
        assert "name" in refused.value.fields

    def test_takes_a_name_of_sixty_characters(self, work_as: WorkAs, ada: Actor):
        save(work_as, ada, "É" * 60)
        assert names(work_as, ada) == ["É" * 60]

    def test_refuses_a_name_the_owner_has_whatever_its_case_and_accents(self, work_as: WorkAs, ada: Actor):
        save(work_as, ada, "Équipe")
        with pytest.raises(ViewRefused) as refused:
            save(work_as, ada, "EQUIPE")
        assert refused.value.fields == {"name": NAME_TAKEN}

    def test_two_people_may_use_the_same_name(self, work_as: WorkAs, ada: Actor, zoe: Actor):
        save(work_as, ada, is_shared=True)
        save(work_as, zoe)
        assert names(work_as, zoe) == ["Never here", "Never here"]

    def test_of_two_at_once_one_takes_the_name(self, work_as: WorkAs, ada: Actor):
        def attempt(_number: int) -> bool:
            try:
                with begin(ada) as work:
                    service.save(work, SaveView(name="Mine", query=QUERY))
            except ViewRefused:
                return False
            return True

        with ThreadPoolExecutor(4) as pool:
            assert sorted(pool.map(attempt, range(4))) == [False, False, False, True]

    def test_refuses_more_than_a_person_can_oversee(self, work_as: WorkAs, ada: Actor, zoe: Actor):
        with work_as(ada) as work:
            for number in range(MOST_VIEWS):
                service.save(work, SaveView(name=f"View {number}", query=QUERY))
        with pytest.raises(ViewRefused) as refused:
            save(work_as, ada)
        assert refused.value.fields == {"name": TOO_MANY}
        save(work_as, zoe)

    def test_needs_the_right_to_see_users(self, work_as: WorkAs, database: str):
        with session_of(work_as) as session:
            outsider = with_role(session, "space_manager")
        with pytest.raises(NotAllowed):
            save(work_as, outsider)

    def test_belongs_to_a_person(self, work_as: WorkAs, database: str):
        with pytest.raises(NotAllowed):
            save(work_as, SYSTEM)


class TestPrivate:
    def test_is_seen_by_nobody_else(self, work_as: WorkAs, ada: Actor, administrator: Actor):
        save(work_as, ada)
        assert views(work_as, administrator) == []

    @pytest.mark.parametrize("change", [delete, share, rename, make_default])
    def test_does_not_exist_for_anybody_else(self, work_as: WorkAs, ada: Actor, administrator: Actor, change):
        view_id = save(work_as, ada)
        with pytest.raises(NotFound):
            change(work_as, administrator, view_id)
        assert names(work_as, ada) == ["Never here"]

    def test_leaves_nothing_in_the_audit_trail(self, work_as: WorkAs, ada: Actor):
        view_id = save(work_as, ada)
        rename(work_as, ada, view_id, "Mine")
        delete(work_as, ada, view_id)
        assert recorded(work_as) == []


class TestShared:
    def test_is_seen_by_everybody_who_sees_users(self, work_as: WorkAs, ada: Actor, zoe: Actor):
        save(work_as, ada, is_shared=True)
        (view,) = views(work_as, zoe)
        assert (view.name, view.owner, view.is_own, view.may_change) == ("Never here", "Ada Lovelace", False, False)

    def test_is_no_longer_seen_once_taken_back(self, work_as: WorkAs, ada: Actor, zoe: Actor):
        view_id = save(work_as, ada)
        share(work_as, ada, view_id)
        assert names(work_as, zoe) == ["Never here"]
        share(work_as, ada, view_id, is_shared=False)
        assert names(work_as, zoe) == []

    @pytest.mark.parametrize("change", [delete, share, rename])
    def test_is_changed_by_no_other_reader(self, work_as: WorkAs, ada: Actor, zoe: Actor, change):
        view_id = save(work_as, ada, is_shared=True)
        with pytest.raises(NotAllowed):
            change(work_as, zoe, view_id)
        assert names(work_as, ada) == ["Never here"]

    def test_is_changed_by_whoever_edits_the_settings(self, work_as: WorkAs, ada: Actor, administrator: Actor):
        view_id = save(work_as, ada, is_shared=True)
        rename(work_as, administrator, view_id, "Not here yet")
        assert [view.name for view in views(work_as, ada) if view.is_own] == ["Not here yet"]
        delete(work_as, administrator, view_id)
        assert names(work_as, ada) == []

    def test_is_in_the_audit_trail_with_all_that_happens_to_it(self, work_as: WorkAs, ada: Actor):
        view_id = save(work_as, ada, is_shared=True)
        rename(work_as, ada, view_id, "New")
        with work_as(ada) as work:
            service.replace(work, ReplaceView(view_id=view_id, query="q=x"))
        share(work_as, ada, view_id, is_shared=False)
        share(work_as, ada, view_id)
        delete(work_as, ada, view_id)
        actions = [action.removeprefix("view.") for action, _name in recorded(work_as)]
        assert actions == ["shared", "renamed", "changed", "unshared", "shared", "deleted"]
        assert recorded(work_as)[1] == ("view.renamed", ["Never here", "New"])

    def test_stays_when_its_owner_is_disabled(self, work_as: WorkAs, ada: Actor, zoe: Actor, administrator: Actor):
        save(work_as, ada, is_shared=True)
        with work_as(administrator) as work:
            users.disable(work, ada.id or 0)
        assert names(work_as, zoe) == ["Never here"]

    def test_goes_with_its_owners_account(self, work_as: WorkAs, zoe: Actor, database: str):
        with session_of(work_as) as session:
            owner = make_user(session)
            session.add(SavedView(owner_id=owner.id or 0, name="Theirs", query="", is_shared=True, **_dates(owner)))
        assert names(work_as, zoe) == ["Theirs"]
        with session_of(work_as) as session:
            session.delete(session.get_one(User, owner.id))
        assert names(work_as, zoe) == []


def _dates(owner: User) -> dict:
    return {"created_at": owner.created_at, "updated_at": owner.created_at}


class TestRename:
    def test_may_keep_the_name_or_change_its_case(self, work_as: WorkAs, ada: Actor):
        view_id = save(work_as, ada)
        rename(work_as, ada, view_id, "NEVER here")
        assert names(work_as, ada) == ["NEVER here"]

    def test_refuses_the_name_of_another_view_of_the_owner(self, work_as: WorkAs, ada: Actor, administrator: Actor):
        save(work_as, ada, "First")
        second = save(work_as, ada, "Second", is_shared=True)
        for actor in (ada, administrator):
            with pytest.raises(ViewRefused):
                rename(work_as, actor, second, "first")

    @pytest.mark.parametrize("view_id", [0, -1, 999_999, 2**40])
    def test_refuses_a_view_that_is_not_there(self, work_as: WorkAs, ada: Actor, view_id: int):
        with pytest.raises(NotFound):
            rename(work_as, ada, view_id, "New")

    def test_of_two_who_delete_it_at_once_one_does(self, work_as: WorkAs, ada: Actor):
        view_id = save(work_as, ada)

        def attempt(_number: int) -> type[DomainError] | None:
            try:
                with begin(ada) as work:
                    service.delete(work, DeleteView(view_id=view_id))
            except DomainError as error:
                return type(error)
            return None

        with ThreadPoolExecutor(2) as pool:
            assert set(pool.map(attempt, range(2))) == {None, NotFound}


class TestDefault:
    def test_opens_ones_own_list_and_nobody_elses(self, work_as: WorkAs, ada: Actor, zoe: Actor):
        view_id = save(work_as, ada, is_shared=True)
        make_default(work_as, ada, view_id)
        assert (opens_with(work_as, ada), opens_with(work_as, zoe)) == ("Never here", "everybody")
        assert [view.is_default for view in views(work_as, ada) + views(work_as, zoe)] == [True, False]

    def test_may_be_somebody_elses_shared_view(self, work_as: WorkAs, ada: Actor, zoe: Actor):
        view_id = save(work_as, ada, is_shared=True)
        make_default(work_as, zoe, view_id)
        assert opens_with(work_as, zoe) == "Never here"

    def test_is_everybody_again_when_chosen_so(self, work_as: WorkAs, ada: Actor):
        make_default(work_as, ada, save(work_as, ada))
        make_default(work_as, ada, None)
        assert opens_with(work_as, ada) == "everybody"

    def test_is_everybody_once_the_view_is_shared_no_longer(self, work_as: WorkAs, ada: Actor, zoe: Actor):
        view_id = save(work_as, ada, is_shared=True)
        make_default(work_as, zoe, view_id)
        share(work_as, ada, view_id, is_shared=False)
        assert opens_with(work_as, zoe) == "everybody"

    def test_is_everybody_once_the_view_is_deleted(self, work_as: WorkAs, ada: Actor, zoe: Actor):
        view_id = save(work_as, ada, is_shared=True)
        make_default(work_as, zoe, view_id)
        delete(work_as, ada, view_id)
        assert opens_with(work_as, zoe) == "everybody"


class TestReplace:
    def test_keeps_another_list_under_the_name(self, work_as: WorkAs, ada: Actor):
        view_id = save(work_as, ada)
        with work_as(ada) as work:
            service.replace(work, ReplaceView(view_id=view_id, query="type=external", columns="name"))
        (view,) = views(work_as, ada)
        assert (view.name, view.query, view.columns) == ("Never here", "type=external", "name")

    def test_is_for_who_may_change_it(self, work_as: WorkAs, ada: Actor, zoe: Actor):
        view_id = save(work_as, ada, is_shared=True)
        with pytest.raises(NotAllowed), work_as(zoe) as work:
            service.replace(work, ReplaceView(view_id=view_id, query="q=x"))

    def test_needs_the_right_still(self, work_as: WorkAs, ada: Actor):
        view_id = save(work_as, ada)
        demoted = replace(ada, rights=frozenset({(Permission.SPACES_VIEW, None)}))
        with pytest.raises(NotAllowed):
            delete(work_as, demoted, view_id)
