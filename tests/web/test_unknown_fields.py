"""A form writes what it asks for and nothing else: unknown and privileged fields are refused over the websocket."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlmodel import select

from admin_dashboard.account.state import AccountState
from admin_dashboard.api_tokens.state import TokensState
from admin_dashboard.attributes.state import AttributeFormState
from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.models import AuditEntry, SavedView, User
from admin_dashboard.users.add_state import AddUserState
from admin_dashboard.users.edit_state import EditUserState
from admin_dashboard.users.password_state import SetPasswordState
from admin_dashboard.users.view_form_state import ViewFormState
from tests.pipeline import Site, Tab, pages
from tests.structure.test_access import states
from tests.users.acting import ELEONORE, GOOD_PASSWORD
from tests.users.screens import add_person, tab_of

NAMES = {"first_name": "Marie", "last_name": "Durand"}
FORMS: dict[str, tuple[Any, dict[str, Any]]] = {
    "add a user": (AddUserState.submit, ELEONORE),
    "edit a user": (EditUserState.submit, {**NAMES, "email": "durand@example.org"}),
    "set a password": (SetPasswordState.submit, {"password": GOOD_PASSWORD}),
    "one's own names": (AccountState.rename, NAMES),
    "an attribute": (AttributeFormState.submit, {"key": "badge", "label_en": "B", "label_fr": "B", "type": "text"}),
    "an API token": (TokensState.make, {"name": "Script", "days": "30"}),
    "a view": (ViewFormState.submit, {"name": "Mine"}),
}
PRIVILEGED = ("is_admin", "id", "password_hash", "joined_at", "user_id", "version", "roles", "__class__", "\ud800" * 99)
WRITE_NOTHING = {
    "AddUserState.typed",
    "SetPasswordState.typed",
    "SetUpState.enter_code",
    "PageNumberState.go",
    "ManyState.choose",
}
# Held to it in tests of their own: they need people to be about.
ACTIONS = {"ManyState.start", "AgainState.start", "ExportState.start"}


@pytest.fixture
def site(sqlite_database: str) -> Iterator[Site]:
    with pages() as site:
        yield site


@pytest.fixture
def tab(site: Site) -> Tab:
    """An administrator's, with every form open for Marie Dupont."""
    marie = add_person("Marie", "Dupont")
    tab = tab_of(site)
    tab.send(AddUserState.open_form)
    tab.send(EditUserState.open_for(marie))
    tab.send(SetPasswordState.open_for(marie))
    tab.send(AccountState.load)
    tab.send(AttributeFormState.open_new)
    tab.send(ViewFormState.open_new)
    return tab


def everybody() -> list[dict[str, Any]]:
    """Every user and view as stored, and what the trail says."""
    with begin(SYSTEM) as work:
        return [row.model_dump() for table in (User, SavedView, AuditEntry) for row in work.session.exec(select(table))]


@pytest.mark.parametrize(("submit", "fields"), FORMS.values(), ids=FORMS)
class TestEveryForm:
    def test_refuses_an_unknown_or_privileged_field_and_writes_nothing(
        self, tab: Tab, submit: Callable[..., Any], fields: dict[str, Any]
    ) -> None:
        before = everybody()
        for name in PRIVILEGED:
            tab.send(submit({**fields, name: 1}))
            assert tab.notices[-1] == f"{name[:40]!a} cannot be set. Nothing was saved."
        assert everybody() == before

    @pytest.mark.parametrize("value", [None, 7, True, ["x"], {"a": 1}])
    def test_takes_text_only(self, tab: Tab, submit: Callable[..., Any], fields: dict[str, Any], value: Any) -> None:
        before = everybody()
        for name in fields:
            tab.send(submit({**fields, name: value}))
        assert everybody() == before

    @pytest.mark.parametrize("form", [None, "x", [], {}, [["is_admin", 1]]])
    def test_that_is_none_changes_nothing(self, tab: Tab, submit: Callable[..., Any], fields: Any, form: Any) -> None:
        before = everybody()
        tab.send(submit(form))
        assert everybody() == before

    def test_saves_what_it_does_ask_for(self, tab: Tab, submit: Callable[..., Any], fields: dict[str, Any]) -> None:
        before = everybody()
        tab.send(submit(fields))
        assert everybody() != before


def test_every_form_is_held_to_it() -> None:
    takers = {
        f"{state.__name__}.{name}"
        for state in states()
        for name, handler in state.event_handlers.items()
        if "form" in inspect.signature(handler.fn).parameters
    }
    ours = {f"{submit.state.__name__}.{submit.fn.__name__}" for submit, _fields in FORMS.values()}
    assert takers == ours | WRITE_NOTHING | ACTIONS
