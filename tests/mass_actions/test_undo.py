"""Taking an action back from everybody who is still as it left them, and trying again where it failed."""

from typing import Any

import pytest
from sqlmodel import select

from admin_dashboard.core.permissions import Actor
from admin_dashboard.mass_actions import queries, service
from admin_dashboard.mass_actions.commands import RetryMassAction, UndoMassAction
from admin_dashboard.mass_actions.plans import CannotBeUndone, StillRunning
from admin_dashboard.mass_actions.reasons import Reason
from admin_dashboard.mass_actions.service import NobodyAsked
from admin_dashboard.models import AttributeValue, Grant, Space, SpaceMember, User
from admin_dashboard.roles.commands import GrantRole, RevokeRole
from admin_dashboard.roles.service import grant_role, revoke_role
from admin_dashboard.spaces.commands import AddMember, RemoveMember
from admin_dashboard.spaces.service import add_member, remove_member
from admin_dashboard.users import service as users
from tests.conftest import WorkAs
from tests.factories import give_value, grant, make_attribute, make_space

from .doing import ask, carried_out, outcomes, row, started


def undone(job_id: int) -> dict[int, str]:
    """What became of each when it was taken back."""
    return outcomes(carried_out(UndoMassAction(job_id)).job_id)


def id_of(user: User) -> int:
    return user.id or 0


class TestSwitching:
    def test_gives_access_back_but_to_those_changed_since(self, work_as: WorkAs, people: list[User]):
        first, second, third, *rest = people
        done = carried_out(ask("disable", *people))
        with work_as() as work:
            users.enable(work, id_of(first))
            users.enable(work, id_of(second))
            users.disable(work, id_of(second))
            work.session.delete(work.session.get_one(User, third.id))
        assert undone(done.job_id) == {
            first.id: Reason.ALREADY_ENABLED,
            second.id: Reason.CHANGED_SINCE,
            third.id: Reason.GONE,
            **{user.id: "done" for user in rest},
        }

    def test_concerns_only_those_it_was_done_to(self, work_as: WorkAs, people: list[User]):
        with work_as() as work:
            users.disable(work, id_of(people[0]))
        done = carried_out(ask("disable", *people))
        assert id_of(people[0]) not in undone(done.job_id)
        with work_as() as work:
            assert not work.session.get_one(User, people[0].id).is_enabled

    def test_of_enabling_disables(self, work_as: WorkAs, people: list[User]):
        carried_out(ask("disable", *people))
        done = carried_out(ask("enable", *people))
        assert set(undone(done.job_id).values()) == {"done"}

    def test_is_announced_exactly(self, work_as: WorkAs, people: list[User]):
        done = carried_out(ask("disable", *people))
        with work_as() as work:
            users.enable(work, id_of(people[0]))
        with work_as() as work:
            shown = service.preview(work, UndoMassAction(done.job_id))
        assert (shown.asked, shown.will_change, shown.skipped) == (5, 4, {Reason.ALREADY_ENABLED: 1})

    def test_is_one_who_undid_it_can_read(self, people: list[User]):
        done = carried_out(ask("disable", *people, reason="by mistake"))
        undoing = carried_out(UndoMassAction(done.job_id, "sorry"))
        assert (undoing.action.name, undoing.undo_of_id, undoing.reason) == ("enable", done.job_id, "sorry")
        assert row(done.job_id).can_be_undone
        assert not undoing.can_be_undone


class TestRoles:
    def test_a_grant_is_taken_back_unless_it_is_another_one_by_now(self, work_as: WorkAs, people: list[User]):
        done = carried_out(ask("grant_role", *people, role="auditor"))
        gone, again = id_of(people[0]), id_of(people[1])
        with work_as() as work:
            for user_id in (gone, again):
                revoke_role(work, RevokeRole(user_id=user_id, role="auditor"))
            grant_role(work, GrantRole(user_id=again, role="auditor"))
        left = {gone: Reason.LACKS_ROLE, again: Reason.CHANGED_SINCE}
        assert undone(done.job_id) == {**{id_of(user): "done" for user in people}, **left}
        with work_as() as work:
            assert work.session.exec(select(Grant.user_id)).all() == [again]

    def test_a_revocation_is_given_back(self, work_as: WorkAs, people: list[User]):
        with work_as() as work:
            grant(work.session, people[0], "auditor")
        done = carried_out(ask("revoke_role", *people, role="auditor"))
        assert undone(done.job_id) == {id_of(people[0]): "done"}
        with work_as() as work:
            assert work.session.exec(select(Grant.user_id)).all() == [people[0].id]


@pytest.fixture
def space(work_as: WorkAs, people: list[User]) -> Space:
    """A space in which nobody works."""
    with work_as() as work:
        return make_space(work.session)


