"""The list against the same rules in plain Python, for any words, filters, order and paging."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from admin_dashboard.core.text import fold, search_document
from admin_dashboard.core.work import Work
from admin_dashboard.db import search
from admin_dashboard.models import Attribute, AttributeValue, Source, Space, SpaceMember, User
from admin_dashboard.users.listing import (
    AttributeFilter,
    Connection,
    Enrollment,
    Filters,
    ListUsers,
    SortColumn,
    Span,
    State,
    UserPage,
    UserType,
    count_exact,
    list_users,
)
from admin_dashboard.users.samples import samples
from tests.conftest import WorkAs
from tests.factories import NOW, grant, make_user
from tests.users.oracle import Facts, expected

ODD_NAMES = [
    ("Éléonore", "D’Arc"),
    ("Ana", "de la Cruz"),
    ("Ümit", "O'%_\\x"),
    ("김민준", "李小龙"),
    ("A|b", 'EXT "NEV'),
]
ODD_TEXTS = [
    "EXT",
    "ext",
    "%",
    "_",
    "\\",
    '"',
    "*",
    "NEAR(a b)",
    "a OR b",
    "document:a",
    "'",
    "-",
    ".",
    "@",
    "( )",
    "|",
]


# As they are, and as if the site were large, so that every way of finding is taken.
LIMITS = [{}, {"CAP": 20, "FEW": 5, "WALK": 12}, {"CAP": 60, "FEW": 5, "WALK": 150}, {"CAP": 20, "FEW": 40, "WALK": 60}]


ROLES = ("auditor", "help_desk", "space_manager")
TOWNS = ("lyon", "paris", "a,b%", "sète")
MOMENTS = [NOW - timedelta(days=days) for days in (1500, 900, 400, 60)]


def populate(work: Work) -> dict[int, Facts]:
    """Two hundred people and some with odd names; many share a last connection or have none."""
    random = Random(7)
    people = samples(random, set(), NOW)
    for row in (next(people).user for _ in range(200)):
        moment = row["last_login_at"]
        day = moment and moment.replace(day=1, hour=0, minute=0, second=0)
        make_user(work.session, **{**row, "last_login_at": day, "language": random.choice((None, "fr", "en"))})
    make_user(work.session, username="only.first", first_login_at=NOW)
    make_user(work.session, username="only.last", last_login_at=NOW)
    for number, (first, last) in enumerate(ODD_NAMES):
        make_user(work.session, username=f"odd.name-{number}", first_name=first, last_name=last)
    return surround(work, random)


def surround(work: Work, random: Random) -> dict[int, Facts]:
    """Some hold roles, some work in spaces, most have a town, everybody has a phone."""
    spaces = [Space(name=name, created_at=NOW) for name in ("Design", "Law", "Empty")]
    work.session.add_all(spaces)
    work.session.flush()
    ids = {attribute.key: attribute.id for attribute in work.session.exec(select(Attribute))}
    known: dict[int, Facts] = defaultdict(Facts)
    for user in work.session.exec(select(User)):
        facts = known[user.id or 0]
        for role in random.choices([(), ROLES[:1], ROLES[1:], ROLES], [60, 20, 10, 10])[0]:
            grant(work.session, user, role, spaces[1].id if role == "space_manager" else None)
            facts.roles.add(role)
        for space in spaces[: random.choices([0, 1, 2], [6, 3, 1])[0]]:
            work.session.add(SpaceMember(space_id=space.id or 0, user_id=user.id or 0, joined_at=NOW))
            facts.spaces.add(space.id or 0)
        facts.attributes["phone"] = f"{user.id:04}"
        if random.random() < 0.8:
            facts.attributes["location"] = fold(random.choices(TOWNS, [50, 10, 5, 1])[0])
        for key, value in facts.attributes.items():
            row = AttributeValue(user_id=user.id or 0, attribute_id=ids[key] or 0, value=value.title(), sort_key=value)
            work.session.add(row)
    return known


People = tuple[Work, list[User], dict[int, Facts]]


@pytest.fixture
def people(database: str, work_as: WorkAs) -> Iterator[People]:
    with work_as() as work:
        known = populate(work)
    with work_as() as work:
        yield work, list(work.session.exec(select(User))), known


def choices(of: Sequence[Any]) -> st.SearchStrategy:
    return st.one_of(st.just(frozenset()), st.frozensets(st.sampled_from(of), max_size=2))


spans = st.one_of(
    st.just(Span()), st.just(Span()), st.builds(Span, *[st.one_of(st.none(), st.sampled_from(MOMENTS))] * 2)
)
# By what users hold, the order is proven in tests/db/test_order.py.
SORTS = [c for c in SortColumn if c not in {SortColumn.ROLES, SortColumn.SPACES, SortColumn.ATTRIBUTE}]
attributes = st.one_of(
    st.just(()),
    st.frozensets(st.sampled_from([*map(fold, TOWNS), "nowhere"]), min_size=1, max_size=2).map(
        lambda towns: (AttributeFilter("location", towns),)
    ),
    st.tuples(st.builds(AttributeFilter, st.just("phone"), since=st.just("0020"), until=st.sampled_from(["", "0150"]))),
    st.just((AttributeFilter("location", frozenset({"lyon"})), AttributeFilter("phone", until="0100"))),
    st.just((AttributeFilter("nothing", frozenset({"at all"})),)),
)
filters = st.builds(
    Filters,
    *(choices(list(group)) for group in (Connection, Enrollment, UserType)),
    st.sampled_from([State.ANY, *State]),
    sources=choices(list(Source)),
    roles=choices([*ROLES, "no_role"]),
    spaces=choices([1, 2, 3, 99]),
    last_login=spans,
    created=spans,
    attributes=attributes,
)


@st.composite
def texts(draw: st.DrawFn, documents: list[str]) -> str:
    """Pieces of what there is, in any case, and pieces of nothing."""

    def piece() -> str:
        document = draw(st.sampled_from(documents))
        start = draw(st.integers(0, len(document)))
        return document[start : start + draw(st.integers(1, 6))]

    words = [
        piece() if draw(st.integers(0, 4)) else draw(st.sampled_from(ODD_TEXTS)) for _ in range(draw(st.integers(0, 3)))
    ]
    return draw(st.sampled_from([str.upper, str.lower, str.title]))(" ".join(words))


def all_pages(work: Work, query: ListUsers) -> list[UserPage]:
    pages = [list_users(work, query)]
    while pages[-1].has_next:
        pages.append(list_users(work, replace(query, after=pages[-1].rows[-1].id)))
    return pages


def all_pages_backwards(work: Work, query: ListUsers, last: UserPage) -> list[UserPage]:
    pages = [last]
    while pages[0].has_previous:
        pages.insert(0, list_users(work, replace(query, before=pages[0].rows[0].id)))
    return pages


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_page_shows_what_the_rules_say(people: People, data: st.DataObject) -> None:
    work, users, known = people
    query = data.draw(queries(users))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in data.draw(st.sampled_from(LIMITS)).items():
            patch.setattr(search, name, value)
        check(work, query, expected(users, query, known))


@st.composite
def queries(draw: st.DrawFn, users: list[User]) -> ListUsers:
    documents = [search_document(u.username, u.first_name, u.last_name, u.email) for u in users]
    return ListUsers(
        text=draw(texts(documents)),
        filters=draw(filters),
        sort=draw(st.sampled_from(SORTS)),
        descending=draw(st.booleans()),
        page_size=draw(st.integers(15, 100)),
    )


def check(work: Work, query: ListUsers, ids: list[int | None]) -> None:
    pages = all_pages(work, query)
    assert [row.id for page in pages for row in page.rows] == ids
    assert all_pages_backwards(work, query, pages[-1]) == pages or not ids
    assert [list_users(work, replace(query, page_number=n)) for n in range(1, len(pages) + 1)] == pages
    assert count_exact(work, query) == len(ids)
    assert all(page.total == len(ids) if page.is_exact else page.total <= len(ids) for page in pages)
