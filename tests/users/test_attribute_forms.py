"""Attributes and language in the Add user and Edit forms."""

import pytest
from sqlmodel import func, select

from admin_dashboard.core.forms import parse
from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.models import User
from admin_dashboard.users import service
from admin_dashboard.users.add_state import AddUserState
from admin_dashboard.users.commands import EditUser
from admin_dashboard.users.edit_state import EditUserState
from admin_dashboard.users.queries import Profile, profile_of
from tests.factories import give_value, make_attribute
from tests.pipeline import Site, Tab
from tests.users.acting import ELEONORE
from tests.users.screens import add_person, tab_of

MARIE = {"first_name": "Marie", "last_name": "Dupont", "email": "marie@example.org"}
BUILT_IN = {f"attribute_{key}": "" for key in ("function", "organization", "location", "phone", "time_zone")}


@pytest.fixture
def marie(sqlite_database: str) -> int:
    """Works in Paris."""
    user_id = add_person(**MARIE, language="fr")
    with begin(SYSTEM) as work:
        give_value(work.session, work.session.get_one(User, user_id), "location", "Paris")
        make_attribute(work.session, "shirt", type="choice", choices="Small\nLarge", label_fr="Chemise")
        make_attribute(work.session, "born", type="date")
    return user_id


def profile(user_id: int) -> Profile:
    with begin(SYSTEM) as work:
        return profile_of(work.session, work.session.get_one(User, user_id))


def require(key: str) -> None:
    with begin(SYSTEM) as work:
        make_attribute(work.session, key, is_required=True)


class TestAdd:
    def test_asks_every_attribute_in_order(self, site: Site, marie: int) -> None:
        tab = tab_of(site, language="fr")
        tab.send(AddUserState.open_form)
        fields = tab.state(AddUserState).fields
        assert [field["key"] for field in fields][-3:] == ["time_zone", "shirt", "born"]
        assert dict(fields[5]) == {
            "key": "shirt",
            "name": "attribute_shirt",
            "label": "Chemise",
            "kind": "choice",
            "is_required": False,
            "choices": ["Small", "Large"],
            "value": "",
            "number": 0,
        }

    def test_keeps_what_was_typed(self, site: Site, marie: int) -> None:
        tab = tab_of(site)
        tab.send(AddUserState.open_form)
        more = {**BUILT_IN, "attribute_location": " Rome ", "attribute_born": "2001-03-31", "language": "fr"}
        tab.send(AddUserState.submit({**ELEONORE, **more}))
        stored = profile(self.newest())
        assert (stored.attributes, stored.language) == ({"location": "Rome", "born": "2001-03-31"}, "fr")

    def newest(self) -> int:
        with begin(SYSTEM) as work:
            return work.session.exec(select(func.max(User.id))).one() or 0

    def test_says_under_the_field_what_is_wrong_until_it_is_mended(self, site: Site, marie: int) -> None:
        require("badge")
        tab = tab_of(site)
        tab.send(AddUserState.open_form)
        sent = {**ELEONORE, "attribute_badge": "", "attribute_shirt": "Medium"}
        tab.send(AddUserState.submit(sent))
        assert set(tab.state(AddUserState).field_errors) == {"badge", "shirt"}
        tab.send(AddUserState.typed({**sent, "attribute_badge": "12"}))
        assert set(tab.state(AddUserState).field_errors) == {"shirt"}

    def test_says_what_is_wrong_with_attributes_and_other_fields_at_once(self, site: Site, marie: int) -> None:
        require("badge")
        tab = tab_of(site)
        tab.send(AddUserState.open_form)
        tab.send(AddUserState.submit({**ELEONORE, "email": "", "attribute_badge": "", "attribute_shirt": "Medium"}))
        assert set(tab.state(AddUserState).field_errors) == {"email", "badge", "shirt"}

    @pytest.mark.parametrize("name", ["attribute_is_admin", "attribute_", "attributes", "attribute_\ud800"])
    def test_with_one_that_is_not_there_creates_nobody(self, site: Site, marie: int, name: str) -> None:
        tab = tab_of(site)
        before = self.newest()
        tab.send(AddUserState.submit({**ELEONORE, name: "1"}))
        assert self.newest() == before
        assert "Nothing was saved." in tab.notices[-1]


class TestEdit:
    def opened(self, site: Site, marie: int) -> Tab:
        tab = tab_of(site)
        tab.send(EditUserState.open_for(marie))
        return tab

    def test_opens_with_what_is_stored(self, site: Site, marie: int) -> None:
        state = self.opened(site, marie).state(EditUserState)
        assert state.profile["language"] == "fr"
        assert {field["key"]: field["value"] for field in state.fields if field["value"]} == {"location": "Paris"}

    def test_saves_and_empties(self, site: Site, marie: int) -> None:
        tab = self.opened(site, marie)
        more = {**BUILT_IN, "attribute_shirt": "Large", "attribute_born": "", "language": ""}
        tab.send(EditUserState.submit({**MARIE, **more}))
        assert (profile(marie).attributes, profile(marie).language) == ({"shirt": "Large"}, "")

    def test_asks_for_required_ones_under_their_field(self, site: Site, marie: int) -> None:
        require("badge")
        tab = self.opened(site, marie)
        tab.send(EditUserState.submit({**MARIE, "attribute_badge": " "}))
        assert tab.state(EditUserState).field_errors == {"badge": "Please fill this in."}

    def in_conflict(self, site: Site, marie: int) -> Tab:
        tab = self.opened(site, marie)
        now = profile(marie)
        theirs = {"location": "", "born": "2001-03-31"}
        with begin(SYSTEM) as work:
            asked = {**MARIE, "user_id": marie, "version": now.version, "language": "en", "attributes": theirs}
            service.edit(work, parse(EditUser, asked))
        ours = {**BUILT_IN, "attribute_location": "Rome", "attribute_born": "", "language": "fr"}
        tab.send(EditUserState.submit({**MARIE, **ours}))
        return tab

    def test_shows_in_words_what_somebody_else_has_stored(self, site: Site, marie: int) -> None:
        tab = self.in_conflict(site, marie)
        assert tab.state(EditUserState).theirs == {
            "attribute_location": "–",
            "attribute_born": "31 Mar 2001",
            "language": "English",
        }
        assert profile(marie).attributes == {"born": "2001-03-31"}

    def test_lets_one_take_it_field_by_field(self, site: Site, marie: int) -> None:
        tab = self.in_conflict(site, marie)
        assert tab.send(EditUserState.take_theirs("language")).values == {"edit_language": "en"}
        tab.send(EditUserState.take_theirs("attribute_born"))
        (born,) = (field for field in tab.state(EditUserState).fields if field["key"] == "born")
        assert (born["value"], born["number"]) == ("2001-03-31", 1)
        assert set(tab.state(EditUserState).theirs) == {"attribute_location"}

    def test_saves_ones_own_in_knowledge_of_theirs(self, site: Site, marie: int) -> None:
        tab = self.in_conflict(site, marie)
        tab.send(EditUserState.submit({**MARIE, "attribute_location": "Rome", "language": "fr"}))
        assert profile(marie).attributes == {"location": "Rome", "born": "2001-03-31"}
        assert profile(marie).language == "fr"
