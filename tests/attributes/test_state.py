"""Settings → Attributes: the list, the form, the question before deleting."""

from collections.abc import Iterator
from typing import Any

import pytest

from admin_dashboard.attributes.queries import AttributeRow, all_attributes
from admin_dashboard.attributes.state import AttributeFormState, AttributesState, DeleteAttributeState
from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from tests.factories import give_value, make_attribute, make_user
from tests.pipeline import Site, Tab, pages
from tests.users.screens import tab_of

HERE = "/settings/attributes"
BADGE = {"key": "badge", "label_en": "Badge", "label_fr": "Insigne", "type": "text", "choices": ""}


@pytest.fixture
def site(sqlite_database: str) -> Iterator[Site]:
    with pages() as site:
        yield site


@pytest.fixture
def tab(site: Site) -> Tab:
    return tab_of(site, address=HERE)


def add_attribute(key: str = "badge", users: int = 0, **values: Any) -> int:
    with begin(SYSTEM) as work:
        made = make_attribute(work.session, key, **values)
        for _person in range(users):
            give_value(work.session, make_user(work.session), key, "12")
        return made.id or 0


def stored(key: str = "badge") -> AttributeRow | None:
    with begin(SYSTEM) as work:
        return next((row for row in all_attributes(work) if row.key == key), None)


def shown(tab: Tab) -> list[str]:
    return [row["key"] for row in tab.state(AttributesState).rows]


class TestList:
    def test_shows_each_in_its_place_with_how_many_have_a_value(self, tab: Tab) -> None:
        add_attribute(users=2, is_required=True, type="choice", choices="12\n13")
        row = tab.send(AttributesState.load).of(AttributesState)["rows"][-1]
        assert (row["key"], row["type"], row["choices"], row["users"]) == ("badge", "Choice", "12, 13", "2")
        assert (row["is_required"], row["is_built_in"], row["is_last"]) == (True, False, True)

    def test_speaks_the_readers_language(self, site: Site) -> None:
        row = tab_of(site, address=HERE, language="fr").state(AttributesState).rows[0]
        assert (row["label"], row["type"]) == ("Fonction", "Texte")

    def test_moves_one_and_says_where_it_stands(self, tab: Tab) -> None:
        location = tab.state(AttributesState).rows[2]["id"]
        tab.send(AttributesState.move(location, "up"))
        assert shown(tab)[:3] == ["function", "location", "organization"]
        assert tab.state(AttributesState).said == "Moved to place 2 of 5."

    def test_moves_nothing_over_the_end(self, tab: Tab) -> None:
        before = shown(tab)
        tab.send(AttributesState.move(tab.state(AttributesState).rows[0]["id"], "up"))
        assert shown(tab) == before

    def test_shows_what_somebody_else_has_changed(self, tab: Tab) -> None:
        add_attribute()
        assert tab.told(AttributesState.refresh).of(AttributesState)["rows"][-1]["key"] == "badge"
        assert tab.told(AttributesState.refresh).of(AttributesState) == {}

    def test_costs_nothing_on_another_page(self, site: Site) -> None:
        tab = tab_of(site, address="/users")
        assert tab.told(AttributesState.refresh).of(AttributesState) == {}

    @pytest.mark.parametrize("wrong", [(None, "up"), ("x", "down"), (1, "sideways"), (10**30, "up"), (-1, {"a": 1})])
    def test_takes_whatever_a_client_sends(self, tab: Tab, wrong: tuple[Any, Any]) -> None:
        before = shown(tab)
        tab.send(AttributesState.move(*wrong))
        assert shown(tab) == before
        assert "Reference" not in "".join(tab.notices)


