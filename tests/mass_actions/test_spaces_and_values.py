"""Letting many work in a space, taking them out, and giving them a value."""

import json

import pytest
from sqlmodel import col, select

from admin_dashboard.core.errors import InvalidInput, NotAllowed, NotFound
from admin_dashboard.core.permissions import Actor, Permission
from admin_dashboard.mass_actions.reasons import Reason
from admin_dashboard.models import AttributeValue, AuditEntry, Grant, Source, SpaceMember, User
from admin_dashboard.spaces.commands import AddMember
from admin_dashboard.spaces.service import add_member
from tests.conftest import WorkAs
from tests.factories import actor_of, give_value, grant, make_attribute, make_space, make_user
from tests.users.acting import holder

from .doing import ask, carried_out, outcomes

ADD, REMOVE, SET = "add_to_space", "remove_from_space", "set_attribute"


class TestSpaces:
    def test_adds_who_is_not_there(self, work_as: WorkAs, administrator: Actor, people: list[User]):
        with work_as() as work:
            space = make_space(work.session, "", people[0])
        done = carried_out(ask(ADD, *people, space_id=space.id), administrator)
        assert outcomes(done.job_id)[people[0].id or 0] == Reason.IN_SPACE
        with work_as() as work:
            assert len(work.session.exec(select(SpaceMember)).all()) == 5

    def test_removes_who_is_there_with_their_role(self, work_as: WorkAs, administrator: Actor, people: list[User]):
        with work_as() as work:
            space = make_space(work.session, "", people[1])
            add = AddMember(space_id=space.id or 0, user_id=people[0].id or 0, is_manager=True)
            add_member(work, add)
        done = carried_out(ask(REMOVE, *people, space_id=space.id), administrator)
        assert (done.done, done.skipped) == (2, 3)
        assert outcomes(done.job_id)[people[2].id or 0] == Reason.NOT_IN_SPACE
        with work_as() as work:
            assert not work.session.exec(select(SpaceMember)).all()
            assert not work.session.exec(select(Grant).where(col(Grant.space_id) == space.id)).all()

    def test_a_manager_does_not_take_themselves_out(self, work_as: WorkAs, people: list[User]):
        with work_as() as work:
            space = make_space(work.session)
            manager = make_user(work.session)
            grant(work.session, manager, "user_manager")
            add_member(work, AddMember(space_id=space.id or 0, user_id=manager.id or 0, is_manager=True))
            actor = actor_of(work.session, manager)
        done = carried_out(ask(REMOVE, manager, space_id=space.id), actor)
        assert outcomes(done.job_id) == {manager.id: Reason.YOURSELF}

    def test_a_space_one_may_not_see_does_not_exist(self, work_as: WorkAs, people: list[User]):
        with work_as() as work:
            space = make_space(work.session)
        with pytest.raises(NotFound):
            carried_out(ask(ADD, *people, space_id=space.id), holder(Permission.USERS_VIEW))

    def test_needs_the_right_there(self, work_as: WorkAs, people: list[User]):
        with work_as() as work:
            space = make_space(work.session)
        with pytest.raises(NotAllowed):
            carried_out(ask(ADD, *people, space_id=space.id), holder(Permission.USERS_VIEW, Permission.SPACES_VIEW))


class TestValues:
    @pytest.fixture(autouse=True)
    def _badge(self, work_as: WorkAs, database: str) -> None:
        with work_as() as work:
            make_attribute(work.session)

    def give(self, *users: User, value: str = "red", actor: Actor | None = None) -> dict[int, str]:
        asked = ask(SET, *users, attribute="badge", value=value)
        return outcomes(carried_out(asked, *filter(None, [actor])).job_id)

    def values(self, work_as: WorkAs) -> list[str]:
        with work_as() as work:
            return [one.value for one in work.session.exec(select(AttributeValue))]

    def test_are_given_to_all_who_have_another_or_none(self, work_as: WorkAs, administrator: Actor, people: list[User]):
        with work_as() as work:
            give_value(work.session, people[0], "badge", "red")
            give_value(work.session, people[1], "badge", "blue")
        became = self.give(*people, actor=administrator)
        assert became[people[0].id or 0] == Reason.HAS_VALUE
        assert self.values(work_as) == ["red"] * 5
        with work_as() as work:
            assert {user.version for user in work.session.exec(select(User))} == {1, 2}

    def test_are_in_the_trail_with_what_was_there(self, work_as: WorkAs, people: list[User]):
        with work_as() as work:
            give_value(work.session, people[1], "badge", "blue")
        self.give(*people)
        with work_as() as work:
            entries = work.session.exec(select(AuditEntry).where(AuditEntry.action == "user.edited")).all()
            told = {e.user_id: json.loads(e.detail or "{}")["attributes"]["badge"] for e in entries}
        assert told == {**{user.id: ["", "red"] for user in people}, people[1].id: ["blue", "red"]}

    def test_can_be_taken_away(self, work_as: WorkAs, people: list[User]):
        self.give(*people)
        assert set(self.give(*people, value=" ").values()) == {"done"}
        assert self.values(work_as) == []

    @pytest.mark.parametrize("source", [Source.LDAP, Source.SCIM])
    def test_of_a_profile_mastered_elsewhere_stay(self, work_as: WorkAs, source: Source):
        with work_as() as work:
            user = make_user(work.session, source=source)
        assert self.give(user) == {user.id: Reason.READ_ONLY}

    def test_must_fit_the_attribute(self, work_as: WorkAs, people: list[User]):
        with work_as() as work:
            make_attribute(work.session, "size", type="number", is_required=True)
        for wrong in ("large", ""):
            with pytest.raises(InvalidInput):
                carried_out(ask(SET, *people, attribute="size", value=wrong))

    def test_of_what_is_no_attribute_are_refused(self, people: list[User]):
        with pytest.raises(NotFound):
            carried_out(ask(SET, *people, attribute="shoe", value="44"))
