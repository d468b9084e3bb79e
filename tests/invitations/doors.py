"""The doors of an invitation: three that send it, two that take its link."""

from collections.abc import Callable
from typing import Any, Protocol

from starlette.testclient import TestClient

from admin_dashboard.core.errors import DomainError
from admin_dashboard.core.forms import parse
from admin_dashboard.core.permissions import NOBODY
from admin_dashboard.core.sessions import Browser
from admin_dashboard.invitations import joining, queries, service
from admin_dashboard.invitations.commands import AcceptInvitation
from admin_dashboard.invitations.state import InvitationState
from admin_dashboard.users.invite_state import InviteState
from admin_dashboard.web.caller import session_cookie
from tests.pipeline import Site, Tab
from tests.users.doors import run, told

from .conftest import open_page, user


class Sender(Protocol):
    """Sends an invitation."""

    def invite(self, user_id: int) -> str:
        """What the refusal says, empty when it was sent."""
        ...


class Envelope:
    """Pressing the envelope of a row."""

    def __init__(self, tab: Tab) -> None:
        self.tab = tab

    def invite(self, user_id: int) -> str:
        self.tab.send(InviteState.invite(user_id))
        said = self.tab.notices[-1]
        return "" if said == f"An invitation is on its way to {user(user_id).email}." else said


class Service:
    """`service.invite`."""

    def invite(self, user_id: int) -> str:
        return _refusal(lambda: _in_page(service.invite, user_id))


class Command:
    """`users invite`."""

    def invite(self, user_id: int) -> str:
        username = user(user_id).username
        return run("users", "invite", username).get(username, "")


class Taker(Protocol):
    """Takes the link of a mail; `session` is the cookie of the session that joining has begun."""

    session: str

    def opened(self, token: str) -> Any:
        """Whose account the link opens; what it shows when it opens none."""
        ...

    def accept(self, token: str, password: str) -> str:
        """Choose a password; what the refusal says, empty when the person has joined."""
        ...

    def ask_again(self, token: str) -> Any:
        """Ask for a new invitation; what is answered."""
        ...


class LinkService:
    """The services behind the page."""

    def __init__(self) -> None:
        self.session = ""

    def opened(self, token: str) -> Any:
        found = _in_page(queries.look_up, token)
        return found and found.email

    def accept(self, token: str, password: str) -> str:
        return _refusal(lambda: self._join(token, password))

    def _join(self, token: str, password: str) -> None:
        command = parse(AcceptInvitation, {"token": token, "password": password})
        self.session = joining.accept(open_page, command, NOBODY, Browser("192.0.2.7", "Firefox")).session

    def ask_again(self, token: str) -> Any:
        return _in_page(service.ask_again, token)


class LinkPage:
    """The page the link leads to, and what it posts."""

    def __init__(self, site: Site, client: TestClient) -> None:
        self.site, self.client, self.session = site, client, ""

    def opened(self, token: str) -> Any:
        tab = self.site.tab(address=f"/invitation/{token}")
        shown = tab.open(tab.address).of(InvitationState)
        return tab.state(InvitationState).invitee["email"] or shown

    def accept(self, token: str, password: str) -> str:
        answer = self._post("/auth/invitation", token=token, password=password)
        return " ".join([answer.get("error", ""), *answer.get("fields", {}).values()]).strip()

    def ask_again(self, token: str) -> Any:
        return self._post("/auth/invitation/again", token=token)

    def _post(self, address: str, **fields: str) -> dict[str, Any]:
        # As from a browser where nobody is signed in.
        self.client.cookies.clear()
        answer = self.client.post(address, data=fields).json()
        self.session = self.client.cookies.get(session_cookie(), "")
        return answer


def _in_page(act: Callable[..., Any], *given: object) -> Any:
    with open_page() as work:
        return act(work, *given)


def _refusal(act: Callable[[], object]) -> str:
    try:
        act()
    except DomainError as error:
        return " ".join(told(error).values())
    return ""
