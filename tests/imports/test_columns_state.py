"""The step of the columns: what was found is shown, and what is chosen is kept at once."""

from typing import Any

import pytest

from admin_dashboard.imports import storage
from admin_dashboard.imports.columns import Reading
from admin_dashboard.imports.columns_state import ColumnsState
from admin_dashboard.imports.commands import Mode
from tests.pipeline import Site, Tab

from .importing import view
from .showing import checked_in, opened

SECRETS = "username;password;shoe size;first_name\nanna.long;walnut77harbour;42;Anna\n"
GROUPS = "userName,firstName,lastName,email,groups\nanna.long,Anna,Long,a@example.org,member:/hr;*:/platform/users\n"


def kept(tab: Tab) -> Any:
    """The import as it is stored."""
    return view(int(tab.address.rpartition("/")[2]))


def column(tab: Tab, position: int) -> Any:
    """What the page shows of it."""
    return tab.state(ColumnsState).columns[position]


def test_shows_how_the_file_is_read(site: Site) -> None:
    shape = opened(site, SECRETS).state(ColumnsState).shape
    assert (shape["format"], shape["delimiter"], shape["encoding"], shape["header_line"]) == (
        "Text with separators",
        ";",
        "utf-8",
        "1",
    )


def test_shows_each_column_with_its_first_values(site: Site) -> None:
    tab = opened(site, SECRETS)
    shown = [(column(tab, at)["target"], column(tab, at)["is_unknown"]) for at in range(4)]
    assert shown == [("username", False), ("password", False), ("", True), ("first_name", False)]
    assert column(tab, 2)["samples"] == ["42"]


def test_never_shows_a_password(site: Site) -> None:
    tab = opened(site, SECRETS)
    tab.send(ColumnsState.choose_target(1, ""))
    assert "walnut77harbour" not in str(vars(tab.state(ColumnsState)))


def test_a_column_becomes_something_else_and_leaves_it_to_no_other(site: Site) -> None:
    tab = opened(site, SECRETS)
    tab.send(ColumnsState.choose_target(2, "first_name"))
    assert [one.target for one in kept(tab).mapping.columns] == ["username", "password", "first_name", ""]
    assert column(tab, 3)["note"] == "Another column says this already: this one is ignored."


def test_a_column_says_it_in_another_way(site: Site) -> None:
    tab = opened(site, SECRETS)
    tab.send(ColumnsState.choose_reading(3, "full_name"))
    assert kept(tab).mapping.columns[3].reading is Reading.FULL_NAME


@pytest.mark.parametrize("target", ["is_admin", "password_hash", "attribute:none", None, 7, ["email"]])
def test_a_column_becomes_nothing_that_does_not_exist(site: Site, target: Any) -> None:
    tab = opened(site, SECRETS)
    before = kept(tab).mapping
    tab.send(ColumnsState.choose_target(2, target))
    assert kept(tab).mapping == before


@pytest.mark.parametrize("position", [-1, 4, 10**30, "x", None, True])
def test_there_are_no_other_columns(site: Site, position: Any) -> None:
    tab = opened(site, SECRETS)
    before = kept(tab).mapping
    tab.send(ColumnsState.choose_target(position, "last_name"))
    assert kept(tab).mapping == before


def test_an_unknown_column_becomes_a_new_attribute(site: Site) -> None:
    tab = opened(site, SECRETS)
    tab.send(ColumnsState.make_attribute(2))
    assert tab.notices == []
    assert kept(tab).mapping.columns[2].target == "attribute:shoe_size"
    assert {"value": "attribute:shoe_size", "label": "shoe size"} in tab.state(ColumnsState).choices["targets"]


def test_a_new_attribute_is_called_like_nothing_else(site: Site) -> None:
    tab = opened(site, "username;Space;Ümläut;Ünläut\nanna.long;a;b;c\n")
    tab.send(ColumnsState.choose_target(1, ""))
    for position in (1, 2, 3):
        tab.send(ColumnsState.make_attribute(position))
    targets = [one.target for one in kept(tab).mapping.columns]
    assert targets == ["username", "attribute:space_2", "attribute:umlaut", "attribute:unlaut"]


def test_only_who_may_edit_the_settings_makes_attributes(site: Site) -> None:
    tab = opened(site, SECRETS, role="user_manager")
    tab.send(ColumnsState.make_attribute(2))
    assert (kept(tab).mapping.columns[2].target, len(tab.notices)) == ("", 1)


def test_the_file_is_read_in_another_way(site: Site) -> None:
    tab = opened(site, SECRETS)
    tab.send(ColumnsState.read_as("delimiter", ","))
    assert len(tab.state(ColumnsState).columns) == 1
    tab.send(ColumnsState.read_as("delimiter", ";"))
    tab.send(ColumnsState.read_as("header_line", "0"))
    assert column(tab, 0)["header"] == "Column 1"


@pytest.mark.parametrize(
    ("part", "value"), [("delimiter", "x"), ("encoding", "rot13"), ("stored", "/etc"), ("sheet", "1")]
)
def test_the_file_is_not_read_in_a_way_that_is_none(site: Site, part: str, value: str) -> None:
    tab = opened(site, SECRETS)
    before = kept(tab).shape
    tab.send(ColumnsState.read_as(part, value))
    assert kept(tab).shape == before
    assert tab.notices


def test_passwords_are_ignored_until_somebody_says_otherwise(site: Site) -> None:
    tab = opened(site, SECRETS)
    choices = tab.state(ColumnsState).choices
    assert (choices["has_passwords"], choices["use_passwords"]) == (True, False)
    tab.send(ColumnsState.choose_passwords("use"))
    assert kept(tab).mapping.passwords == "use"


def test_a_group_gives_the_role_that_is_chosen(site: Site) -> None:
    tab = opened(site, GROUPS)
    assert tab.state(ColumnsState).groups == [{"name": "/hr", "role": "?"}, {"name": "/platform/users", "role": ""}]
    tab.send(ColumnsState.choose_group("/hr", "help_desk"))
    assert kept(tab).mapping.groups["/hr"] == "help_desk"
    tab.send(ColumnsState.choose_group("/hr", "no_such_role"))
    assert kept(tab).mapping.groups["/hr"] == "help_desk"


def test_of_very_many_groups_the_first_are_shown_and_the_rest_counted(site: Site) -> None:
    rows = "\n".join(f"anna.long{number},/group/{number}" for number in range(1202))
    state = opened(site, f"userName,groups\n{rows}\n").state(ColumnsState)
    assert (len(state.groups), state.groups[-1]["name"]) == (200, "/group/199")
    assert state.more_groups.startswith("The file names 1,002 more groups.")


def test_a_file_that_is_no_longer_there_is_told_of(site: Site) -> None:
    tab = opened(site, SECRETS)
    for path in storage.folder().iterdir():
        path.unlink()
    tab.send(ColumnsState.arrive)
    assert tab.notices == ["The file is no longer here. Import it anew."]
    assert tab.state(ColumnsState).is_loaded


def test_what_is_chosen_besides_is_kept(site: Site) -> None:
    tab = opened(site)
    tab.send(ColumnsState.choose_mode("update"))
    tab.send(ColumnsState.choose_invite(True))
    assert (kept(tab).mode, kept(tab).invite) == (Mode.UPDATE, True)
    tab.send(ColumnsState.choose_mode("destroy"))
    assert kept(tab).mode is Mode.UPDATE


def test_a_change_after_the_check_asks_for_another_check(site: Site) -> None:
    tab = opened(site)
    checked_in(tab)
    tab.send(ColumnsState.choose_mode("create"))
    assert kept(tab).state == "draft"
