"""Attributes and language of users: given, changed, asked for where they are required, shown."""

import json
from typing import Any

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from admin_dashboard.account.commands import ChooseLanguage, Rename
from admin_dashboard.account.service import choose_language, rename
from admin_dashboard.attributes.queries import values_of
from admin_dashboard.cli import app
from admin_dashboard.core.errors import InvalidInput
from admin_dashboard.core.forms import parse
from admin_dashboard.core.permissions import Actor, Permission
from admin_dashboard.models import AuditEntry, Source, User
from admin_dashboard.users import service
from admin_dashboard.users.commands import CreateAdministrator, CreateUser, EditUser
from admin_dashboard.users.record_view import Record, read_record
from tests.conftest import WorkAs
from tests.factories import give_value, make_attribute, make_space, make_user
from tests.users.acting import ELEONORE, holder

pytestmark = pytest.mark.usefixtures("database")
NAMES = ("first_name", "last_name", "email")


@pytest.fixture
def marie(work_as: WorkAs) -> int:
    """Works as a clerk, in French."""
    with work_as() as work:
        user = make_user(work.session, username="marie.dupont", language="fr")
        give_value(work.session, user, "function", "Clerk")
        return user.id or 0


@pytest.fixture
def badge(work_as: WorkAs) -> None:
    """From now on everybody needs a badge."""
    with work_as() as work:
        make_attribute(work.session, "badge", is_required=True)


def add(work_as: WorkAs, actor: Actor | None = None, **fields: Any) -> int:
    with work_as(*([actor] if actor else [])) as work:
        return service.create(work, parse(CreateUser, {**ELEONORE, "password": None, **fields})).id


def edit(work_as: WorkAs, user_id: int, **fields: Any) -> service.Profile:
    with work_as() as work:
        user = work.session.get_one(User, user_id)
        present = {name: getattr(user, name) for name in NAMES}
        asked = {"user_id": user_id, "version": user.version, **present, **fields}
        return service.edit(work, parse(EditUser, asked))


def stored(work_as: WorkAs, user_id: int) -> dict[str, str]:
    with work_as() as work:
        return values_of(work.session, [user_id]).get(user_id, {})


class TestCreate:
    def test_keeps_attributes_and_language(self, work_as: WorkAs):
        user_id = add(work_as, attributes={"location": " Évry ", "phone": ""}, language="fr")
        assert stored(work_as, user_id) == {"location": "Évry"}
        with work_as() as work:
            assert work.session.get_one(User, user_id).language == "fr"

    def test_leaves_the_language_to_the_browser_unless_told(self, work_as: WorkAs):
        user_id = add(work_as)
        with work_as() as work:
            assert work.session.get_one(User, user_id).language is None

    def test_tells_wrong_attributes_together_with_wrong_fields(self, work_as: WorkAs, marie: int, badge: None):
        with pytest.raises(service.AlreadyTaken) as refused:
            add(work_as, username="marie.dupont", attributes={"phone": "x" * 201})
        assert set(refused.value.fields) == {"username", "phone", "badge"}

    def test_without_a_required_one_is_refused_and_creates_nobody(self, work_as: WorkAs, badge: None):
        with pytest.raises(InvalidInput) as refused:
            add(work_as)
        assert {name: str(text) for name, text in refused.value.fields.items()} == {"badge": "Please fill this in."}
        with work_as() as work:
            assert work.session.exec(select(User)).all() == []

    @pytest.mark.parametrize("attributes", [None, [], "x", {"phone": 7}, {"phone": None}, {7: "x"}, {"phone": ["x"]}])
    def test_takes_text_only(self, attributes: Any):
        with pytest.raises(InvalidInput):
            parse(CreateUser, {**ELEONORE, "attributes": attributes})

    @pytest.mark.parametrize("language", ["de", "EN", None, 7])
    def test_takes_a_language_there_is(self, language: Any):
        with pytest.raises(InvalidInput):
            parse(CreateUser, {**ELEONORE, "language": language})

    def test_of_an_administrator_asks_for_none(self, work_as: WorkAs, badge: None):
        with work_as() as work:
            assert service.create_administrator(work, parse(CreateAdministrator, ELEONORE)).id


class TestEdit:
    def test_changes_what_is_named_and_records_it(self, work_as: WorkAs, marie: int):
        saved = edit(work_as, marie, attributes={"function": "", "location": "Paris"}, language="en")
        assert (saved.attributes, saved.language) == ({"location": "Paris"}, "en")
        with work_as() as work:
            detail = json.loads(work.session.exec(select(AuditEntry.detail)).one() or "")
        assert detail["attributes"] == {"function": ["Clerk", ""], "location": ["", "Paris"]}
        assert detail["language"] == ["fr", "en"]

    def test_leaves_what_is_not_named(self, work_as: WorkAs, marie: int):
        saved = edit(work_as, marie, last_name="Durand")
        assert (saved.attributes, saved.language) == ({"function": "Clerk"}, "fr")

    def test_of_nothing_changes_no_version(self, work_as: WorkAs, marie: int):
        before = edit(work_as, marie)
        assert edit(work_as, marie, attributes={"function": " Clerk", "phone": ""}, language="fr") == before

    def test_shows_the_second_of_two_what_the_first_has_stored(self, work_as: WorkAs, marie: int):
        with work_as() as work:
            version = work.session.get_one(User, marie).version
        edit(work_as, marie, attributes={"function": "Chief"})
        with pytest.raises(service.EditedElsewhere) as refused:
            edit(work_as, marie, version=version, attributes={"function": "Clerk", "phone": "12"})
        assert refused.value.theirs == {"function": "Chief", "phone": ""}
        assert stored(work_as, marie) == {"function": "Chief"}

    def test_notices_that_somebody_chose_another_language_meanwhile(self, work_as: WorkAs, marie: int):
        with work_as() as work:
            version = work.session.get_one(User, marie).version
        with work_as(Actor(id=marie, name="Marie")) as work:
            choose_language(work, ChooseLanguage(language="en"))
        with pytest.raises(service.EditedElsewhere) as refused:
            edit(work_as, marie, version=version, language="fr")
        assert refused.value.theirs == {"language": "en"}

    def test_asks_for_required_ones(self, work_as: WorkAs, marie: int, badge: None):
        with pytest.raises(InvalidInput) as refused:
            edit(work_as, marie, last_name="Durand")
        assert set(refused.value.fields) == {"badge"}
        assert edit(work_as, marie, attributes={"badge": "12"}).attributes["badge"] == "12"

    def test_of_one_mastered_elsewhere_is_refused(self, work_as: WorkAs):
        with work_as() as work:
            user_id = make_user(work.session, source=Source.LDAP).id or 0
        with pytest.raises(service.ReadOnly):
            edit(work_as, user_id, attributes={"phone": "12"})


