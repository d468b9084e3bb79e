import pytest

from admin_dashboard.core.errors import NotAllowed
from admin_dashboard.core.permissions import Permission
from admin_dashboard.users.service import propose_username
from tests.conftest import WorkAs
from tests.factories import make_user
from tests.users.acting import holder

pytestmark = pytest.mark.usefixtures("database")


def proposed(work_as: WorkAs, first: str = "Éléonore", last: str = "D'Arc") -> str:
    with work_as(holder(Permission.USERS_CREATE)) as work:
        return propose_username(work, first, last)


class TestProposeUsername:
    def test_is_made_of_both_names_without_accents_or_special_characters(self, work_as: WorkAs):
        assert proposed(work_as) == "eleonore.darc"

    @pytest.mark.parametrize(
        ("used", "expected"),
        [
            (["eleonore.darc"], "eleonore.darc2"),
            (["eleonore.darc", "eleonore.darc2"], "eleonore.darc3"),
            (["eleonore.darc", "eleonore.darc3"], "eleonore.darc2"),
            (["eleonore.darc2"], "eleonore.darc"),
            (["eleonore.darc-martin", "eleonore.darcy"], "eleonore.darc"),
        ],
    )
    def test_takes_the_lowest_free_number_when_taken(self, work_as: WorkAs, used: list[str], expected: str):
        with work_as() as work:
            for username in used:
                make_user(work.session, username=username)
        assert proposed(work_as) == expected

    def test_counts_past_nine(self, work_as: WorkAs):
        with work_as() as work:
            for username in ["eleonore.darc", *(f"eleonore.darc{number}" for number in range(2, 12))]:
                make_user(work.session, username=username)
        assert proposed(work_as) == "eleonore.darc12"

    @pytest.mark.parametrize(("first", "last"), [("", "Martin"), ("Marie", ""), ("Мария", "Martin")])
    def test_waits_for_two_names_in_latin_letters(self, work_as: WorkAs, first: str, last: str):
        assert proposed(work_as, first, last) == ""

    def test_needs_the_right_to_create_users(self, work_as: WorkAs):
        with pytest.raises(NotAllowed), work_as(holder(Permission.USERS_VIEW)) as work:
            propose_username(work, "Éléonore", "D'Arc")
