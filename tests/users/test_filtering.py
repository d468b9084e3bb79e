"""Filters by the names the page gives their groups."""

import pytest

from admin_dashboard.db.criteria import Filters
from admin_dashboard.users import address, filtering
from admin_dashboard.users.listing import ListUsers

THE_SEVEN = {
    "connection": ("connected", "never_connected"),
    "enrollment": ("enrolled", "never_enrolled", "not_possible"),
    "type": ("internal", "external"),
}


def filters(said: str) -> Filters:
    return address.read(said).filters


def said(found: Filters) -> str:
    return address.content(ListUsers(filters=found))


class TestTicked:
    @pytest.mark.parametrize(("group", "value"), [(g, v) for g, values in THE_SEVEN.items() for v in values])
    def test_chooses_each_of_the_seven_and_takes_it_back(self, group: str, value: str):
        on = filtering.ticked(Filters(), group, value, is_on=True)
        assert said(on) == f"{group}={value}"
        assert filtering.ticked(on, group, value, is_on=False) == Filters()

    @pytest.mark.parametrize(
        ("group", "value", "expected"),
        [
            ("source", "csv", "source=csv"),
            ("role", "auditor", "role=auditor"),
            ("space", "7", "space=7"),
            ("attr.location", "Saint-Étienne", "attr.location=saint-etienne"),
        ],
    )
    def test_chooses_of_every_other_group(self, group: str, value: str, expected: str):
        assert said(filtering.ticked(Filters(), group, value, is_on=True)) == expected

    def test_a_value_may_have_a_comma(self):
        found = filtering.ticked(Filters(), "attr.location", "Étienne, Loire", is_on=True)
        assert filtering.chosen(filters(said(found)), "attr.location") == {"etienne, loire"}

    def test_choices_of_one_group_are_kept_together(self):
        both = filtering.ticked(filters("type=external&source=csv"), "source", "ldap", is_on=True)
        assert said(both) == "type=external&source=csv,ldap"

    @pytest.mark.parametrize(
        ("group", "value"),
        [("type", "x"), ("nothing", "x"), ("space", "x"), ("space", "0"), ("attr.", "x"), ("attr.a", ""), ("", "")],
    )
    def test_what_means_nothing_changes_nothing(self, group: str, value: str):
        assert filtering.ticked(filters("type=external"), group, value, is_on=True) == filters("type=external")


class TestState:
    @pytest.mark.parametrize(
        ("before", "value", "is_on", "after"),
        [
            ("enabled", "disabled", True, "any"),
            ("enabled", "enabled", False, "any"),
            ("any", "disabled", True, "disabled"),
            ("any", "enabled", False, "disabled"),
            ("disabled", "disabled", False, "any"),
            ("enabled", "any", True, "enabled"),
        ],
    )
    def test_both_ticked_are_everybody_as_none_is(self, before: str, value: str, is_on: bool, after: str):
        found = filtering.ticked(filters(f"state={before}"), "state", value, is_on=is_on)
        assert str(found.state) == after


class TestBetween:
    @pytest.mark.parametrize(
        ("group", "expected"),
        [
            ("seen", "seen_from=2026-01-01&seen_to=2026-01-31"),
            ("created", "created_from=2026-01-01&created_to=2026-01-31"),
            ("attr.joined", "attr_from.joined=2026-01-01&attr_to.joined=2026-01-31"),
        ],
    )
    def test_is_from_one_to_the_other_and_taken_away(self, group: str, expected: str):
        found = filtering.between(Filters(), group, "2026-01-01", "2026-01-31")
        assert said(found) == expected
        assert filtering.bounds(found, group) == ("2026-01-01", "2026-01-31")
        assert filtering.between(found, group, "", "") == Filters()

    def test_may_be_open_at_an_end(self):
        assert said(filtering.between(Filters(), "seen", "", "2026-01-31")) == "seen_to=2026-01-31"

    @pytest.mark.parametrize("day", ["2026-02-30", "yesterday", "9999-12-31x"])
    def test_what_is_no_day_is_as_if_not_said(self, day: str):
        assert filtering.between(Filters(), "seen", day, "") == Filters()


class TestInUse:
    def test_names_the_groups_in_the_order_of_the_panel(self):
        found = filters("attr.team=red&seen_to=2026-01-31&space=3&connection=connected&state=disabled")
        assert filtering.in_use(found) == ["connection", "space", "seen", "attr.team"]

    @pytest.mark.parametrize("group", ["connection", "space", "seen", "attr.team"])
    def test_each_is_taken_away_alone(self, group: str):
        found = filters("attr.team=red&seen_to=2026-01-31&space=3&connection=connected&state=disabled")
        left = filtering.without(found, group)
        assert filtering.in_use(left) == [name for name in filtering.in_use(found) if name != group]
        assert left.state == "disabled"

    def test_says_what_is_ticked(self):
        found = filters("space=3,12&state=disabled&attr.team=red")
        assert filtering.chosen(found, "space") == {"3", "12"}
        assert filtering.chosen(found, "state") == {"disabled"}
        assert filtering.chosen(found, "attr.team") == {"red"}
        assert filtering.chosen(filters("state=any"), "state") == set()
