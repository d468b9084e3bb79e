"""What each choice of the filters would give."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from admin_dashboard.core.errors import NotAllowed
from admin_dashboard.core.permissions import NOBODY, Actor, Permission
from admin_dashboard.core.work import Work
from admin_dashboard.db import search, tallies
from admin_dashboard.db.criteria import Criteria
from admin_dashboard.db.tallies import look
from admin_dashboard.models import AttributeValue, Space, SpaceMember, User
from admin_dashboard.users import facets as module
from admin_dashboard.users.facets import FacetChoice, Facets, facets
from admin_dashboard.users.listing import AttributeFilter, Filters, ListUsers, State, count_exact, list_users
from tests.conftest import WorkAs
from tests.factories import NOW, grant, make_user
from tests.users.oracle import choosing, expected
from tests.users.test_listing_property import People, people, queries  # noqa: F401 - a fixture

READER = Actor(id=1, name="reader", rights=frozenset({(Permission.USERS_VIEW, None)}))
STATUSES = {
    "connection": ["connected", "never_connected"],
    "enrollment": ["enrolled", "never_enrolled", "not_possible"],
    "type": ["internal", "external"],
    "state": ["enabled", "disabled", "any"],
    "source": ["internal", "csv", "scim", "ldap"],
}
LIMITS = [
    {"CAP": 10_000, "REACH": 12_500, "SAMPLE": 4_000},
    {"CAP": 20, "REACH": 40, "SAMPLE": 15},
    {"CAP": 5, "REACH": 150, "SAMPLE": 60},
    {"CAP": 3, "REACH": 10, "SAMPLE": 8},
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_choice_gives_what_the_rules_say(people: People, data: st.DataObject) -> None:  # noqa: F811
    work, users, known = people
    query = data.draw(queries(users))
    limits = data.draw(st.sampled_from(LIMITS))
    found = limited(work, query, limits)
    for group, choices in found.items():
        for choice in choices:
            alone = ListUsers(query.text, choosing(query.filters, group, choice.value))
            count = len(expected(users, alone, known))
            assert choice.count == count if choice.is_exact else choice.count <= count, (group, choice)
    assert {group: [c.value for c in found[group]] for group in STATUSES} == STATUSES
    assert limits is not LIMITS[0] or all(c.is_exact for choices in found.values() for c in choices)


def limited(work: Work, query: ListUsers, limits: dict[str, int]) -> Facets:
    """As if the site were large."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "CAP", limits["CAP"])
        patch.setattr(tallies, "REACH", limits["REACH"])
        patch.setattr(tallies, "SAMPLE", limits["SAMPLE"])
        return facets(work, query)


def by_value(choices: tuple[FacetChoice, ...]) -> dict[str, int]:
    return {choice.value: choice.count for choice in choices}


class TestStatuses:
    def test_follow_a_recorded_change_at_once(self, database: str, work_as: WorkAs) -> None:
        with work_as() as work:
            user_id = make_user(work.session).id
            make_user(work.session)
        with work_as() as work:
            assert by_value(facets(work, ListUsers())["state"]) == {"enabled": 2, "disabled": 0, "any": 2}
        with work_as() as work:
            work.session.get_one(User, user_id).is_enabled = False
            work.record("user.disabled", user_id)
        with work_as() as work:
            assert by_value(facets(work, ListUsers())["state"]) == {"enabled": 1, "disabled": 1, "any": 2}


