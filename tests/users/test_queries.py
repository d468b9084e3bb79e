from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin_dashboard.core.errors import NotFound
from admin_dashboard.core.permissions import Permission
from admin_dashboard.db.criteria import Enrollment
from admin_dashboard.models import Space, User
from admin_dashboard.users import queries
from tests.conftest import WorkAs
from tests.factories import NOW, actor_of, grant, make_administrator, make_session, make_user
from tests.users.acting import holder, with_role

READER = holder(Permission.USERS_VIEW)


@pytest.mark.usefixtures("database")
class TestRecord:
    def test_says_everything_that_is_stored(self, work_as: WorkAs):
        with work_as() as work:
            user = make_user(work.session, source="ldap", first_login_at=NOW, enrolled_at=NOW, password_hash="x")
            shown = queries.record(work, user.id or 0)
        assert (shown.row.id, shown.row.username, shown.row.email) == (user.id, user.username, user.email)
        assert shown.is_read_only
        assert shown.has_password
        assert shown.enrollment is Enrollment.ENROLLED
        assert shown.updated_at == user.updated_at

    def test_never_holds_the_password_hash(self, work_as: WorkAs):
        with work_as() as work:
            user = make_user(work.session, password_hash="the stored hash")
            assert "the stored hash" not in repr(queries.record(work, user.id or 0))

    def test_says_which_role_gives_each_right_and_what_is_lacking(self, work_as: WorkAs):
        with work_as() as work:
            user = make_user(work.session)
            space = Space(name="Paris", created_at=NOW)
            work.session.add(space)
            work.session.flush()
            grant(work.session, user, "space_manager", space.id)
            shown = queries.record(work, user.id or 0)
        assert {(right.role_key, right.space) for right in shown.rights} == {("space_manager", "Paris")}
        assert Permission.SPACES_INVITE not in shown.lacking
        assert Permission.USERS_VIEW in shown.lacking
        assert len(shown.rights) + len(shown.lacking) == len(Permission)

    def test_counts_live_sessions_only(self, work_as: WorkAs):
        with work_as(now=NOW) as work:
            user = make_user(work.session)
            make_session(work.session, user)
            make_session(work.session, user, idle_until=NOW)
            make_session(work.session, user, ends_at=NOW - timedelta(seconds=1))
            assert queries.record(work, user.id or 0).live_session_count == 1

    def test_says_how_the_reader_stands_to_the_user(self, work_as: WorkAs):
        with work_as() as work:
            administrator = make_administrator(work.session)
            manager = with_role(work.session, "user_manager")
        with work_as(manager) as work:
            above = queries.record(work, administrator.id or 0).reader
            own = queries.record(work, manager.id or 0).reader
        assert (above.is_the_user, above.has_fewer_rights) == (False, True)
        assert (own.is_the_user, own.has_fewer_rights) == (True, False)
        assert own.may_see_roles

    def test_says_who_is_the_last_administrator(self, work_as: WorkAs):
        with work_as() as work:
            first, second = make_administrator(work.session), make_administrator(work.session, is_enabled=False)
            assert queries.record(work, first.id or 0).reader.is_left_the_last
            assert not queries.record(work, second.id or 0).reader.is_left_the_last
            make_administrator(work.session)
            assert not queries.record(work, first.id or 0).reader.is_left_the_last

    def test_one_may_not_see_answers_like_one_that_does_not_exist(self, work_as: WorkAs):
        with work_as() as work:
            user = make_user(work.session)
            unprivileged = actor_of(work.session, user)
        answers = []
        for actor, user_id in ((unprivileged, user.id or 0), (READER, 4711)):
            with pytest.raises(NotFound) as refusal, work_as(actor) as work:
                queries.record(work, user_id)
            answers.append(str(refusal.value))
        assert answers[0] == answers[1]


class TestEnrollment:
    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ({}, Enrollment.NEVER),
            ({"enrolled_at": NOW}, Enrollment.ENROLLED),
            ({"enrolled_at": NOW, "first_login_at": NOW}, Enrollment.ENROLLED),
            ({"first_login_at": NOW}, Enrollment.NOT_POSSIBLE),
            ({"is_external": True}, Enrollment.NOT_POSSIBLE),
            ({"is_external": True, "enrolled_at": NOW}, Enrollment.NOT_POSSIBLE),
        ],
    )
    def test_is_derived_from_the_dates(self, values: dict[str, Any], expected: Enrollment):
        assert queries.enrollment_of(User(first_name="Ada", last_name="Lovelace", **values)) is expected

    @given(st.booleans(), st.booleans(), st.booleans())
    def test_is_exactly_one_of_three(self, external: bool, connected: bool, invited: bool):
        login, invitation = NOW if connected else None, NOW if invited else None
        user = User(first_name="A", last_name="B", is_external=external, first_login_at=login, enrolled_at=invitation)
        assert queries.enrollment_of(user) in Enrollment


@pytest.mark.usefixtures("database")
class TestFindId:
    @pytest.mark.parametrize("typed", ["marie.dupont", "Marie.DUPONT ", "ｍarie.dupont"])
    def test_finds_the_one_user_of_that_name(self, work_as: WorkAs, typed: str):
        with work_as() as work:
            user = make_user(work.session, username="marie.dupont")
            make_user(work.session, username="marie.dupont2")
            assert queries.find_id(work, typed) == user.id

    def test_is_no_search_by_contains(self, work_as: WorkAs):
        with work_as() as work:
            make_user(work.session, username="marie.dupont")
            with pytest.raises(NotFound, match="no user marie"):
                queries.find_id(work, "marie")

    def test_finds_nobody_for_those_who_may_not_see_users(self, work_as: WorkAs):
        with work_as() as work:
            make_user(work.session, username="marie.dupont")
        with pytest.raises(NotFound), work_as(holder()) as work:
            queries.find_id(work, "marie.dupont")
