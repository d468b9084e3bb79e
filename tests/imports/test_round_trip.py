"""An export that is imported as it is changes nobody, and refuses nobody."""

import pytest

from admin_dashboard.core.permissions import Actor
from admin_dashboard.models import Source, User
from tests.conftest import WorkAs
from tests.exports.exporting import EVERYBODY, content
from tests.factories import actor_of, give_value, grant, make_space, make_user

from .importing import checked, counts, csv, imported, outcomes, reasons, run

NATURES = (
    {},
    {"source": Source.CSV, "language": "fr"},
    {"is_external": True},
    {"source": Source.SCIM},
    {"source": Source.LDAP, "is_enabled": False},
)


@pytest.fixture
def people(database: str, work_as: WorkAs) -> list[User]:
    """One of each kind, with a value, a space and a role."""
    with work_as() as work:
        made = [make_user(work.session, username=f"anna.n{n}x", **nature) for n, nature in enumerate(NATURES)]
        for user in made:
            give_value(work.session, user, "function", "Cook")
            grant(work.session, user, "space_manager", make_space(work.session, user.username, user).id)
    return made


def exported(actor: Actor) -> bytes:
    return b"".join(content(EVERYBODY, actor))


class TestAnExportOfEverybody:
    def test_changes_nobody(self, people: list[User], administrator: Actor):
        found = imported(exported(administrator), administrator)
        assert reasons(found) == []
        assert counts(found) == (0, 0, len(people) + 1, 0)

    def test_changes_nobody_for_who_has_fewer_rights(self, people: list[User], work_as: WorkAs, administrator: Actor):
        with work_as() as work:
            manager = make_user(work.session)
            grant(work.session, manager, "user_manager")
            actor = actor_of(work.session, manager)
        found = imported(exported(actor), actor)
        assert (reasons(found), found.unchanged) == ([], len(people) + 2)

    def test_creates_nobody_anew(self, people: list[User], administrator: Actor):
        found = imported(exported(administrator), administrator, mode="create")
        assert counts(found) == (0, 0, 0, len(people) + 1)


class TestWhoMayNotBeChanged:
    @pytest.mark.parametrize("cell", ["anna.n2x,Hannah,,,", "anna.n3x,,,,no", "anna.n3x,,,else@example.org,"])
    def test_is_refused_as_soon_as_something_would_change(self, people: list[User], cell: str):
        found = imported(csv(cell, head="username,first_name,last_name,email,enabled"))
        assert outcomes(found) == ["refused"]

    @pytest.mark.parametrize("cell", ["anna.n2x,auditor,", "anna.n4x,,anna.n0x"])
    def test_is_refused_a_role_or_a_space_as_well(self, people: list[User], cell: str):
        assert outcomes(imported(csv(cell, head="username,roles,spaces"))) == ["refused"]

    def test_is_found_out_when_it_has_changed_since_the_check(self, people: list[User], work_as: WorkAs):
        found = checked(csv("anna.n2x,Jane", head="username,first_name"))
        assert found.unchanged == 1
        with work_as() as work:
            work.session.get_one(User, people[2].id).first_name = "Hannah"
        assert outcomes(run(found.id)) == ["refused"]
