"""A selection as text."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin_dashboard.core.text import fold
from admin_dashboard.exports.frozen import freeze, thaw
from admin_dashboard.models import Source
from admin_dashboard.selection.selection import NOTHING, Selection
from admin_dashboard.users.listing import (
    AttributeFilter,
    Connection,
    Enrollment,
    Filters,
    ListUsers,
    Span,
    State,
    UserType,
)

ids = st.frozensets(st.integers(1, 2**31 - 1), max_size=5)
days = st.none() | st.integers(0, 20_000).map(lambda day: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=day))
words = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=9)
folded = words.map(fold).filter(bool)
attributes = st.lists(
    st.builds(AttributeFilter, st.from_regex("[a-z]{2,9}", fullmatch=True), st.frozensets(folded, min_size=1)),
    max_size=2,
    unique_by=lambda one: one.key,
)
filters = st.builds(
    Filters,
    connection=st.frozensets(st.sampled_from(Connection)),
    enrollment=st.frozensets(st.sampled_from(Enrollment)),
    type=st.frozensets(st.sampled_from(UserType)),
    state=st.sampled_from(State),
    sources=st.frozensets(st.sampled_from(Source)),
    roles=st.frozensets(words, max_size=2),
    spaces=st.frozensets(st.integers(1, 999_999_999), max_size=3),
    last_login=st.builds(Span, days, days),
    attributes=attributes.map(lambda made: tuple(sorted(made, key=lambda one: one.key))),
)
lists = st.builds(Selection.of_all, st.builds(ListUsers, st.text(st.characters(categories=["L", "Zs"])), filters))


@given(st.just(NOTHING) | lists, ids, ids)
def test_is_read_back_as_it_was(start: Selection, ticked: frozenset[int], unticked: frozenset[int]) -> None:
    selection = start.tick(ticked).untick(unticked)
    assert thaw(freeze(selection)) == selection


def test_is_not_written_when_it_would_hold_more_people() -> None:
    too_many = Filters(roles=frozenset(f"role_{number}" for number in range(101)))
    with pytest.raises(ValueError, match="in full"):
        freeze(Selection.of_all(ListUsers(filters=too_many)))
