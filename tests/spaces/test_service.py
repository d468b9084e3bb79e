"""Making spaces, and who works in them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from admin_dashboard.core.errors import InvalidInput, NotAllowed, NotFound
from admin_dashboard.core.forms import parse
from admin_dashboard.core.permissions import BUILT_IN_ROLES, SPACE_MANAGER, SYSTEM, Actor, Permission
from admin_dashboard.core.rights import rights_of
from admin_dashboard.core.work import begin
from admin_dashboard.models import AuditEntry, SpaceMember, User
from admin_dashboard.roles.service import MorePowerful, Yourself
from admin_dashboard.spaces import queries, service
from admin_dashboard.spaces.commands import AddMember, CreateSpace, RemoveMember
from admin_dashboard.spaces.service import SpaceNameTaken
from tests.conftest import WorkAs
from tests.factories import grant, make_administrator, make_space, make_user
from tests.users.acting import holder

pytestmark = pytest.mark.usefixtures("database")
P = Permission
EVERYTHING_THERE = BUILT_IN_ROLES[SPACE_MANAGER][1]


@pytest.fixture
def marie(work_as: WorkAs) -> int:
    with work_as() as work:
        return make_user(work.session).id or 0


@pytest.fixture
def paris(work_as: WorkAs) -> int:
    with work_as() as work:
        return make_space(work.session, "Paris").id or 0


def manager_of(space_id: int, user_id: int = 999_999) -> Actor:
    """Somebody who manages this space and may see users."""
    rights = {(permission, space_id) for permission in EVERYTHING_THERE} | {(P.USERS_VIEW, None)}
    return Actor(id=user_id, name="Manager", rights=frozenset(rights))


def actions(work_as: WorkAs) -> list[str]:
    with work_as() as work:
        return list(work.session.exec(select(AuditEntry.action)))


class TestCreate:
    def test_makes_an_empty_space(self, work_as: WorkAs):
        with work_as() as work:
            space_id = service.create(work, parse(CreateSpace, {"name": "  Paris   office "}))
            assert queries.find_id(work, "Paris office") == space_id
        assert actions(work_as) == ["space.created"]

    @pytest.mark.parametrize("name", ["Paris", "PARIS", "Pâris"])
    def test_refuses_a_name_that_looks_like_another(self, work_as: WorkAs, paris: int, name: str):
        with pytest.raises(SpaceNameTaken), work_as() as work:
            service.create(work, CreateSpace(name=name))

    @pytest.mark.parametrize("name", ["", "\u200b", "x" * 101, "a\x00", None, 7])
    def test_wants_1_to_100_characters(self, name: object):
        with pytest.raises(InvalidInput):
            parse(CreateSpace, {"name": name})

    def test_by_two_at_once_has_one_winner(self):
        def create(_number: int) -> bool:
            try:
                with begin(SYSTEM) as work:
                    service.create(work, CreateSpace(name="Rome"))
            except SpaceNameTaken:
                return False
            return True

        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(create, range(4))).count(True) == 1

    def test_is_for_who_may_manage_all_spaces(self, work_as: WorkAs, paris: int):
        for actor in (holder(P.SPACES_VIEW), manager_of(paris)):
            with pytest.raises(NotAllowed), work_as(actor) as work:
                service.create(work, CreateSpace(name="Rome"))


class TestAddMember:
    def test_lets_somebody_work_there_once(self, work_as: WorkAs, marie: int, paris: int):
        for is_new in (True, False):
            with work_as() as work:
                assert service.add_member(work, AddMember(space_id=paris, user_id=marie)) is is_new
        assert actions(work_as) == ["space.member_added"]

    def test_as_a_manager_gives_the_role_there_and_nowhere_else(self, work_as: WorkAs, marie: int, paris: int):
        with work_as() as work:
            assert service.add_member(work, AddMember(space_id=paris, user_id=marie, is_manager=True))
        with work_as() as work:
            assert rights_of(work.session, marie) == {(permission, paris) for permission in EVERYTHING_THERE}
            assert queries.spaces_of(work.session, [marie])[marie][0].is_manager
        assert actions(work_as) == ["space.member_added", "role.granted"]

    def test_raises_a_member_to_a_manager_and_lowers_none(self, work_as: WorkAs, marie: int, paris: int):
        for is_manager, is_changed in ((False, True), (True, True), (False, False)):
            with work_as() as work:
                command = AddMember(space_id=paris, user_id=marie, is_manager=is_manager)
                assert service.add_member(work, command) is is_changed
        with work_as() as work:
            assert queries.spaces_of(work.session, [marie])[marie][0].is_manager

    @pytest.mark.parametrize("is_external", [True, False])
    def test_leaves_people_internal_or_external(self, work_as: WorkAs, paris: int, is_external: bool):
        with work_as() as work:
            user_id = make_user(work.session, is_external=is_external).id or 0
            service.add_member(work, AddMember(space_id=paris, user_id=user_id))
        with work_as() as work:
            assert work.session.get_one(User, user_id).is_external is is_external

    def test_is_done_by_a_manager_of_the_space(self, work_as: WorkAs, marie: int, paris: int):
        with work_as(manager_of(paris)) as work:
            assert service.add_member(work, AddMember(space_id=paris, user_id=marie, is_manager=True))

    def test_is_not_done_by_a_manager_of_another(self, work_as: WorkAs, marie: int, paris: int):
        with work_as() as work:
            rome = make_space(work.session, "Rome").id or 0
        with pytest.raises(NotFound), work_as(manager_of(rome)) as work:
            service.add_member(work, AddMember(space_id=paris, user_id=marie))

    def test_needs_the_right_to_manage_it(self, work_as: WorkAs, marie: int, paris: int):
        with pytest.raises(NotAllowed), work_as(holder(P.USERS_VIEW, P.SPACES_VIEW)) as work:
            service.add_member(work, AddMember(space_id=paris, user_id=marie))

    def test_makes_nobody_manager_by_who_has_fewer_rights(self, work_as: WorkAs, marie: int, paris: int):
        with pytest.raises(MorePowerful), work_as(holder(P.USERS_VIEW, P.SPACES_VIEW, P.SPACES_MANAGE)) as work:
            service.add_member(work, AddMember(space_id=paris, user_id=marie, is_manager=True))
        with work_as() as work:
            assert work.session.exec(select(SpaceMember)).all() == []

    def test_of_somebody_with_more_rights_is_refused(self, work_as: WorkAs, paris: int):
        with work_as() as work:
            chief = make_administrator(work.session).id or 0
        with pytest.raises(MorePowerful), work_as(manager_of(paris)) as work:
            service.add_member(work, AddMember(space_id=paris, user_id=chief))

    @pytest.mark.parametrize("user_id", [0, -1, 10**6, 2**70])
    def test_of_nobody_is_refused(self, work_as: WorkAs, paris: int, user_id: int):
        with pytest.raises(NotFound), work_as() as work:
            service.add_member(work, AddMember(space_id=paris, user_id=user_id))

    @pytest.mark.parametrize("space_id", [0, -1, 10**6, 2**70])
    def test_to_no_space_is_refused(self, work_as: WorkAs, marie: int, space_id: int):
        with pytest.raises(NotFound), work_as() as work:
            service.add_member(work, AddMember(space_id=space_id, user_id=marie))


class TestRemoveMember:
    def test_takes_somebody_out_once(self, work_as: WorkAs, marie: int, paris: int):
        with work_as() as work:
            service.add_member(work, AddMember(space_id=paris, user_id=marie))
        for was_there in (True, False):
            with work_as() as work:
                assert service.remove_member(work, RemoveMember(space_id=paris, user_id=marie)) is was_there
        assert actions(work_as) == ["space.member_added", "space.member_removed"]

    def test_takes_the_managers_role_there_too(self, work_as: WorkAs, marie: int, paris: int):
        with work_as() as work:
            service.add_member(work, AddMember(space_id=paris, user_id=marie, is_manager=True))
        with work_as() as work:
            service.remove_member(work, RemoveMember(space_id=paris, user_id=marie))
        with work_as() as work:
            assert rights_of(work.session, marie) == frozenset()

    def test_is_not_done_by_a_manager_to_themselves(self, work_as: WorkAs, marie: int, paris: int):
        with work_as() as work:
            service.add_member(work, AddMember(space_id=paris, user_id=marie, is_manager=True))
        with pytest.raises(Yourself), work_as(manager_of(paris, marie)) as work:
            service.remove_member(work, RemoveMember(space_id=paris, user_id=marie))

    def test_needs_the_right_to_manage_it(self, work_as: WorkAs, marie: int, paris: int):
        with pytest.raises(NotAllowed), work_as(holder(P.USERS_VIEW, P.SPACES_VIEW)) as work:
            service.remove_member(work, RemoveMember(space_id=paris, user_id=marie))


def test_a_space_that_goes_takes_its_grants_and_memberships_along(work_as: WorkAs, marie: int):
    with work_as() as work:
        user = work.session.get_one(User, marie)
        space = make_space(work.session, "Rome", managers=[user])
        grant(work.session, user, SPACE_MANAGER, space.id)
        work.session.delete(space)
    with work_as() as work:
        assert rights_of(work.session, marie) == frozenset()
        assert work.session.exec(select(SpaceMember)).all() == []
