import json

import pytest
from sqlmodel import select

from admin_dashboard.activity.queries import history
from admin_dashboard.core.errors import NotFound
from admin_dashboard.core.permissions import SYSTEM, Permission
from admin_dashboard.core.work import Door, begin
from admin_dashboard.models import AuditEntry, User
from tests.conftest import WorkAs
from tests.factories import actor_of, make_administrator, make_user
from tests.users.acting import holder

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def marie(work_as: WorkAs, database: str) -> User:
    with work_as() as work:
        return make_user(work.session, first_name="Marie", last_name="Dupont")


class TestHistory:
    def test_is_newest_first_and_of_that_person_only(self, work_as: WorkAs, marie: User):
        with work_as() as work:
            work.record("user.created", marie.id)
            work.record("user.created", make_user(work.session).id)
        with work_as() as work:
            work.record("user.disabled", marie.id)
        with work_as(holder(Permission.USERS_VIEW)) as work:
            assert [str(line.text) for line in history(work, marie.id or 0)] == ["Disabled", "User created"]

    def test_names_who_did_it(self, work_as: WorkAs, marie: User):
        with work_as() as work:
            paul = make_administrator(work.session, first_name="Paul", last_name="Petit")
            actors = [actor_of(work.session, paul), actor_of(work.session, marie)]
        for actor in actors:
            with work_as(actor) as work:
                work.record("session.ended", marie.id)
        with work_as() as work:
            lines = history(work, marie.id or 0)
        assert [(line.actor, line.is_by_themselves) for line in lines] == [
            ("Marie Dupont", True),
            ("Paul Petit", False),
        ]

    @pytest.mark.parametrize(
        ("door", "words"), [(Door.COMMAND_LINE, "the command line"), (Door.JOB, "a background job")]
    )
    def test_names_the_way_when_nobody_with_an_account_did_it(self, marie: User, door: Door, words: str):
        with begin(SYSTEM, door) as work:
            work.record("mail.sent", marie.id, mail="invitation")
        with begin(SYSTEM) as work:
            assert [str(line.actor) for line in history(work, marie.id or 0)] == [words]

    def test_makes_the_facts_readable(self, work_as: WorkAs, marie: User):
        with work_as() as work:
            work.record("user.edited", marie.id, email=["old@example.org", "new@example.org"])
            work.record("mail.failed", marie.id, mail="invitation", reason="address_refused", reply="550 no")
            work.record("user.disabled", marie.id, sessions_ended=0)
        with work_as() as work:
            facts = [
                [(str(d.label), str(d.old), str(d.new)) for d in line.details] for line in history(work, marie.id or 0)
            ]
        assert facts[2] == [("Email", "old@example.org", "new@example.org")]
        assert facts[1][:2] == [("Message", "", "Invitation"), ("Reason", "", "the mail server refused the address")]
        assert facts[0] == []

    def test_shows_an_erased_or_unknown_entry_without_facts(self, work_as: WorkAs, marie: User):
        with work_as() as work:
            work.record("martian.landed", marie.id, email="gone@example.org")
        with work_as() as work:
            work.session.exec(select(AuditEntry)).one().detail = None
        with work_as() as work:
            (line,) = history(work, marie.id or 0)
        assert (str(line.text), line.details) == ("Something else", ())

    def test_comes_in_pages(self, work_as: WorkAs, marie: User):
        for number in range(5):
            with work_as() as work:
                work.record("session.started", marie.id, address=f"192.0.2.{number}")
        with work_as() as work:
            first = history(work, marie.id or 0, limit=2)
            rest = history(work, marie.id or 0, limit=10, before=first[-1].id)
        assert [str(line.details[0].new)[-1] for line in [*first, *rest]] == ["4", "3", "2", "1", "0"]

    def test_is_for_those_who_may_see_users(self, work_as: WorkAs, marie: User):
        with pytest.raises(NotFound), work_as(holder(Permission.AUDIT_VIEW)) as work:
            history(work, marie.id or 0)

    def test_never_shows_a_detail_without_a_name(self, work_as: WorkAs, marie: User):
        with work_as() as work:
            work.record("user.created", marie.id, username="marie.dupont")
        with work_as() as work:
            entry = work.session.exec(select(AuditEntry)).one()
            assert "salt" in json.loads(entry.detail or "")
            assert [str(d.label) for d in history(work, marie.id or 0)[0].details] == ["Username"]
