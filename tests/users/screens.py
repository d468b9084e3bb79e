"""People and tabs for the tests of the users pages' states."""

from reflex_base.utils.format import json_dumps

from admin_dashboard.core import clock
from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.models import User
from admin_dashboard.users.list_state import UsersRowsState
from tests.factories import grant, make_session, make_user
from tests.pipeline import Answer, Site, Tab

READER = "reader@example.org"


def add_person(first_name: str = "Jane", last_name: str = "Doe", *, role: str = "", **values: object) -> int:
    """Somebody with this name and role; gives the id."""
    with begin(SYSTEM) as work:
        user = make_user(work.session, first_name=first_name, last_name=last_name, **values)
        if role:
            grant(work.session, user, role)
        return user.id or 0


def session_of(user_id: int) -> str:
    """A live session's cookie."""
    with begin(SYSTEM) as work:
        return make_session(work.session, work.session.get_one(User, user_id))[1]


def tab_of(site: Site, role: str = "administrator", address: str = "/users", language: str = "en") -> Tab:
    """A tab at this address of somebody with this role, called Zyx Reader, whose page has loaded."""
    own = {"email": f"{role or 'nobody'}.{READER}", "language": language, "first_login_at": clock.now()}
    reader = add_person("Zyx", "Reader", role=role, **own)
    tab = site.tab(session_of(reader), address, language)
    tab.open(address)
    return tab


def size_of(answer: Answer) -> int:
    """The bytes in which an answer goes to the page."""
    delta = {
        state: {f"{name}_rx_state_": value for name, value in values.items()} for state, values in answer.sent.items()
    }
    return len(json_dumps(["event", {"delta": delta}]).encode())


def names(tab: Tab) -> list[str]:
    """Who is in the list, without the reader."""
    rows = tab.state(UsersRowsState).rows
    return [f"{row['first']} {row['last']}" for row in rows if row["first"] != "Zyx"]


def cell(tab: Tab, column: str, row: int = 0) -> list[str]:
    """What stands in this column of that row."""
    page = tab.state(UsersRowsState)
    at = [shown["key"] for shown in page.columns].index(column)
    return page.rows[row]["cells"][at]