class TestAnAnswer:
    def test_looks_at_nobody_twice(self, people: People, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
        work, _users, _known = people
        looks: list[Criteria] = []
        monkeypatch.setattr(tallies, "look", lambda *asked: looks.append(asked[1]) or look(*asked))
        facets(work, ListUsers("e", Filters.named(["external"])))
        assert [asked.filters for asked in looks] == [Filters(state=State.ANY)]

    def test_may_name_more_values_than_a_statement_has_columns(self, database: str, work_as: WorkAs) -> None:
        asked = frozenset(f"town {number}" for number in range(2_500))
        with work_as() as work:
            for _ in range(9):
                make_user(work.session)
            query = ListUsers(filters=Filters(attributes=(AttributeFilter("location", asked),)))
            found = limited(work, query, {"CAP": 3, "REACH": 4, "SAMPLE": 4})["attribute:location"]
        assert {c.count for c in found} == {0}
        assert {c.value for c in found} == asked

    def test_of_very_many_counts_the_rare_exactly(self, database: str, work_as: WorkAs) -> None:
        with work_as() as work:
            for number in range(60):
                make_user(work.session, is_external=number < 2)
            found = limited(work, ListUsers("doe"), {"CAP": 20, "REACH": 5, "SAMPLE": 5})["type"]
        assert {c.value: c.count if c.is_exact else "more" for c in found} == {"internal": "more", "external": 2}


@pytest.fixture
def marie(database: str, work_as: WorkAs) -> int:
    """A help desk member in Lyon and in the space Design; Law has nobody."""
    with work_as() as work:
        user = make_user(work.session, first_name="Marie")
        grant(work.session, user, "help_desk")
        work.session.add_all([Space(id=1, name="Design", created_at=NOW), Space(id=2, name="Law", created_at=NOW)])
        work.session.flush()
        work.session.add(SpaceMember(space_id=1, user_id=user.id or 0, joined_at=NOW))
        work.session.add(AttributeValue(user_id=user.id or 0, attribute_id=3, value="Lyon", sort_key="lyon"))
        return user.id or 0


class TestBesideTheRow:
    def test_roles_and_spaces_come_by_name_with_nobody_in_some(self, marie: int, work_as: WorkAs) -> None:
        with work_as() as work:
            found = facets(work, ListUsers("mar"))
        assert [(c.label, c.count) for c in found["space"]] == [("Design", 1), ("Law", 0)]
        assert [(c.value, c.label, c.count) for c in found["role"]][2] == ("help_desk", "Help desk", 1)

    def test_values_are_spelt_as_stored(self, marie: int, work_as: WorkAs) -> None:
        with work_as() as work:
            assert facets(work, ListUsers())["attribute:location"] == (FacetChoice("lyon", "Lyon", 1, is_exact=True),)

    def test_a_chosen_value_is_offered_though_nobody_has_it(self, marie: int, work_as: WorkAs) -> None:
        filters = Filters(attributes=(AttributeFilter("location", frozenset({"paris"})),))
        with work_as() as work:
            found = facets(work, ListUsers(filters=filters))["attribute:location"]
        assert by_value(found) == {"lyon": 1, "paris": 0}

    def test_of_many_the_most_frequent_and_the_chosen_are_offered(
        self, marie: int, work_as: WorkAs, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(module, "MOST_NAMED", 1)
        with work_as() as work:
            assert by_value(facets(work, ListUsers())["space"]) == {"1": 1}
            assert by_value(facets(work, ListUsers(filters=Filters(spaces=frozenset({2}))))["space"]) == {"2": 0}


class TestRight:
    def test_to_view_users_is_needed(self, sqlite_database: str, work_as: WorkAs) -> None:
        with work_as(NOBODY) as work, pytest.raises(NotAllowed):
            facets(work, ListUsers())

    def test_without_a_right_to_roles_and_spaces_there_are_none(self, marie: int, work_as: WorkAs) -> None:
        with work_as(READER) as work:
            assert facets(work, ListUsers()).keys().isdisjoint({"role", "space"})

    @pytest.mark.parametrize("filters", [Filters(roles=frozenset({"auditor"})), Filters(spaces=frozenset({2}))])
    def test_a_filter_by_what_the_reader_may_not_see_is_as_if_not_said(
        self, marie: int, work_as: WorkAs, filters: Filters
    ) -> None:
        with work_as(READER) as work:
            assert facets(work, ListUsers(filters=filters)) == facets(work, ListUsers())
            assert list_users(work, ListUsers(filters=filters)) == list_users(work, ListUsers())
            assert count_exact(work, ListUsers(filters=filters)) == 1

    def test_spaces_of_ones_own_are_offered_and_filter(self, marie: int, work_as: WorkAs) -> None:
        rights = READER.rights | {(Permission.SPACES_VIEW, 2)}
        with work_as(Actor(id=1, name="reader", rights=rights)) as work:
            assert by_value(facets(work, ListUsers())["space"]) == {"2": 0}
            assert count_exact(work, ListUsers(filters=Filters(spaces=frozenset({1, 2}), state=State.ANY))) == 0
