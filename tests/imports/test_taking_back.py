"""Taking an import back: who goes, who gets back what they had, and who is left alone."""

import pytest
from sqlmodel import select

from admin_dashboard.core import audit
from admin_dashboard.core.errors import NotAllowed
from admin_dashboard.core.permissions import SYSTEM, Actor, Permission
from admin_dashboard.core.work import begin
from admin_dashboard.imports import service
from admin_dashboard.imports.queries import ImportView
from admin_dashboard.imports.rows import Which
from admin_dashboard.imports.service import NotNow
from admin_dashboard.models import Grant, ImportState, RetiredUsername, SpaceMember, User
from admin_dashboard.roles.service import grant as give_role
from admin_dashboard.roles.service import revoke as take_role
from admin_dashboard.users import service as users
from admin_dashboard.users.commands import EditUser
from tests.conftest import WorkAs
from tests.factories import give_value, grant, make_attribute, make_space, make_user
from tests.users.acting import holder, with_role

from .importing import Stored, csv, imported, rows_of, run_jobs, view, with_rights

BERT = "bert.short,Bert,Short,bert@example.org"


def taken_back(done: ImportView, actor: Actor = SYSTEM) -> ImportView:
    """The import after it was taken back."""
    with begin(actor) as work:
        service.take_back(work, done.id)
    run_jobs()
    return view(done.id)


def why_not(of: ImportView) -> list[str]:
    return [str(row.taken_back) for row in rows_of(of, Which.LEFT_ALONE)]


def edited(work_as: WorkAs, user: User, **values: str) -> None:
    with work_as() as work:
        now = work.session.get_one(User, user.id)
        fields = {name: getattr(now, name) for name in ("first_name", "last_name", "email")}
        users.edit(work, EditUser(user_id=user.id or 0, version=now.version, is_complete=False, **{**fields, **values}))


class TestCreated:
    def test_users_go(self, work_as: WorkAs, database: str):
        found = taken_back(imported(csv(BERT), invite=True))
        assert (found.state, found.restored, found.left_alone) == (ImportState.TAKEN_BACK, 1, 0)
        with work_as() as work:
            assert work.session.exec(select(User)).all() == []
            assert audit.verify(work.session) == []

    def test_users_can_be_imported_again(self, work_as: WorkAs, stored: Stored):
        taken_back(imported(csv(BERT)))
        imported(csv(BERT))
        assert stored("bert.short").email == "bert@example.org"
        with work_as() as work:
            assert work.session.exec(select(RetiredUsername)).all() == []

    @pytest.mark.parametrize("touch", ["edit", "grant", "sign in"])
    def test_users_stay_when_somebody_has_touched_them(self, work_as: WorkAs, stored: Stored, touch: str):
        done = imported(csv(BERT))
        bert = stored("bert.short")
        with work_as() as work:
            if touch == "grant":
                give_role(work, bert.id or 0, "auditor")
            elif touch == "sign in":
                work.record("session.started", bert.id)
        if touch == "edit":
            edited(work_as, bert, first_name="Herbert")
        found = taken_back(done)
        assert (found.restored, why_not(found)) == (0, ["Touched since: left as it is."])
        assert stored("bert.short").is_enabled

    def test_users_stay_who_have_more_rights_than_who_asks(self, work_as: WorkAs, stored: Stored):
        done = imported(
            csv("bert.short,Bert,Short,b@x.org,help_desk", head="username,first_name,last_name,email,roles")
        )
        may = (Permission.USERS_VIEW, Permission.USERS_IMPORT, Permission.USERS_DELETE, Permission.AUDIT_VIEW)
        with work_as() as work:
            limited = with_rights(work, *may)
        assert why_not(taken_back(done, limited)) == ["This user has rights that you do not have."]

    def test_who_is_gone_is_said_to_be(self, work_as: WorkAs, stored: Stored):
        done = imported(csv(BERT))
        with work_as() as work:
            work.session.delete(work.session.get_one(User, stored("bert.short").id))
        assert why_not(taken_back(done)) == ["Deleted in the meantime."]


class TestUpdated:
    def test_users_get_back_what_they_had(self, work_as: WorkAs, anna: User, stored: Stored):
        with work_as() as work:
            give_value(work.session, anna, "function", "Cook")
        head = "username,first_name,email,language,function,enabled"
        done = imported(csv("anna.long,Hannah,new@example.org,fr,Baker,no", head=head))
        found = taken_back(done)
        now = stored("anna.long")
        assert (found.restored, now.first_name, now.email, now.language) == (1, "Anna", "anna@example.org", None)
        assert (now.is_enabled, "  anna" in now.search) == (True, True)
        with work_as() as work:
            assert users.profile_of(work.session, now).attributes == {"function": "Cook"}

    def test_what_was_changed_since_stays(self, work_as: WorkAs, anna: User, stored: Stored):
        done = imported(csv("anna.long,Hannah,Short,"))
        edited(work_as, anna, last_name="Small")
        found = taken_back(done)
        assert (stored("anna.long").first_name, stored("anna.long").last_name) == ("Anna", "Small")
        assert why_not(found) == ["Changed since by somebody else, left as it is: last_name."]

    def test_an_address_that_belongs_to_another_by_now_stays(self, work_as: WorkAs, anna: User, stored: Stored):
        done = imported(csv("anna.long,,,new@example.org"))
        with work_as() as work:
            make_user(work.session, username="eve.quick", email="anna@example.org")
        assert why_not(taken_back(done)) == ["Another user, eve.quick, has this email address."]
        assert stored("anna.long").email == "new@example.org"

    def test_a_value_of_an_attribute_that_is_gone_is_left(self, work_as: WorkAs, anna: User):
        with work_as() as work:
            badge = make_attribute(work.session)
        done = imported(csv("anna.long,Hannah,red", head="username,first_name,badge"))
        with work_as() as work:
            work.session.delete(work.session.get_one(type(badge), badge.id))
        assert why_not(taken_back(done)) == ["Changed since by somebody else, left as it is: badge."]

    def test_who_is_external_by_now_is_left_alone(self, work_as: WorkAs, anna: User):
        done = imported(csv("anna.long,Hannah,,"))
        with work_as() as work:
            work.session.get_one(User, anna.id).is_external = True
        assert "External" in why_not(taken_back(done))[0]

    def test_who_is_gone_is_said_to_be(self, work_as: WorkAs, anna: User):
        done = imported(csv("anna.long,Hannah,,"))
        with work_as() as work:
            work.session.delete(work.session.get_one(User, anna.id))
        assert why_not(taken_back(done)) == ["Deleted in the meantime."]


