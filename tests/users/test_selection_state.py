"""Ticks of the list: what each gesture is answered with, and what survives."""

from typing import Any

import pytest

from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.models import User
from admin_dashboard.users.list_state import UsersListState, UsersRowsState
from admin_dashboard.users.selection_state import SelectionState
from tests.pipeline import Answer, Site, Tab
from tests.users.screens import add_person, size_of, tab_of

TICK = 200


@pytest.fixture
def ids(sqlite_database: str) -> list[int]:
    """Sixty people in the order of the list."""
    return [add_person("Marie" if n % 2 else "Jean", f"Aa{chr(97 + n // 26)}{chr(97 + n % 26)}") for n in range(60)]


def tick(tab: Tab, *user_ids: int, gesture: int = 1) -> Answer:
    return tab.send(SelectionState.tick(list(user_ids), True, gesture))


def untick(tab: Tab, *user_ids: int, gesture: int = 2) -> Answer:
    return tab.send(SelectionState.tick(list(user_ids), False, gesture))


def ticked(tab: Tab) -> list[int]:
    return list(tab.state(UsersRowsState).ticked)


def count(tab: Tab) -> int:
    return tab.state(SelectionState).count


class TestTick:
    def test_is_counted_and_answered_in_few_bytes(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site)
        answer = tick(tab, *ids[:12])
        assert answer.of(SelectionState) == {"count": 12, "answered": 1}
        # What each action would change is counted afterwards, and sent apart.
        assert size_of(Answer({SelectionState.get_full_name(): answer.of(SelectionState)})) <= TICK

    def test_the_rows_are_not_sent_again(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site)
        tick(tab, ids[0])
        assert tab.send(UsersListState.refresh).of(UsersRowsState).keys() <= {"ticked"}

    def test_gestures_in_a_row_end_as_the_last_one_says(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site)
        gestures = [SelectionState.tick([ids[0]], n % 2 == 0, n + 1) for n in range(9)]
        answer = tab.send(*gestures)
        assert answer.of(SelectionState) == {"count": 1, "answered": 9}

    def test_unticking_takes_back(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site)
        tick(tab, *ids[:3])
        untick(tab, ids[1], ids[7])
        assert count(tab) == 2

    def test_who_does_not_exist_is_not_ticked(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site)
        tick(tab, 999_999, 0, -1, 2**40)
        assert count(tab) == 0

    @pytest.mark.parametrize("sent", [None, "7", 7, {"a": 1}, ["x"], [None], [True], [1.5]])
    def test_whatever_a_client_sends_ticks_nobody_else(self, site: Site, ids: list[int], sent: Any) -> None:
        tab = tab_of(site)
        tab.send(SelectionState.tick(sent, True, 1))
        assert (count(tab), tab.notices) == (0, [])

    def test_too_many_one_by_one_are_refused_in_words(
        self, site: Site, ids: list[int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("admin_dashboard.selection.selection.MOST_IDS", 5)
        tab = tab_of(site)
        tick(tab, *ids[:5])
        assert tick(tab, ids[5], gesture=2).of(SelectionState) == {"refused": 2}
        assert (count(tab), len(tab.notices)) == (5, 1)


class TestSurvives:
    def test_paging(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site, address="/users?size=25")
        tick(tab, ids[3], ids[4])
        tab.send(UsersListState.turn(1))
        assert ticked(tab) == []
        tab.send(UsersListState.turn(-1))
        assert ticked(tab) == [ids[3], ids[4]]

    def test_sorting_and_searching(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site)
        tick(tab, ids[0], ids[1])
        tab.send(UsersListState.search("marie"), UsersListState.sort_by("email"))
        assert (ticked(tab), count(tab)) == ([ids[1]], 2)

    def test_another_persons_change(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site)
        tick(tab, ids[1])
        with begin(SYSTEM) as work:
            work.session.get_one(User, ids[0]).is_enabled = False
        tab.told(UsersListState.refresh)
        assert (ticked(tab), count(tab)) == ([ids[1]], 1)


class TestAll:
    def test_ticks_who_matches_on_every_page(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site, address="/users?q=marie&size=25")
        answer = tab.send(SelectionState.tick_all(1))
        assert answer.of(SelectionState) == {"count": 30, "is_all": True, "answered": 1}
        tab.send(UsersListState.turn(1))
        assert ticked(tab) == ids[51::2]

    def test_all_but_one_is_counted_so(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site, address="/users?q=marie")
        tab.send(SelectionState.tick_all(1))
        assert untick(tab, ids[1]).of(SelectionState) == {"count": 29, "is_all": False, "answered": 2}

    def test_stays_the_same_people_under_another_search(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site, address="/users?q=marie")
        tab.send(SelectionState.tick_all(1), UsersListState.search(""))
        assert ticked(tab) == ids[1:50:2]
        assert (count(tab), tab.state(SelectionState).is_all) == (30, False)

    def test_who_comes_to_match_is_counted_with_the_change(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site, address="/users?q=marie")
        tab.send(SelectionState.tick_all(1))
        new = add_person("Marie", "Aaa")
        tab.told(UsersListState.refresh)
        assert new in ticked(tab)
        assert count(tab) == 31

    def test_clearing_ticks_nobody(self, site: Site, ids: list[int]) -> None:
        tab = tab_of(site)
        tab.send(SelectionState.tick_all(1), SelectionState.clear(2))
        tab.send(UsersListState.search("a"))
        assert (ticked(tab), count(tab)) == ([], 0)


@pytest.mark.parametrize("event", [SelectionState.tick([1], True, 1), SelectionState.tick_all(1)])
def test_who_may_not_see_users_ticks_nobody(site: Site, ids: list[int], event: Any) -> None:
    tab = tab_of(site, role="space_manager")
    tab.send(event)
    assert count(tab) == 0
