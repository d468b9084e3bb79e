"""Which attributes there are: adding, changing, ordering and removing them."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from sqlmodel import select

from admin_dashboard.attributes import queries, service, storing
from admin_dashboard.attributes.commands import CreateAttribute, DeleteAttribute, EditAttribute, MoveAttribute
from admin_dashboard.attributes.queries import AttributeRow
from admin_dashboard.attributes.service import BuiltIn, InUse, KeyTaken, TooManyAttributes
from admin_dashboard.core.errors import InvalidInput, NotAllowed, NotFound
from admin_dashboard.core.forms import parse
from admin_dashboard.core.permissions import SYSTEM, Permission
from admin_dashboard.core.work import Work, begin
from admin_dashboard.models import Attribute, AttributeValue, AuditEntry
from tests.conftest import WorkAs
from tests.factories import give_value, make_attribute, make_user
from tests.users.acting import holder

pytestmark = pytest.mark.usefixtures("database")
BADGE = {"key": "badge", "label_en": "Badge", "label_fr": "Insigne", "type": "text"}


def add(work: Work, **values: Any) -> AttributeRow:
    return service.create(work, parse(CreateAttribute, {**BADGE, **values}))


def change(work: Work, row: AttributeRow, **values: Any) -> AttributeRow:
    present = {name: getattr(row, name) for name in ("label_en", "label_fr", "type", "choices", "is_required")}
    return service.edit(work, parse(EditAttribute, {**present, "attribute_id": row.id, **values}))


def keys(work: Work) -> list[str]:
    return [row.key for row in queries.all_attributes(work)]


class TestCreate:
    def test_puts_it_behind_the_others_and_says_so_in_the_trail(self, work_as: WorkAs):
        with work_as() as work:
            made = add(work, type="choice", choices="Red\nGreen", is_required=True)
        with work_as() as work:
            assert queries.all_attributes(work)[-1] == made
            assert (made.choices, made.is_required, made.is_built_in) == (("Red", "Green"), True, False)
            assert work.session.exec(select(AuditEntry.action)).all() == ["attribute.created"]

    def test_with_a_key_that_is_taken_is_refused(self, work_as: WorkAs):
        with pytest.raises(KeyTaken), work_as() as work:
            add(work, key="function")

    def test_has_an_end(self, work_as: WorkAs):
        with work_as() as work:
            for number in range(95):
                make_attribute(work.session, f"number_{number}")
            with pytest.raises(TooManyAttributes):
                add(work)

    def test_of_one_key_by_two_at_once_has_one_winner(self):
        def create(_number: int) -> bool:
            try:
                with begin(SYSTEM) as work:
                    add(work)
            except KeyTaken:
                return False
            return True

        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(create, range(4))).count(True) == 1


class TestEdit:
    def test_changes_what_is_asked_and_records_it(self, work_as: WorkAs):
        with work_as() as work:
            change(work, queries.find(work, "function"), label_en="Job", is_required=True)
        with work_as() as work:
            row = queries.find(work, "function")
            detail = work.session.exec(select(AuditEntry.detail)).one() or ""
        assert (row.label_en, row.label_fr, row.is_required) == ("Job", "Fonction", True)
        assert '"label_en": ["Function", "Job"]' in detail

    def test_of_nothing_records_nothing(self, work_as: WorkAs):
        with work_as() as work:
            change(work, queries.find(work, "function"))
        with work_as() as work:
            assert work.session.exec(select(AuditEntry)).all() == []

    def test_of_the_type_is_refused_while_anybody_has_a_value(self, work_as: WorkAs):
        with work_as() as work:
            give_value(work.session, make_user(work.session), "phone", "12")
            row = queries.find(work, "phone")
        with pytest.raises(InUse) as refused, work_as() as work:
            change(work, row, type="number")
        assert str(refused.value.fields["type"]) == "1 user has a value: it would not fit."

    def test_of_the_type_is_free_while_nobody_has_one(self, work_as: WorkAs):
        with work_as() as work:
            changed = change(work, queries.find(work, "location"), type="choice", choices="Paris\nRome")
        assert changed.choices == ("Paris", "Rome")

    def test_keeps_the_choices_users_have(self, work_as: WorkAs):
        with work_as() as work:
            row = add(work, type="choice", choices="Red\nGreen\nBlue")
            for colour in ("Red", "Red", "Blue"):
                give_value(work.session, make_user(work.session), "badge", colour)
        with pytest.raises(InUse) as refused, work_as() as work:
            change(work, row, choices="Green\nBlue")
        assert str(refused.value.fields["choices"]) == "2 users have “Red”: keep it."
        with work_as() as work:
            assert change(work, row, choices="Blue\nYellow\nRed").choices == ("Blue", "Yellow", "Red")

    def test_writes_a_choice_spelt_anew_into_the_values(self, work_as: WorkAs):
        with work_as() as work:
            row = add(work, type="choice", choices="Ecole\nOther")
            user = make_user(work.session)
            give_value(work.session, user, "badge", "Ecole")
            change(work, row, choices="École\nOther")
            assert queries.values_of(work.session, [user.id or 0]) == {user.id: {"badge": "École"}}


class TestDelete:
    def test_removes_the_values_and_says_how_many_lost_one(self, work_as: WorkAs):
        with work_as() as work:
            row = add(work)
            for _person in range(3):
                give_value(work.session, make_user(work.session), "badge", "12")
            assert service.delete(work, DeleteAttribute(attribute_id=row.id)) == 3
        with work_as() as work:
            assert "badge" not in keys(work)
            assert work.session.exec(select(AttributeValue)).all() == []
            assert work.session.exec(select(AuditEntry.action)).all() == ["attribute.created", "attribute.deleted"]

    def test_of_a_built_in_one_is_refused(self, work_as: WorkAs):
        with pytest.raises(BuiltIn), work_as() as work:
            service.delete(work, DeleteAttribute(attribute_id=queries.find(work, "function").id))


class TestMove:
    def test_lets_neighbours_change_places(self, work_as: WorkAs):
        with work_as() as work:
            first = queries.find(work, "function").id
            assert service.move(work, MoveAttribute(attribute_id=first, direction="down"))
        with work_as() as work:
            assert keys(work)[:3] == ["organization", "function", "location"]
            assert service.move(work, MoveAttribute(attribute_id=first, direction="up"))
            assert keys(work)[:2] == ["function", "organization"]

    def test_stops_at_both_ends(self, work_as: WorkAs):
        with work_as() as work:
            before = keys(work)
            for key, direction in ((before[0], "up"), (before[-1], "down")):
                asked = {"attribute_id": queries.find(work, key).id, "direction": direction}
                assert not service.move(work, parse(MoveAttribute, asked))
            assert keys(work) == before


class TestEveryChange:
    @pytest.mark.parametrize("attribute_id", [0, -1, 999, 2**70])
    def test_of_what_is_not_there_is_refused(self, work_as: WorkAs, attribute_id: int):
        for act in (
            lambda work: service.delete(work, DeleteAttribute(attribute_id=attribute_id)),
            lambda work: service.move(work, MoveAttribute(attribute_id=attribute_id, direction="up")),
        ):
            with pytest.raises(NotFound), work_as() as work:
                act(work)

    def test_is_for_who_may_edit_the_settings(self, work_as: WorkAs):
        with work_as() as work:
            row = queries.find(work, "function")
        everything_else = holder(*(set(Permission) - {Permission.SETTINGS_EDIT}))
        for act in (
            add,
            lambda work: change(work, row, label_en="Job"),
            lambda work: service.delete(work, DeleteAttribute(attribute_id=row.id)),
            lambda work: service.move(work, MoveAttribute(attribute_id=row.id, direction="down")),
        ):
            with pytest.raises(NotAllowed), work_as(everything_else) as work:
                act(work)


class TestStore:
    def stored(self, work: Work, user_id: int) -> dict[str, str]:
        return queries.values_of(work.session, [user_id]).get(user_id, {})

    def test_writes_changes_and_removes_what_is_emptied(self, work_as: WorkAs):
        with work_as() as work:
            user_id = make_user(work.session).id or 0
            assert storing.store(work, user_id, {"phone": " 12 ", "location": ""}) == {"phone": ["", "12"]}
            assert storing.store(work, user_id, {"phone": "12"}) == {}
            changed = storing.store(work, user_id, {"phone": "", "location": "Paris"})
            assert changed == {"phone": ["12", ""], "location": ["", "Paris"]}
            assert self.stored(work, user_id) == {"location": "Paris"}

    def test_keeps_what_it_is_compared_by(self, work_as: WorkAs):
        with work_as() as work:
            make_attribute(work.session, "floor", type="number")
            storing.store(work, make_user(work.session).id or 0, {"floor": "-2", "location": "Évry"})
            rows = work.session.exec(select(AttributeValue.value, AttributeValue.sort_key)).all()
        assert sorted(rows) == [("-2", "0999999999999997999999"), ("Évry", "evry")]

    def test_of_an_unknown_attribute_is_refused_under_no_field(self, work_as: WorkAs):
        with pytest.raises(InvalidInput, match="no attribute 'is_admin'") as refused, work_as() as work:
            storing.store(work, make_user(work.session).id or 0, {"is_admin": "1"})
        assert refused.value.fields == {}

    def test_wants_required_ones_and_tells_all_that_is_wrong_at_once(self, work_as: WorkAs):
        with work_as() as work:
            make_attribute(work.session, "badge", is_required=True)
            make_attribute(work.session, "born", type="date")
        with pytest.raises(InvalidInput) as refused, work_as() as work:
            storing.store(work, make_user(work.session).id or 0, {"born": "yesterday"})
        assert set(refused.value.fields) == {"badge", "born"}

    def test_a_required_one_that_is_there_may_be_left_out_but_not_emptied(self, work_as: WorkAs):
        with work_as() as work:
            make_attribute(work.session, "badge", is_required=True)
            user = make_user(work.session)
            give_value(work.session, user, "badge", "12")
            assert storing.store(work, user.id or 0, {"phone": "3"}) == {"phone": ["", "3"]}
            with pytest.raises(InvalidInput):
                storing.store(work, user.id or 0, {"badge": " "})


def test_a_value_and_a_change_of_type_at_once_never_leave_a_value_that_does_not_fit(work_as: WorkAs):
    with work_as() as work:
        row = queries.find(work, "phone")

    def act(number: int) -> None:
        with suppress(InUse, InvalidInput), begin(SYSTEM) as work:
            if number % 2:
                change(work, row, type="number")
            else:
                storing.store(work, make_user(work.session).id or 0, {"phone": "not a number"})

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(act, range(6)))
    with work_as() as work:
        values = work.session.exec(select(AttributeValue)).all()
        assert (work.session.get_one(Attribute, row.id).type == "text") == bool(values)
