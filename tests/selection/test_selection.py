"""The selection against a plain set of ids, for any gestures, lists and people."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from admin_dashboard.core.errors import NotAllowed
from admin_dashboard.core.permissions import NOBODY, Permission
from admin_dashboard.core.work import Work
from admin_dashboard.models import User
from admin_dashboard.selection import queries
from admin_dashboard.selection.selection import MOST_IDS, NOTHING, Selection
from admin_dashboard.users.listing import Connection, Filters, ListUsers, State
from tests.conftest import WorkAs
from tests.factories import NOW, make_user
from tests.users.acting import holder
from tests.users.oracle import expected

NAMES = ("Marie", "Mario", "Éléonore", "Zoë", "Bo")
lists = st.builds(
    ListUsers,
    text=st.sampled_from(["", "mar", "z", "o", "nobody"]),
    filters=st.builds(Filters, connection=st.frozensets(st.sampled_from(Connection)), state=st.sampled_from(State)),
)


def populate(work: Work) -> None:
    for number in range(40):
        seen = {"first_login_at": NOW, "last_login_at": NOW} if number % 3 else {}
        make_user(work.session, first_name=NAMES[number % 5], is_enabled=number % 7 > 0, **seen)


@pytest.fixture
def people(database: str, work_as: WorkAs) -> Iterator[tuple[Work, list[User]]]:
    with work_as() as work:
        populate(work)
    with work_as() as work:
        yield work, list(work.session.exec(select(User)))


@st.composite
def gestures(draw: st.DrawFn, known: list[int]) -> tuple[str, object]:
    kind = draw(st.sampled_from(["tick", "untick", "tick", "untick", "all", "none"]))
    return kind, draw(lists) if kind == "all" else draw(st.frozensets(st.sampled_from(known), max_size=9))


def after(selection: Selection, gesture: tuple[str, object]) -> Selection:
    kind, what = gesture
    if isinstance(what, ListUsers):
        return Selection.of_all(what)
    assert isinstance(what, frozenset)
    return {"tick": selection.tick(what), "untick": selection.untick(what), "none": NOTHING}[kind]


def model(ids: set[int | None], gesture: tuple[str, object], users: list[User]) -> set[int | None]:
    kind, what = gesture
    if isinstance(what, ListUsers):
        return set(expected(users, what))
    assert isinstance(what, frozenset)
    return {"tick": ids | what, "untick": ids - what, "none": set()}[kind]


def in_chunks(work: Work, selection: Selection, size: int) -> list[int]:
    found = queries.ids(work, selection, limit=size)
    while len(found) % size == 0 and (more := queries.ids(work, selection, found[-1] if found else 0, size)):
        found += more
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_is_the_set_that_the_gestures_say(people: tuple[Work, list[User]], data: st.DataObject) -> None:
    work, users = people
    known = [user.id or 0 for user in users]
    selection, ids = NOTHING, set[int | None]()
    for gesture in data.draw(st.lists(gestures(known), max_size=8)):
        selection, ids = after(selection, gesture), model(ids, gesture, users)
    page = data.draw(st.frozensets(st.sampled_from(known), max_size=20))
    assert queries.count(work, selection) == len(ids)
    assert in_chunks(work, selection, data.draw(st.integers(1, 15))) == sorted(i for i in ids if i)
    assert queries.among(work, selection, page) == page & ids


class TestSelection:
    def test_all_is_so_whatever_the_order_and_page(self) -> None:
        query = ListUsers(text="mar", page_number=3, after=7, descending=True)
        assert Selection.of_all(query).is_all_of(ListUsers(text="mar"))

    def test_all_but_one_is_not_all(self) -> None:
        query = ListUsers(text="mar")
        assert not Selection.of_all(query).untick([7]).is_all_of(query)

    def test_ticking_the_exception_again_makes_no_exception_of_it(self) -> None:
        selection = Selection.of_all(ListUsers()).untick([7]).tick([7])
        assert selection.unticked == frozenset()

    @pytest.mark.parametrize("start", [NOTHING, Selection.of_all(ListUsers())])
    def test_has_room_for_so_many_named_users(self, start: Selection) -> None:
        assert not start.tick(range(MOST_IDS)).is_too_long
        assert start.tick(range(MOST_IDS + 1)).is_too_long

    def test_who_comes_to_match_later_is_among_all(self, work_as: WorkAs) -> None:
        everybody = Selection.of_all(ListUsers(text="marie"))
        with work_as() as work:
            marie = make_user(work.session, first_name="Marie").id
            assert queries.ids(work, everybody) == [marie]

    def test_an_id_of_nobody_does_not_count(self, work_as: WorkAs) -> None:
        with work_as() as work:
            ticked = NOTHING.tick([make_user(work.session).id or 0, 999_999])
            assert queries.count(work, ticked) == 1


class TestFilterOnesReaderMayNotUse:
    QUERY = ListUsers(text="jane", filters=Filters(roles=frozenset({"auditor"})))

    def test_ticking_all_ticks_whom_the_list_shows(self, work_as: WorkAs) -> None:
        with work_as(holder(Permission.USERS_VIEW)) as work:
            make_user(work.session)
            assert queries.count(work, queries.all_of(work, self.QUERY)) == 1

    def test_a_right_that_has_gone_does_not_tick_more_people(self, work_as: WorkAs) -> None:
        with work_as() as work:
            chosen = queries.all_of(work, self.QUERY)
            jane = make_user(work.session).id or 0
        with work_as(holder(Permission.USERS_VIEW)) as work:
            asked = (queries.count(work, chosen), queries.ids(work, chosen), queries.among(work, chosen, [jane]))
            assert asked == (0, [], frozenset())


@pytest.mark.parametrize("selection", [NOTHING, NOTHING.tick([1]), Selection.of_all(ListUsers())])
def test_who_may_not_see_users_learns_nothing(work_as: WorkAs, selection: Selection) -> None:
    with work_as(replace(NOBODY, id=1)) as work:
        for asked in (queries.count, queries.ids):
            with pytest.raises(NotAllowed):
                asked(work, selection)
