"""Every rule of a person's fields through every door: form, service and command line."""

import itertools

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from admin_dashboard.cli import app
from admin_dashboard.core.errors import InvalidInput
from admin_dashboard.core.forms import parse
from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.models import User
from admin_dashboard.settings import settings
from admin_dashboard.users import service
from admin_dashboard.users.add_state import AddUserState
from admin_dashboard.users.commands import EditUser
from admin_dashboard.users.edit_state import EditUserState
from tests.pipeline import Site
from tests.users import doors
from tests.users.acting import ELEONORE
from tests.users.doors import Door
from tests.users.field_rules import OF_A_CHANGE, OF_A_NEW_USER, Rule
from tests.users.screens import add_person, tab_of

OTHER_NAMES = {"first_name": "Joan", "last_name": "Darc"}


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch, sqlite_database: str) -> None:
    monkeypatch.setenv("PASSWORD_HASH_TIME", "1")
    monkeypatch.setenv("PASSWORD_HASH_MEMORY_KIB", "8")
    settings.cache_clear()


@pytest.fixture(params=["form", "service", "command line"])
def name(request: pytest.FixtureRequest) -> str:
    """The door's name."""
    return request.param


@pytest.fixture
def adding(name: str, request: pytest.FixtureRequest) -> Door:
    if name == "form":
        return doors.AddForm(tab_of(request.getfixturevalue("site")))
    return doors.AddService() if name == "service" else doors.AddCommand()


@pytest.fixture
def changing(name: str, request: pytest.FixtureRequest) -> Door:
    eleonore = add_person(**{**ELEONORE, "email": "postbox@example.org", "password": None})
    if name == "form":
        return doors.ChangeForm(eleonore, tab_of(request.getfixturevalue("site")))
    return doors.ChangeService(eleonore) if name == "service" else doors.ChangeCommand(eleonore)


@pytest.fixture
def rule(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, sqlite_database: str) -> Rule:
    """The rule, under its settings, with the other user it speaks of."""
    rule: Rule = request.param
    for setting, value in rule.settings.items():
        monkeypatch.setenv(setting, value)
    settings.cache_clear()
    if rule.other:
        add_person(**rule.other)
    return rule


def rules(given: list[Rule]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("rule", given, ids=str, indirect=True)


def assert_kept(rule: Rule, door: Door) -> None:
    """Each bad value is refused under its field and changes nothing; each good one is stored as the rule says."""
    for field, value in itertools.product(rule.fields, rule.bad):
        outcome = door.give(field, value)
        assert list(outcome.refused) == [field], value
        assert rule.sentence in outcome.refused[field], value
        assert outcome.user is None, value
    for field in rule.fields:
        stored = {typed: door.give(field, typed).stored(field, typed) for typed in rule.good}
        assert stored == rule.good


@rules(OF_A_NEW_USER)
def test_adding_a_user(rule: Rule, adding: Door) -> None:
    assert_kept(rule, adding)


@rules(OF_A_CHANGE)
def test_changing_a_user(rule: Rule, changing: Door) -> None:
    assert_kept(rule, changing)


def test_every_field_is_mandatory_in_the_form(site: Site) -> None:
    tab = tab_of(site)
    tab.send(AddUserState.submit({}))
    assert tab.state(AddUserState).field_errors == dict.fromkeys(ELEONORE, "Please fill this in.")
    tab.send(AddUserState.submit(dict.fromkeys(ELEONORE, "")))
    assert tab.state(AddUserState).field_errors == dict.fromkeys(ELEONORE, "Please fill this in.")


def proposed(name: str, request: pytest.FixtureRequest) -> str:
    """What a door makes of Éléonore D'Arc when no username is given."""
    names = {"first_name": "Éléonore", "last_name": "D'Arc"}
    if name == "form":
        return tab_of(request.getfixturevalue("site")).send(AddUserState.typed(names)).values["username"]
    if name == "service":
        with begin(SYSTEM) as work:
            return service.propose_username(work, *names.values())
    assert doors.run("users", "add", *doors.options({**names, "email": "postbox@example.org"})) == {}
    user = doors.newest()
    return user.username if user else ""


@pytest.mark.parametrize("taken", [0, 1, 2], ids=["when free", "when taken", "when taken twice"])
def test_a_username_is_proposed_from_the_names(name: str, taken: int, request: pytest.FixtureRequest) -> None:
    usernames = ("eleonore.darc", "eleonore.darc2", "eleonore.darc3")
    for username in usernames[:taken]:
        add_person(username=username)
    assert proposed(name, request) == usernames[taken]


class TestAUsernameIsNeverChangedAfterCreation:
    """The doors of a change have no field for it, and refuse one."""

    @pytest.fixture
    def eleonore(self, sqlite_database: str) -> int:
        return add_person(**{**ELEONORE, "password": None})

    def test_form(self, site: Site, eleonore: int) -> None:
        tab = tab_of(site)
        tab.send(EditUserState.open_for(eleonore))
        tab.send(EditUserState.submit({**OTHER_NAMES, "email": "e@example.org", "username": "joan.darc"}))
        assert tab.notices == ["'username' cannot be set. Nothing was saved."]
        self.assert_unchanged()

    def test_service(self, eleonore: int) -> None:
        asked = {"user_id": eleonore, "version": 1, **OTHER_NAMES, "email": "e@example.org"}
        with pytest.raises(InvalidInput) as refused:
            parse(EditUser, {**asked, "username": "joan.darc"})
        assert doors.told(refused.value) == {"username": "This field cannot be set."}
        with begin(SYSTEM) as work:
            service.edit(work, parse(EditUser, {**asked, "version": work.session.get_one(User, eleonore).version}))
        self.assert_unchanged("Joan")

    def test_command_line(self, eleonore: int) -> None:
        done = CliRunner().invoke(app, ["users", "edit", "eleonore.darc", "--username", "joan.darc"])
        assert (done.exit_code, "No such option" in done.stderr) == (2, True)
        self.assert_unchanged()

    def assert_unchanged(self, first_name: str = "Éléonore") -> None:
        with begin(SYSTEM) as work:
            found = work.session.exec(select(User).where(User.username == "eleonore.darc")).one()
        assert found.first_name == first_name
