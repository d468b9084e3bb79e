"""The users page as a whole: its address, what it listens to, what it is made of."""

import re

import pytest

from admin_dashboard.users import address, page
from admin_dashboard.users.list_state import UsersListState
from admin_dashboard.users.listing import ListUsers, SortColumn, State
from admin_dashboard.users.record_state import RecordState
from admin_dashboard.web import live


class TestAddress:
    @pytest.mark.parametrize(
        "query",
        [
            "",
            "q=mar+dup",
            "q=%C3%89ric&state=disabled",
            "state=any&sort=-last_login&size=100",
            "sort=email&size=25&page=3&after=17",
            "page=2&before=99",
            "q=ma&view=7",
            "view=all",
        ],
    )
    def test_says_the_list_and_is_read_back(self, query: str) -> None:
        assert address.write(address.read(query)) == query

    def test_names_only_what_is_not_usual(self) -> None:
        assert address.write(ListUsers()) == ""

    def test_what_means_nothing_is_as_if_not_said(self) -> None:
        assert address.read("state=all&sort=password_hash&size=7&page=x&after=-1&before=9e9") == ListUsers()

    def test_asking_something_else_starts_on_the_first_page(self) -> None:
        there = address.read("q=ma&page=3&after=17")
        assert address.changed(there, sort="-email") == address.read("q=ma&sort=-email")

    def test_a_list_stays_opened_with_its_view_whatever_is_changed_in_it(self) -> None:
        assert address.changed(address.read("view=7&page=2"), q="ma").view == 7

    def test_a_view_keeps_neither_the_page_nor_itself(self) -> None:
        assert address.content(address.read("q=ma&view=7&page=3&after=17")) == "q=ma"

    def test_a_sort_by_each_column_can_be_said(self) -> None:
        words = [*(set(SortColumn) - {SortColumn.ATTRIBUTE}), "attr.function"]
        assert {address.read(f"sort={word}").sort for word in words} == set(SortColumn)

    def test_keeps_the_attribute_it_is_sorted_by(self) -> None:
        query = address.read("sort=-attr.function")
        assert (query.sort, query.descending, query.sort_attribute) == (SortColumn.ATTRIBUTE, True, "function")
        assert address.write(query) == "sort=-attr.function"

    def test_each_state_can_be_said(self) -> None:
        assert {address.read(f"state={state}").filters.state for state in State} == set(State)

    @pytest.mark.parametrize(
        ("path", "user_id"),
        [
            ("/users", None),
            ("/users/5", 5),
            ("/users/5/", 5),
            ("/users/5/page", 5),
            ("/users/x", None),
            ("/user/5", None),
        ],
    )
    def test_names_whose_record_is_open(self, path: str, user_id: int | None) -> None:
        assert address.record_id(path) == user_id

    def test_tells_a_page_from_a_drawer(self) -> None:
        assert address.is_page(address.of_record(5, as_page=True))
        assert not address.is_page(address.of_record(5))


class TestPage:
    def test_hears_of_every_change(self) -> None:
        heard = [one.handler for one in live._listeners]
        assert UsersListState.refresh in heard
        assert RecordState.refresh in heard

    def test_reads_list_and_record_on_arrival(self) -> None:
        assert (UsersListState.arrive, RecordState.arrive) == page.ON_LOAD

    def test_shows_nothing_that_signs_somebody_in(self) -> None:
        assert not re.search(r"password_hash|token_hash", str(page.users_page().render()))
