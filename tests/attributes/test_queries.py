"""Which attributes there are, and what users have of them."""

import pytest

from admin_dashboard.attributes import queries
from admin_dashboard.core.errors import NotAllowed
from admin_dashboard.core.permissions import Permission
from tests.conftest import WorkAs
from tests.factories import give_value, make_attribute, make_user
from tests.users.acting import holder

pytestmark = pytest.mark.usefixtures("database")


class TestAllAttributes:
    def test_begins_with_the_built_in_ones(self, work_as: WorkAs):
        with work_as() as work:
            rows = queries.all_attributes(work)
        assert [row.key for row in rows] == ["function", "organization", "location", "phone", "time_zone"]
        assert all(row.is_built_in and not row.is_required for row in rows)

    def test_follows_the_order_given(self, work_as: WorkAs):
        with work_as() as work:
            make_attribute(work.session, "badge", position=0, type="choice", choices="Red\nGreen")
        with work_as() as work:
            first = queries.all_attributes(work)[0]
        assert (first.key, first.choices) == ("badge", ("Red", "Green"))

    def test_names_them_in_the_readers_language(self, work_as: WorkAs):
        with work_as() as work:
            phone = queries.all_attributes(work)[3]
        assert (queries.label(phone, "en"), queries.label(phone, "fr")) == ("Phone", "Téléphone")


class TestValuesOf:
    def test_gives_those_who_have_any(self, work_as: WorkAs):
        with work_as() as work:
            ann, bob, cid = (make_user(work.session) for _person in range(3))
            give_value(work.session, ann, "location", "Paris")
            give_value(work.session, ann, "function", "Clerk")
            give_value(work.session, cid, "phone", "12")
            found = queries.values_of(work.session, [ann.id or 0, bob.id or 0])
        assert found == {ann.id: {"function": "Clerk", "location": "Paris"}}

    def test_of_nobody_is_nothing(self, work_as: WorkAs):
        with work_as() as work:
            assert queries.values_of(work.session, []) == {}


class TestUserCounts:
    def test_says_how_many_have_a_value(self, work_as: WorkAs):
        with work_as() as work:
            for _person in range(2):
                give_value(work.session, make_user(work.session), "location", "Paris")
            assert queries.user_counts(work) == {"location": 2}

    def test_is_for_who_may_edit_the_settings(self, work_as: WorkAs):
        with pytest.raises(NotAllowed), work_as(holder(Permission.USERS_VIEW)) as work:
            queries.user_counts(work)
