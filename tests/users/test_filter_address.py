"""Filters in the address."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin_dashboard.core.text import fold
from admin_dashboard.models import Source
from admin_dashboard.users import address
from admin_dashboard.users.listing import AttributeFilter, Connection, Enrollment, Filters, ListUsers, Span, UserType

FEBRUARY = Span(datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC))


class TestFiltersInTheAddress:
    @pytest.mark.parametrize(
        ("said", "meant"),
        [
            ("connection=connected", Filters(connection=frozenset({Connection.CONNECTED}))),
            (
                "enrollment=enrolled,not_possible",
                Filters(enrollment=frozenset({Enrollment.ENROLLED, Enrollment.NOT_POSSIBLE})),
            ),
            ("type=external", Filters(type=frozenset({UserType.EXTERNAL}))),
            ("source=csv,ldap", Filters(sources=frozenset({Source.CSV, Source.LDAP}))),
            ("role=auditor,help_desk", Filters(roles=frozenset({"auditor", "help_desk"}))),
            ("space=9,10", Filters(spaces=frozenset({10, 9}))),
            ("seen_from=2026-02-01&seen_to=2026-02-28", Filters(last_login=FEBRUARY)),
            ("created_from=2026-02-01", Filters(created=Span(FEBRUARY.since))),
            ("attr.city=a%252Cb,paris", Filters(attributes=(AttributeFilter("city", frozenset({"a,b", "paris"})),))),
            ("attr_from.born=1990-01-01", Filters(attributes=(AttributeFilter("born", since="1990-01-01"),))),
        ],
    )
    def test_are_read_and_written(self, said: str, meant: Filters) -> None:
        assert address.read(said).filters == meant
        assert address.write(ListUsers(filters=meant)) == said

    @pytest.mark.parametrize(
        "said",
        [
            "connection=yes&enrollment=,&type=tall&source=paper&role=%00,%ED%A0%80%01&space=x,0,-1",
            "seen_from=2026-13-01&seen_to=tomorrow&created_from=20260101&created_to=9999-12-31",
            "attr.=x&attr.city=&attr.city=%2C&attr_to.=2&attr.a%00b=1",
        ],
    )
    def test_that_mean_nothing_are_as_if_not_said(self, said: str) -> None:
        assert address.read(said) == ListUsers()

    def test_take_a_value_however_it_is_spelt(self) -> None:
        assert address.read("attr.city=ÉVREUX").filters.attributes[0].values == {"evreux"}

    def test_may_change_one_by_one(self) -> None:
        there = address.read("q=ma&type=external&page=3")
        assert address.changed(there, type="", source="csv") == address.read("q=ma&source=csv")

    def test_name_each_enrollment(self) -> None:
        assert address.read(f"enrollment={','.join(Enrollment)}").filters.enrollment == set(Enrollment)


values = st.text(min_size=1).map(fold).filter(lambda value: value.isprintable() and value.strip())
keys = st.text("abcdefghijklmnopqrstuvwxyz_0123456789", min_size=1)
filters = st.builds(
    Filters,
    sources=st.frozensets(st.sampled_from(Source)),
    roles=st.frozensets(values),
    spaces=st.frozensets(st.integers(1, 10**6)),
    last_login=st.sampled_from([Span(), FEBRUARY, Span(until=FEBRUARY.until)]),
    attributes=st.dictionaries(keys, st.frozensets(values, min_size=1)).map(
        lambda chosen: tuple(AttributeFilter(key, chosen[key]) for key in sorted(chosen))
    ),
)


@given(filters)
def test_any_filters_are_read_back(there: Filters) -> None:
    assert address.read(address.write(ListUsers(filters=there))).filters == there
