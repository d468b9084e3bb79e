"""Every order of the list, against the same rule in plain Python."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from random import Random
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from admin_dashboard.core.text import fold
from admin_dashboard.core.work import Work
from admin_dashboard.db import deep, search
from admin_dashboard.db.criteria import Criteria, Filters, State, UserType
from admin_dashboard.db.order import Order, Place, SortColumn, Window, parse_sort, sort_text
from admin_dashboard.db.walk import place_of, walk
from admin_dashboard.models import Attribute, AttributeValue, Grant, Role, Source, Space, SpaceMember, User
from tests.conftest import WorkAs
from tests.factories import NOW, grant, make_user

ORDERS = [
    Order(column, descending, "organization" if column == SortColumn.ATTRIBUTE else "")
    for column in SortColumn
    for descending in (False, True)
]
FILTERS = [
    Filters(state=State.ANY),
    Filters(),
    Filters(type=frozenset({UserType.EXTERNAL})),
    Filters(state=State.DISABLED),
    Filters.named(["enrolled", "not_possible", "never_connected"]),
]
CAPS = {"few": {}, "many": {"CAP": 4, "FEW": 2, "WALK": 15}}
"""As it is, and as if ten users were too many to be read and sorted."""
NEVER = datetime.min.replace(tzinfo=UTC)


def populate(session: Session) -> None:
    """Eighty users of every kind, most of them equal in most columns."""
    random = Random(11)
    spaces = [Space(name=name, created_at=NOW) for name in ("Zoo", "École", "Ecole", "atelier", "Empty")]
    attributes = session.execute(select(col(Attribute.id)).order_by(col(Attribute.position))).scalars().all()
    session.add_all(spaces)
    session.flush()
    for _ in range(80):
        user = make_user(session, **_nature(random))
        for role in random.sample(("auditor", "help_desk", "user_manager"), random.choice((0, 0, 1, 2))):
            grant(session, user, role)
        for space in random.sample(spaces[:4], random.choice((0, 1, 1, 3))):
            session.add(SpaceMember(space_id=space.id or 0, user_id=user.id or 0, joined_at=NOW))
            grant(session, user, "space_manager", space.id)
        for attribute_id in attributes[:2]:
            if value := random.choice(("", "Berne", "Évian", "Zug")):
                values = {"value": value, "sort_key": fold(value)}
                session.add(AttributeValue(user_id=user.id or 0, attribute_id=attribute_id, **values))


def _nature(random: Random) -> dict:
    first = random.choice((None, None, NOW))
    return {
        "last_name": random.choice(("Durand", "Étienne", "Zola")),
        "source": random.choice(tuple(Source)),
        "is_external": random.random() < 0.3,
        "is_enabled": random.random() < 0.7,
        "first_login_at": first,
        "last_login_at": first and NOW + timedelta(days=random.randrange(3)),
        "enrolled_at": random.choice((None, NOW)),
        "created_at": NOW + timedelta(days=random.randrange(4)),
    }


@pytest.fixture
def people(database: str, work_as: WorkAs) -> Iterator[Work]:
    with work_as() as work:
        populate(work.session)
    with work_as() as work:
        yield work


def expected(session: Session, order: Order, filters: Filters) -> list[int]:
    """The ids of everybody who passes the filters, in order: who has no value is last either way."""
    fits = search.conditions(session, Criteria((), filters))
    passing = set(session.execute(select(col(User.id)).where(*fits)).scalars())
    values = values_by(session, order)
    valued = sorted((value, user_id) for user_id, value in values.items() if value is not None and user_id in passing)
    empty = sorted(user_id for user_id, value in values.items() if value is None and user_id in passing)
    step = -1 if order.descending else 1
    return [user_id for _, user_id in valued[::step]] + empty[::step]


def _enrollment(user: User) -> int:
    if user.is_external or (user.first_login_at and not user.enrolled_at):
        return 2
    return 0 if user.enrolled_at else 1


COLUMNS: dict[SortColumn, Callable[[User], Any]] = {
    SortColumn.NAME: lambda user: (fold(user.last_name), fold(user.first_name)),
    SortColumn.USERNAME: lambda user: user.username,
    SortColumn.EMAIL: lambda user: user.email,
    SortColumn.LAST_LOGIN: lambda user: user.last_login_at if user.first_login_at else NEVER,
    SortColumn.CREATED: lambda user: user.created_at,
    SortColumn.ID: lambda user: user.id,
    SortColumn.TYPE: lambda user: user.is_external,
    SortColumn.SOURCE: lambda user: ["internal", "csv", "scim", "ldap"].index(user.source),
    SortColumn.ENROLLMENT: _enrollment,
    SortColumn.STATE: lambda user: not user.is_enabled,
}
NAMES: dict[SortColumn, Any] = {
    SortColumn.ROLES: select(col(Grant.user_id), col(Role.name)).join(Role),
    SortColumn.SPACES: select(col(SpaceMember.user_id), col(Space.name)).join(Space),
    SortColumn.ATTRIBUTE: select(col(AttributeValue.user_id), col(AttributeValue.value))
    .join(Attribute)
    .where(col(Attribute.key) == "organization"),
}


def values_by(session: Session, order: Order) -> dict[int, Any]:
    """What each user stands by in an order; None when there is nothing."""
    users = session.execute(select(User)).scalars().all()
    if order.column in COLUMNS:
        return {user.id or 0: COLUMNS[order.column](user) for user in users}
    held = [(row[0], fold(row[1])) for row in session.execute(NAMES[order.column])]
    return {user.id or 0: min((name for holder, name in held if holder == user.id), default=None) for user in users}


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


def test_a_walk_ends_before_a_place(people: Work) -> None:
    for order in ORDERS:
        whole = expected(people.session, order, Filters(state=State.ANY))
        for end in (0, 1, 30, 79):
            until = place_of(people.session, whole[end], Window(order, 1))
            assert (order, walk(people.session, [], Window(order, 100), until)) == (order, whole[:end])


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
