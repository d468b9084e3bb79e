"""Which spaces there are, and who works in them."""

import pytest

from admin_dashboard.core.errors import NotFound
from admin_dashboard.core.permissions import Actor, Permission
from admin_dashboard.spaces import queries
from admin_dashboard.spaces.queries import CountedSpace, SpaceRow
from tests.conftest import WorkAs
from tests.factories import make_space, make_user
from tests.users.acting import holder

pytestmark = pytest.mark.usefixtures("database")


class TestAllSpaces:
    def test_come_by_name(self, work_as: WorkAs):
        with work_as() as work:
            for name in ("Zürich", "écoles", "Berlin"):
                make_space(work.session, name)
            assert [space.name for space in queries.all_spaces(work)] == ["Berlin", "écoles", "Zürich"]

    def test_are_those_the_actor_may_see(self, work_as: WorkAs):
        with work_as() as work:
            seen, _hidden = make_space(work.session, "Seen"), make_space(work.session, "Hidden")
        limited = Actor(id=1, name="Limited", rights=frozenset({(Permission.SPACES_VIEW, seen.id)}))
        for actor, expected in ((limited, ["Seen"]), (holder(Permission.USERS_VIEW), [])):
            with work_as(actor) as work:
                assert [space.name for space in queries.all_spaces(work)] == expected
                assert [space.name for space in queries.counted_spaces(work)] == expected

    def test_say_how_many_work_there(self, work_as: WorkAs):
        with work_as() as work:
            ann, bob = make_user(work.session), make_user(work.session)
            busy, idle = make_space(work.session, "Busy", ann, managers=[bob]), make_space(work.session, "Idle")
            found = queries.counted_spaces(work)
        assert found == (CountedSpace(busy.id or 0, "Busy", 2, 1), CountedSpace(idle.id or 0, "Idle", 0, 0))


class TestSpacesOf:
    def test_gives_those_who_work_in_any(self, work_as: WorkAs):
        with work_as() as work:
            ann, bob = make_user(work.session), make_user(work.session)
            first, second = make_space(work.session, "Beta", ann), make_space(work.session, "alpha", managers=[ann])
            found = queries.spaces_of(work.session, [ann.id or 0, bob.id or 0])
        rows = [SpaceRow(second.id or 0, "alpha", is_manager=True), SpaceRow(first.id or 0, "Beta", is_manager=False)]
        assert found == {ann.id: rows}


class TestFindId:
    def test_finds_by_the_name(self, work_as: WorkAs):
        with work_as() as work:
            space = make_space(work.session, "Paris office")
            assert queries.find_id(work, " Paris  office ") == space.id

    def test_one_that_may_not_be_seen_is_as_if_it_was_not_there(self, work_as: WorkAs):
        with work_as() as work:
            make_space(work.session, "Hidden")
        for name in ("Hidden", "Nowhere"):
            with pytest.raises(NotFound, match=f"no space {name}"), work_as(holder(Permission.USERS_VIEW)) as work:
                queries.find_id(work, name)