class TestForm:
    def test_adds_one(self, tab: Tab) -> None:
        tab.send(AttributeFormState.open_new)
        tab.send(AttributeFormState.submit({**BADGE, "type": "choice", "choices": "Red\nGreen", "is_required": "on"}))
        made = stored()
        assert made
        assert (made.choices, made.is_required) == (("Red", "Green"), True)
        assert not tab.state(AttributeFormState).is_open
        assert (shown(tab)[-1], tab.notices) == ("badge", ["Badge was added."])

    def test_says_under_each_field_what_is_wrong(self, tab: Tab) -> None:
        tab.send(AttributeFormState.open_new)
        tab.send(AttributeFormState.submit({**BADGE, "key": "email", "label_fr": "", "type": "choice"}))
        assert set(tab.state(AttributeFormState).field_errors) == {"key", "label_fr", "choices"}
        assert tab.state(AttributeFormState).is_open

    def test_opens_with_what_is_stored_and_saves(self, tab: Tab) -> None:
        of_id = add_attribute(type="choice", choices="Red\nGreen")
        tab.send(AttributeFormState.open_for(of_id))
        assert tab.state(AttributeFormState).given["choices"] == "Red\nGreen"
        given = {"label_en": "Card", "label_fr": "Carte", "type": "choice", "choices": "Red"}
        tab.send(AttributeFormState.submit(given))
        made = stored()
        assert made
        assert (made.label_en, made.choices) == ("Card", ("Red",))

    def test_takes_no_other_key(self, tab: Tab) -> None:
        tab.send(AttributeFormState.open_for(add_attribute()))
        tab.send(AttributeFormState.submit({**BADGE, "key": "card"}))
        assert "'key' cannot be set" in tab.notices[-1]

    def test_keeps_the_type_while_anybody_has_a_value(self, tab: Tab) -> None:
        tab.send(AttributeFormState.open_for(add_attribute(users=1)))
        tab.send(AttributeFormState.submit({"label_en": "B", "label_fr": "B", "type": "date"}))
        assert set(tab.state(AttributeFormState).field_errors) == {"type"}

    def test_of_one_that_is_gone_stays_closed(self, tab: Tab) -> None:
        tab.send(AttributeFormState.open_for(999))
        assert not tab.state(AttributeFormState).is_open
        assert tab.notices == ["This does not exist, or you may not see it."]

    def test_is_left(self, tab: Tab) -> None:
        tab.send(AttributeFormState.open_new)
        tab.send(AttributeFormState.change_open(False))
        assert not tab.state(AttributeFormState).is_open


class TestDelete:
    def test_asks_how_many_lose_a_value_then_deletes(self, tab: Tab) -> None:
        tab.send(DeleteAttributeState.ask(add_attribute(users=3)))
        asked = tab.state(DeleteAttributeState)
        assert (asked.is_asking, asked.label, asked.users) == (True, "Badge", 3)
        assert stored()
        tab.send(DeleteAttributeState.delete)
        assert stored() is None
        assert (tab.notices, "badge" in shown(tab)) == (["Badge was deleted."], False)

    def test_leaves_it_when_the_question_is_left(self, tab: Tab) -> None:
        tab.send(DeleteAttributeState.ask(add_attribute()))
        tab.send(DeleteAttributeState.change_asking(False))
        assert not tab.state(DeleteAttributeState).is_asking
        assert stored()

    def test_keeps_a_built_in_one(self, tab: Tab) -> None:
        tab.send(DeleteAttributeState.ask(tab.state(AttributesState).rows[0]["id"]))
        tab.send(DeleteAttributeState.delete)
        assert stored("function")
        assert "cannot be deleted" in tab.notices[-1]


@pytest.mark.parametrize("role", ["", "user_manager", "auditor"])
class TestAccess:
    def test_is_for_who_may_edit_the_settings(self, site: Site, role: str) -> None:
        of_id = add_attribute()
        tab = tab_of(site, role, HERE)
        tab.send(
            AttributeFormState.open_for(of_id), AttributeFormState.submit(BADGE), AttributesState.move(of_id, "up")
        )
        tab.send(DeleteAttributeState.ask(of_id), DeleteAttributeState.delete, AttributesState.refresh)
        assert stored()
        assert shown(tab) == []
        assert tab.state(AttributeFormState).given["key"] == ""
