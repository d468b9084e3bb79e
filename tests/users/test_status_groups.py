"""Which statuses the filters admit, and the plainest filters that admit the same."""

from itertools import product

import pytest

from admin_dashboard.db.criteria import Connection, Criteria, Enrollment, Filters, State, UserType
from admin_dashboard.users.status_groups import EVERY_STATUS, admitted, plainest, whatever_status, without_each

NAMES = [*Connection, *Enrollment, *UserType]


class TestAdmitted:
    def test_is_every_status_when_nothing_is_chosen(self) -> None:
        assert admitted(Filters(state=State.ANY)) == EVERY_STATUS

    def test_is_none_when_the_choices_exclude_one_another(self) -> None:
        assert not admitted(Filters.named(["external", "enrolled"]))

    def test_differs_by_state(self) -> None:
        assert not admitted(Filters()) & admitted(Filters(state=State.DISABLED))


class TestPlainest:
    @pytest.mark.parametrize("state", State)
    def test_admits_the_same(self, state: State) -> None:
        for names in product(NAMES, repeat=3):
            filters = Filters.named(names, state)
            assert admitted(plainest(filters)) == admitted(filters)

    def test_leaves_away_what_follows(self) -> None:
        filters = Filters.named(["external", "never_connected", "not_possible"])
        assert plainest(filters) == Filters.named(["external", "never_connected"])


class TestWithoutEach:
    def test_begins_with_whom_most_are_among(self) -> None:
        sizes = [len(admitted(filters)) for _name, _group, filters in without_each(Filters.named(["external"]))]
        assert sizes == sorted(sizes, reverse=True)

    def test_leaves_the_others_as_they_are(self) -> None:
        left = {name: filters for name, _group, filters in without_each(Filters.named(["external", "enrolled"]))}
        assert left["type"] == Filters.named(["enrolled"])
        assert left["state"] == Filters.named(["external", "enrolled"], State.ANY)


def test_words_and_other_filters_stay_whatever_the_status() -> None:
    filters = Filters.named(["external", "connected"], State.DISABLED)
    assert whatever_status(Criteria(("ma",), filters)) == Criteria(("ma",), Filters(state=State.ANY))