class TestWithoutARequiredOne:
    def test_somebody_is_disabled_enabled_and_invited_as_before(self, work_as: WorkAs, marie: int, badge: None):
        with work_as() as work:
            assert service.disable(work, marie)
            assert service.enable(work, marie)

    def test_somebody_may_change_their_own_names(self, work_as: WorkAs, marie: int, badge: None):
        with work_as(Actor(id=marie, name="Marie")) as work:
            version = work.session.get_one(User, marie).version
            rename(work, parse(Rename, {"version": version, "first_name": "Maria", "last_name": "Dupont"}))
        assert stored(work_as, marie) == {"function": "Clerk"}


class TestRecord:
    def read(self, work_as: WorkAs, user_id: int, *more: Permission, language: str = "en") -> Record:
        reader = holder(Permission.USERS_VIEW, *more)
        with work_as(Actor(id=reader.id, name=reader.name, language=language, rights=reader.rights)) as work:
            return read_record(work, user_id)

    def lines(self, record: Record) -> dict[str, str]:
        return {line["label"]: line["value"] for line in record["profile"]}

    def test_shows_what_the_user_has(self, work_as: WorkAs, marie: int):
        with work_as() as work:
            make_attribute(work.session, "born", type="date")
            give_value(work.session, work.session.get_one(User, marie), "born", "2001-03-31")
        lines = self.lines(self.read(work_as, marie))
        assert (lines["Function"], lines["Born"], lines["Language"]) == ("Clerk", "31 Mar 2001", "Français")
        assert "Phone" not in lines
        assert self.lines(self.read(work_as, marie, language="fr"))["Fonction"] == "Clerk"

    def test_shows_spaces_to_who_may_see_spaces(self, work_as: WorkAs, marie: int):
        with work_as() as work:
            user = work.session.get_one(User, marie)
            make_space(work.session, "Rome", user)
            make_space(work.session, "Paris", managers=[user])
        lines = self.lines(self.read(work_as, marie, Permission.SPACES_VIEW))
        assert lines["Spaces"] == "Paris (manager), Rome"
        assert "Spaces" not in self.lines(self.read(work_as, marie))

    def test_tells_what_was_changed_by_its_label(self, work_as: WorkAs, marie: int):
        edit(work_as, marie, attributes={"function": "", "location": "Paris"})
        entry = self.read(work_as, marie)["history"][0]
        assert entry["how"].endswith("Function: Clerk → – · Location: Paris")
        assert "Lieu" in self.read(work_as, marie, language="fr")["history"][0]["how"]


class TestCommandLine:
    def run(self, *arguments: str) -> tuple[int, str, str]:
        result = CliRunner().invoke(app, ["users", *arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.stdout, result.stderr

    def shown(self, username: str) -> dict[str, Any]:
        return json.loads(self.run("show", username, "--json")[1])[0]

    def test_gives_values_to_a_new_user(self):
        names = [f"--{name.replace('_', '-')}={ELEONORE[name]}" for name in NAMES]
        assert self.run("add", *names, "--attribute", "location=Paris", "--language", "fr")[0] == 0
        user = self.shown("eleonore.darc")
        assert (user["attributes"], user["language"], user["spaces"]) == ({"location": "Paris"}, "fr", [])

    def test_changes_and_empties_them(self, marie: int):
        more = ("--attribute", "function=", "--attribute", "phone=a=b", "--language", "browser")
        assert self.run("edit", "marie.dupont", *more)[0] == 0
        user = self.shown("marie.dupont")
        assert (user["attributes"], user["language"]) == ({"phone": "a=b"}, None)
        assert "phone=a=b" in self.run("show", "marie.dupont")[1]

    def test_asks_for_required_ones(self, marie: int, badge: None):
        assert self.run("edit", "marie.dupont", "--last-name", "Durand") == (1, "", "badge: Please fill this in.\n")

    def test_tells_what_it_does_not_understand(self, marie: int):
        edit = ("edit", "marie.dupont", "--attribute")
        assert self.run(*edit, "phone")[2] == "Write an attribute as KEY=VALUE, not phone.\n"
        assert self.run(*edit, "shoe=44")[2] == "There is no attribute 'shoe'. Nothing was saved.\n"
