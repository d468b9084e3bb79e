"""Every order of the list, against the same rule in plain Python."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

import pytest
from sqlmodel import Session

from admin_dashboard.core.work import Work
from admin_dashboard.db import deep, search
from admin_dashboard.db.criteria import Criteria, Filters, State, UserType
from admin_dashboard.db.order import Order, Place, SortColumn, Window, parse_sort, sort_text
from admin_dashboard.db.walk import place_of, walk
from tests.db.orders import ORDERS, expected

FILTERS = [
    Filters(state=State.ANY),
    Filters(),
    Filters(type=frozenset({UserType.EXTERNAL})),
    Filters(state=State.DISABLED),
    Filters.named(["enrolled", "not_possible", "never_connected"]),
]
CAPS = {"few": {}, "many": {"CAP": 4, "FEW": 2, "WALK": 15}}
"""As it is, and as if ten users were too many to be read and sorted."""


def pages(session: Session, filters: Filters, window: Window) -> list[list[int]]:
    """From the window's start to the end, page by page."""
    found: list[list[int]] = []
    while True:
        page = search.find(session, Criteria((), filters), window)
        found.append(page.ids)
        if not page.has_more:
            return found
        window = replace(window, after=place_of(session, page.ids[-1], window), offset=0)


@pytest.fixture(params=CAPS)
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in CAPS[request.param].items():
        monkeypatch.setattr(search, name, value)
    if request.param == "many":
        monkeypatch.setattr(deep, "NEAR", 3)
        monkeypatch.setattr(deep, "FAR", 20)


Case = tuple[Order, Filters, list[int]]


def cases(session: Session) -> Iterator[Case]:
    """Every order with every filter, and who should come."""
    for order in ORDERS:
        for filters in FILTERS:
            yield order, filters, expected(session, order, filters)


@pytest.mark.usefixtures("size")
class TestEveryOrder:
    def test_is_that_of_the_rule_page_by_page(self, people: Work) -> None:
        for order, filters, whole in cases(people.session):
            assert (order, list(chain(*pages(people.session, filters, Window(order, 7))))) == (order, whole)

    def test_is_the_same_backwards(self, people: Work) -> None:
        for order, filters, whole in cases(people.session):
            back = order.reversed()
            assert (back, list(chain(*pages(people.session, filters, Window(back, 7))))) == (back, whole[::-1])

    def test_has_its_pages_by_number_too(self, people: Work) -> None:
        for order, filters, whole in cases(people.session):
            for offset in range(0, 90, 13):
                page = search.find(people.session, Criteria((), filters), Window(order, 7, offset=offset))
                assert (order, page.ids, page.has_more) == (order, whole[offset : offset + 7], len(whole) > offset + 7)


class TestWords:
    @pytest.mark.parametrize("text", ["name", "-last_login", "attr.organization", "-attr.a.b", "roles", "-state"])
    def test_of_an_order_are_read_and_written(self, text: str) -> None:
        order = parse_sort(text)
        assert order is not None
        assert sort_text(order) == text

    @pytest.mark.parametrize("text", ["", "-", "attr.", "attribute", "-attribute", "--name", "Name", "password_hash"])
    def test_that_mean_nothing_are_no_order(self, text: str) -> None:
        assert parse_sort(text) is None


class TestAnUnknownAttribute:
    def test_leaves_everybody_by_id(self, people: Work) -> None:
        found = walk(people.session, [], Window(Order(SortColumn.ATTRIBUTE, attribute_key="none"), 100))
        assert found == expected(people.session, Order(SortColumn.ID), Filters(state=State.ANY))


class TestAUserWhoWasDisabledMeanwhile:
    def test_is_followed_by_those_who_followed(self, people: Work) -> None:
        whole = expected(people.session, Order(SortColumn.STATE), Filters())
        window = Window(Order(SortColumn.STATE), 100, after=Place(1, whole[4]))
        assert search.find(people.session, Criteria(), window).ids == whole[5:]
