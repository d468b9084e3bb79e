"""People for the tests of the filters, and what the page shows of the filters."""

from typing import Any

from admin_dashboard.core.clock import now
from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.models import Space, SpaceMember
from admin_dashboard.users.filters_state import FacetsState, FilterPanelState
from admin_dashboard.users.list_state import UsersListState
from tests.pipeline import Tab
from tests.users.screens import add_person, names

BEEN = {"first_login_at": now(), "last_login_at": now()}


def add_people() -> None:
    """One person of each kind, enabled, and the same ones disabled."""
    for is_enabled, suffix in ((True, ""), (False, " Gone")):
        people = {
            "Joined": {**BEEN, "enrolled_at": now()},
            "Walked In": BEEN,
            "Invited": {"enrolled_at": now(), "source": "csv"},
            "New": {"source": "csv"},
            "Outside": {"is_external": True},
        }
        for name, values in people.items():
            first, _blank, last = f"{name}{suffix}".partition(" ")
            add_person(first, last, is_enabled=is_enabled, **values)


def who(tab: Tab) -> set[str]:
    """Who is in the list, enabled or not."""
    return {name.strip().removesuffix(" Gone") for name in names(tab)}


def address(tab: Tab) -> str:
    """Where the page is."""
    return tab.state(UsersListState).address


def group(tab: Tab, key: str) -> dict[str, Any]:
    """A group of the panel."""
    return next(one for one in tab.state(FilterPanelState).groups if one["key"] == key)


def counts(tab: Tab, key: str) -> dict[str, str]:
    """The counts of a group, by what its choices are called."""
    told = tab.state(FacetsState).counts
    return {choice["label"]: told[choice["key"]] for choice in group(tab, key)["choices"]}


def chips(tab: Tab) -> list[str]:
    """The chips as they read."""
    shown = tab.state(FacetsState).chips
    return [" ".join([chip["title"], *(c["label"] for c in chip["choices"]), chip["text"]]).strip() for chip in shown]


def tick(group: str, value: str, is_on: Any = True) -> Any:
    """A tick of the panel."""
    return FilterPanelState.tick(group, value, is_on)


def add_spaces() -> list[int]:
    """Spaces A to J, of which the last has a member; gives their ids."""
    with begin(SYSTEM) as work:
        rows = [Space(name=f"Space {letter}", created_at=work.now) for letter in "ABCDEFGHIJ"]
        work.session.add_all(rows)
        work.session.flush()
        made = [space.id or 0 for space in rows]
        work.session.add(SpaceMember(space_id=made[9], user_id=1, joined_at=work.now))
        return made
