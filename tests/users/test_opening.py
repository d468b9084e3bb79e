"""With which list the page opens."""

import pytest

from admin_dashboard.core.permissions import Actor
from admin_dashboard.users import address
from admin_dashboard.users.opening import asked_for
from admin_dashboard.views import service
from admin_dashboard.views.commands import MakeDefault, SaveView
from tests.conftest import WorkAs
from tests.users.acting import with_role


@pytest.fixture
def reader(work_as: WorkAs, sqlite_database: str) -> Actor:
    with work_as() as work:
        return with_role(work.session, "auditor")


@pytest.fixture
def default(work_as: WorkAs, reader: Actor) -> int:
    """The reader's list opens with this view."""
    with work_as(reader) as work:
        view_id = service.save(work, SaveView(name="Outside", query="type=external&sort=email"))
        service.make_default(work, MakeDefault(view_id=view_id))
    return view_id


def opened(work_as: WorkAs, reader: Actor, said: str) -> str:
    with work_as(reader) as work:
        return address.write(asked_for(work, said))


class TestAskedFor:
    def test_is_everybody_who_is_enabled(self, work_as: WorkAs, reader: Actor):
        assert opened(work_as, reader, "") == ""

    def test_is_the_default_view_when_nothing_is_said(self, work_as: WorkAs, reader: Actor, default: int):
        assert opened(work_as, reader, "") == f"type=external&sort=email&view={default}"

    def test_is_what_the_address_says_whatever_the_default_is(self, work_as: WorkAs, reader: Actor, default: int):
        assert opened(work_as, reader, "q=ma&view=99") == "q=ma&view=99"
        assert opened(work_as, reader, "view=all") == "view=all"

    def test_a_list_without_a_view_never_turns_into_the_default(self, work_as: WorkAs, reader: Actor, default: int):
        """Its search cleared, it is the list of everybody: also after a reload."""
        assert opened(work_as, reader, "q=ma") == "q=ma&view=all"

    def test_nobodys_default_is_private_to_somebody_else(self, work_as: WorkAs, default: int):
        with work_as() as work:
            other = with_role(work.session, "administrator")
        assert opened(work_as, other, "") == ""