class TestRolesAndSpaces:
    HEAD = "username,roles,spaces"

    def held(self, work_as: WorkAs) -> tuple[int, int]:
        with work_as() as work:
            return len(work.session.exec(select(Grant)).all()), len(work.session.exec(select(SpaceMember)).all())

    def test_that_were_given_are_taken_away(self, work_as: WorkAs, anna: User):
        with work_as() as work:
            make_space(work.session, "North", anna)
            make_space(work.session, "South")
            grant(work.session, anna, "auditor")
        done = imported(csv("anna.long,auditor;help_desk;space_manager@South,North;South", head=self.HEAD))
        assert self.held(work_as) == (3, 2)
        assert (taken_back(done).restored, self.held(work_as)) == (1, (1, 1))

    def test_that_somebody_gave_anew_stay(self, work_as: WorkAs, anna: User):
        done = imported(csv("anna.long,help_desk,", head=self.HEAD))
        with work_as() as work:
            take_role(work, anna.id or 0, "help_desk")
        with work_as() as work:
            give_role(work, anna.id or 0, "help_desk")
        assert why_not(taken_back(done)) == ["Changed since by somebody else: left as it is."]
        assert self.held(work_as) == (1, 0)

    def test_in_a_space_that_is_gone_are_left(self, work_as: WorkAs, anna: User):
        with work_as() as work:
            space = make_space(work.session, "North")
        done = imported(csv("anna.long,,North", head=self.HEAD))
        with work_as() as work:
            work.session.delete(work.session.get_one(type(space), space.id))
        assert why_not(taken_back(done)) == ["There is no space North."]


class TestWho:
    def test_may_not_delete_takes_no_users_back(self, work_as: WorkAs, database: str):
        with work_as() as work:
            manager = with_role(work.session, "user_manager")
        done = imported(csv(BERT), manager)
        with pytest.raises(NotAllowed), work_as(manager) as work:
            service.take_back(work, done.id)

    def test_may_edit_gives_back_what_users_had(self, work_as: WorkAs, anna: User, stored: Stored):
        with work_as() as work:
            manager = with_role(work.session, "user_manager")
        taken_back(imported(csv("anna.long,Hannah,,"), manager), manager)
        assert stored("anna.long").first_name == "Anna"

    def test_may_not_import_does_not(self, work_as: WorkAs, anna: User):
        done = imported(csv("anna.long,Hannah,,"))
        reader = holder(Permission.USERS_VIEW, Permission.AUDIT_VIEW, Permission.USERS_EDIT)
        with pytest.raises(NotAllowed), work_as(reader) as work:
            service.take_back(work, done.id)

    def test_lost_the_right_meanwhile_is_told(self, work_as: WorkAs, administrator: Actor):
        done = imported(csv(BERT), administrator)
        with work_as(administrator) as work:
            service.take_back(work, done.id)
        with work_as() as work:
            for held in work.session.exec(select(Grant)):
                work.session.delete(held)
        run_jobs()
        found = view(done.id)
        assert (found.state, found.restored, found.can_take_back) == (ImportState.DONE, 0, True)
        assert "no longer has the right" in str(found.error)


class TestAgain:
    def test_is_not_possible(self, work_as: WorkAs, database: str):
        found = taken_back(imported(csv(BERT)))
        with pytest.raises(NotNow), work_as() as work:
            service.take_back(work, found.id)

    def test_goes_on_after_it_was_cancelled(self, work_as: WorkAs, database: str):
        done = imported(csv(BERT))
        with work_as() as work:
            service.take_back(work, done.id)
        with work_as() as work:
            assert service.cancel(work, done.id)
        run_jobs()
        assert (view(done.id).state, view(done.id).restored) == (ImportState.DONE, 0)
        assert taken_back(done).restored == 1


def test_nothing_is_done_twice_when_the_database_stumbles_over_one(work_as: WorkAs, sqlite_database: str):
    done = imported(csv(BERT, "carl.tall,Carl,Tall,carl@example.org", "dora.wide,Dora,Wide,dora@example.org"))
    with work_as() as work:
        work.session.connection().exec_driver_sql(
            "CREATE TRIGGER odd BEFORE DELETE ON users WHEN old.username = 'carl.tall'"
            " BEGIN SELECT RAISE(ABORT, 'odd'); END"
        )
    found = taken_back(done)
    assert (found.restored, why_not(found)) == (2, ["Something went wrong on our side."])