class TestSpaces:
    def test_who_was_added_is_taken_out_unless_they_were_added_anew_or_manage_it(
        self, work_as: WorkAs, people: list[User], space: Space
    ):
        done = carried_out(ask("add_to_space", *people, space_id=space.id))
        again, manager = id_of(people[0]), id_of(people[1])
        with work_as() as work:
            remove_member(work, RemoveMember(space_id=space.id or 0, user_id=again))
            add_member(work, AddMember(space_id=space.id or 0, user_id=again))
            add_member(work, AddMember(space_id=space.id or 0, user_id=manager, is_manager=True))
        left = {again: Reason.CHANGED_SINCE, manager: Reason.CHANGED_SINCE}
        assert undone(done.job_id) == {**{id_of(user): "done" for user in people}, **left}

    def test_who_was_taken_out_comes_back_as_what_they_were(self, work_as: WorkAs, people: list[User], space: Space):
        with work_as() as work:
            for user, is_manager in ((people[0], True), (people[1], False)):
                add_member(work, AddMember(space_id=space.id or 0, user_id=id_of(user), is_manager=is_manager))
        done = carried_out(ask("remove_from_space", *people, space_id=space.id))
        assert set(undone(done.job_id).values()) == {"done"}
        with work_as() as work:
            members = {m.user_id: m.is_manager for m in work.session.exec(select(SpaceMember))}
            assert members == {people[0].id: True, people[1].id: False}
            assert work.session.exec(select(Grant.user_id)).all() == [people[0].id]


class TestAttributes:
    @pytest.fixture
    def badge(self, work_as: WorkAs, people: list[User]) -> str:
        with work_as() as work:
            key = make_attribute(work.session).key
            give_value(work.session, people[0], key, "blue")
            give_value(work.session, people[1], key, "green")
        return key

    def values(self, work_as: WorkAs) -> dict[int, str]:
        with work_as() as work:
            return {one.user_id: one.value for one in work.session.exec(select(AttributeValue))}

    def test_each_has_again_what_they_had(self, work_as: WorkAs, people: list[User], badge: str):
        before = self.values(work_as)
        done = carried_out(ask("set_attribute", *people, attribute=badge, value="red"))
        assert set(self.values(work_as).values()) == {"red"}
        assert set(undone(done.job_id).values()) == {"done"}
        assert self.values(work_as) == before

    def test_what_was_changed_since_stays(self, work_as: WorkAs, people: list[User], badge: str):
        done = carried_out(ask("set_attribute", *people, attribute=badge, value="red"))
        carried_out(ask("set_attribute", people[0], attribute=badge, value="black"))
        assert undone(done.job_id)[id_of(people[0])] == Reason.CHANGED_SINCE
        assert self.values(work_as)[id_of(people[0])] == "black"


class TestWhatCannotBeUndone:
    @pytest.mark.parametrize("action", ["invite", "delete"])
    def test_mails_and_deletions(self, people: list[User], action: str):
        with pytest.raises(CannotBeUndone):
            undone(carried_out(ask(action, *people)).job_id)

    def test_an_undoing(self, people: list[User]):
        done = carried_out(ask("disable", *people))
        with pytest.raises(CannotBeUndone):
            undone(carried_out(UndoMassAction(done.job_id)).job_id)

    def test_what_still_goes_on(self, people: list[User]):
        with pytest.raises(StillRunning):
            undone(started(ask("disable", *people)))


class TestRetry:
    def test_does_the_same_to_those_it_did_not_come_to_when_it_stopped(
        self, work_as: WorkAs, administrator: Actor, people: list[User]
    ):
        job_id = started(ask("disable", *people, reason="left"), administrator)
        self.disable(work_as, administrator)
        stopped = carried_out(ask("enable", people[0]))
        assert stopped.skipped == 1
        assert row(job_id).failed == 5
        again = carried_out(RetryMassAction(job_id))
        assert (again.action.name, again.retry_of_id, again.reason, again.done) == ("disable", job_id, "left", 5)

    def disable(self, work_as: WorkAs, actor: Actor) -> None:
        with work_as() as work:
            user: Any = work.session.get_one(User, actor.id)
            user.is_enabled = False

    def test_of_what_has_not_failed_is_refused(self, people: list[User]):
        done = carried_out(ask("disable", *people))
        with pytest.raises(NobodyAsked):
            carried_out(RetryMassAction(done.job_id))

    def test_of_a_cancelled_one_is_refused(self, work_as: WorkAs, people: list[User]):
        job_id = started(ask("disable", *people))
        with work_as() as work:
            service.cancel(work, job_id)
        with work_as() as work:
            assert queries.reasons(work, job_id) == {Reason.CANCELLED: 5}
        with pytest.raises(NobodyAsked):
            carried_out(RetryMassAction(job_id))
