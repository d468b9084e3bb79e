"""Going along every order from anywhere to anywhere, against the whole of it in plain Python."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import Session

from admin_dashboard.core.work import Work
from admin_dashboard.db import deep, search
from admin_dashboard.db.criteria import Criteria, Filters, State
from admin_dashboard.db.order import Order, Place, SortColumn, Window
from admin_dashboard.db.walk import end_of_walk, place_of, walk
from admin_dashboard.models import User
from tests.db.orders import ORDERS, expected
from tests.factories import NOW

EVERYBODY = Filters(state=State.ANY)
ENABLED = Filters()
LIMIT = 6
STANDING = (0, 5, 26, 41, 77, 79)
"""Who of the eighty is asked from: the first, the last, and some between."""
Walked = tuple[Order, list[int]]


@pytest.fixture(params=["near", "far"])
def _distance(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is, and as if a few users were too many to be looked at one by one."""
    if request.param == "far":
        monkeypatch.setattr(deep, "NEAR", 2)
        monkeypatch.setattr(deep, "FAR", 9)


def orders(session: Session, filters: Filters = EVERYBODY) -> Iterator[Walked]:
    """Every order and who comes in it."""
    return ((order, expected(session, order, filters)) for order in ORDERS)


def place(session: Session, user_id: int, order: Order) -> Place:
    """Where somebody stands who is there."""
    found = place_of(session, user_id, Window(order, LIMIT))
    assert found
    return found


class TestFromAPlace:
    def test_come_those_who_follow_and_one_who_says_that_there_are_more(self, people: Work) -> None:
        for order, whole in orders(people.session):
            for at in STANDING:
                window = Window(order, LIMIT, place(people.session, whole[at], order))
                assert (order, walk(people.session, [], window)) == (order, whole[at + 1 :][: LIMIT + 1])

    def test_backwards_come_those_before_the_nearest_first(self, people: Work) -> None:
        for order, whole in orders(people.session):
            for at in STANDING:
                window = Window(order.reversed(), LIMIT, place(people.session, whole[at], order))
                assert (order, walk(people.session, [], window)) == (order, whole[:at][::-1][: LIMIT + 1])

    def test_come_those_who_fit_though_who_stands_there_does_not(self, people: Work) -> None:
        fits = search.conditions(people.session, Criteria((), ENABLED))
        fitting = dict(orders(people.session, ENABLED))
        for order, whole in orders(people.session):
            for at in STANDING:
                left = [user_id for user_id in whole[at + 1 :] if user_id in set(fitting[order])]
                window = Window(order, LIMIT, place(people.session, whole[at], order))
                assert (order, walk(people.session, fits, window)) == (order, left[: LIMIT + 1])

    def test_come_those_who_follow_somebody_who_is_gone_meanwhile(self, people: Work) -> None:
        for order, whole in orders(people.session):
            window = Window(order, 100, place(people.session, whole[30], order))
            with people.session.begin_nested() as gone:
                people.session.delete(people.session.get_one(User, whole[30]))
                people.session.flush()
                assert (order, walk(people.session, [], window)) == (order, whole[31:])
                gone.rollback()


@pytest.mark.usefixtures("_distance")
class TestByNumber:
    def test_come_those_after_so_many(self, people: Work) -> None:
        for filters in (EVERYBODY, ENABLED):
            fits = search.conditions(people.session, Criteria((), filters))
            for order, whole in orders(people.session, filters):
                for offset in (0, 7, 33, len(whole) - 1, len(whole), 200):
                    found = walk(people.session, fits, Window(order, LIMIT, offset=offset))
                    assert (order, offset, found) == (order, offset, whole[offset:][: LIMIT + 1])

    def test_they_are_counted_from_a_place_when_there_is_one(self, people: Work) -> None:
        for order, whole in orders(people.session):
            for at in STANDING:
                window = Window(order, LIMIT, place(people.session, whole[at], order), offset=9)
                assert (order, at, walk(people.session, [], window)) == (order, at, whole[at + 10 :][: LIMIT + 1])


class TestUpToAPlace:
    def test_come_those_before_it(self, people: Work) -> None:
        for order, whole in orders(people.session):
            for end in (0, 1, 30, 79):
                until = place(people.session, whole[end], order)
                assert (order, walk(people.session, [], Window(order, 100), until)) == (order, whole[:end])

    def test_come_those_between_two(self, people: Work) -> None:
        for order, whole in orders(people.session):
            for first, last in ((12, 58), (40, 41)):
                since, until = (place(people.session, whole[at], order) for at in (first, last))
                found = walk(people.session, [], Window(order, 100, since), until)
                assert (order, found) == (order, whole[first + 1 : last])


class TestTheEndOfAWalk:
    def test_is_where_the_user_stands_who_comes_after_so_many(self, people: Work) -> None:
        for order, whole in orders(people.session):
            window = Window(order, LIMIT, place(people.session, whole[3], order))
            end = end_of_walk(people.session, window, 20)
            assert (order, end and end.id) == (order, whole[24])

    def test_is_none_where_the_order_ends_before(self, people: Work) -> None:
        for order, whole in orders(people.session):
            assert end_of_walk(people.session, Window(order, LIMIT), len(whole)) is None
            assert end_of_walk(people.session, Window(order, LIMIT), len(whole) - 1) is not None


class TestAPlace:
    def test_says_what_the_user_is_compared_by_and_nobody_has_none(self, people: Work) -> None:
        user = people.session.get_one(User, 1)
        user.first_login_at, user.last_login_at = NOW, NOW + timedelta(days=2)
        people.session.flush()
        assert place(people.session, 1, Order(SortColumn.LAST_LOGIN)) == Place(user.last_login_at, 1)
        assert place(people.session, 1, Order(SortColumn.USERNAME)) == Place(user.username, 1)
        assert [place_of(people.session, 999_999, Window(order, 1)) for order in ORDERS] == [None] * len(ORDERS)

    def test_of_who_never_connected_or_has_no_value_names_none(self, people: Work) -> None:
        for column in (SortColumn.LAST_LOGIN, SortColumn.ROLES, SortColumn.SPACES, SortColumn.ATTRIBUTE):
            order = Order(column, attribute_key="organization")
            whole = expected(people.session, order, EVERYBODY)
            end = whole[0] if column == SortColumn.LAST_LOGIN else whole[-1]
            assert place(people.session, end, order) == Place(None, end)
