"""The list against the same rules in plain Python, for any words, filters, order and paging."""

from collections.abc import Iterator
from dataclasses import replace
from enum import Enum
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from admin_dashboard.core.text import search_document
from admin_dashboard.core.work import Work
from admin_dashboard.db import search
from admin_dashboard.models import User
from admin_dashboard.users.listing import (
    Connection,
    Enrollment,
    Filters,
    ListUsers,
    SortColumn,
    State,
    UserPage,
    UserType,
    count_exact,
    list_users,
)
from admin_dashboard.users.samples import samples
from tests.conftest import WorkAs
from tests.factories import NOW, make_user
from tests.users.oracle import expected

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


def populate(work: Work) -> None:
    """Two hundred people and some with odd names; many share a last connection or have none."""
    random = Random(7)
    people = samples(random, set(), NOW)
    for row in (next(people).user for _ in range(200)):
        moment = row["last_login_at"]
        make_user(
            work.session, **{**row, "last_login_at": moment and moment.replace(day=1, hour=0, minute=0, second=0)}
        )
    make_user(work.session, username="only.first", first_login_at=NOW)
    make_user(work.session, username="only.last", last_login_at=NOW)
    for number, (first, last) in enumerate(ODD_NAMES):
        make_user(work.session, username=f"odd.name-{number}", first_name=first, last_name=last)


@pytest.fixture
def people(database: str, work_as: WorkAs) -> Iterator[tuple[Work, list[User]]]:
    with work_as() as work:
        populate(work)
    with work_as() as work:
        yield work, list(work.session.exec(select(User)))


def choices(of: type[Enum]) -> st.SearchStrategy:
    return st.frozensets(st.sampled_from(list(of)), max_size=2)


filters = st.builds(
    Filters, choices(Connection), choices(Enrollment), choices(UserType), st.sampled_from([State.ANY, *State])
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


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_page_shows_what_the_rules_say(people: tuple[Work, list[User]], data: st.DataObject) -> None:
    work, users = people
    documents = [search_document(u.username, u.first_name, u.last_name, u.email) for u in users]
    query = ListUsers(
        text=data.draw(texts(documents)),
        filters=data.draw(filters),
        sort=data.draw(st.sampled_from(SortColumn)),
        descending=data.draw(st.booleans()),
        page_size=data.draw(st.integers(15, 100)),
    )
    limits = data.draw(st.sampled_from(LIMITS))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in limits.items():
            patch.setattr(search, name, value)
        check(work, query, expected(users, query))


def check(work: Work, query: ListUsers, ids: list[int | None]) -> None:
    pages = all_pages(work, query)
    assert [row.id for page in pages for row in page.rows] == ids
    assert all_pages_backwards(work, query, pages[-1]) == pages or not ids
    assert [list_users(work, replace(query, page_number=n)) for n in range(1, len(pages) + 1)] == pages
    assert count_exact(work, query) == len(ids)
    assert all(page.total == len(ids) if page.is_exact else page.total <= len(ids) for page in pages)
