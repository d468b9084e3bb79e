import contextlib
import json
from datetime import UTC

import pytest
from sqlmodel import select

from admin_dashboard.core.permissions import SYSTEM, Actor
from admin_dashboard.core.work import Door, begin
from admin_dashboard.models import AuditBatch, AuditEntry, User
from tests.factories import make_user

pytestmark = pytest.mark.usefixtures("database")
MARIE = Actor(id=7, name="Marie Dupont")


def entries() -> list[AuditEntry]:
    with begin(SYSTEM) as work:
        return list(work.session.exec(select(AuditEntry).order_by(AuditEntry.id)))  # type: ignore[arg-type]


class TestBegin:
    def test_keeps_everything_or_nothing(self):
        with contextlib.suppress(ZeroDivisionError), begin(MARIE) as work:
            make_user(work.session)
            work.record("user.created", 1)
            _ = 1 / 0
        with begin(SYSTEM) as work:
            assert not work.session.exec(select(User)).all()
        assert entries() == []

    def test_writes_what_was_recorded_with_who_and_through_which_door(self):
        with begin(MARIE, Door.PAGE, "192.0.2.1") as work:
            work.record("user.created", 3, email="m@example.org")
            work.record("user.invited", 3)
        first, second = entries()
        assert (first.actor_id, first.door, first.action, first.user_id, first.number) == (
            7,
            "page",
            "user.created",
            3,
            1,
        )
        assert (second.action, second.number, second.batch_id) == ("user.invited", 2, first.batch_id)
        assert json.loads(first.detail or "")["email"] == "m@example.org"

    def test_without_a_record_adds_no_batch(self):
        with begin(MARIE):
            pass
        with begin(SYSTEM) as work:
            assert not work.session.exec(select(AuditBatch)).all()

    def test_flushes_what_is_pending(self):
        with begin(MARIE) as work:
            work.session.add(make_user(work.session))
        with begin(SYSTEM) as work:
            assert len(work.session.exec(select(User)).all()) == 1

    def test_has_one_moment_in_utc(self):
        with begin(MARIE) as work:
            assert work.now.tzinfo is UTC
            work.record("user.created")
        assert entries()[0].at == work.now

    def test_the_same_facts_have_another_digest_each_time(self):
        for _time in range(2):
            with begin(MARIE) as work:
                work.record("user.created", 3, email="m@example.org")
        first, second = entries()
        assert first.detail_digest != second.detail_digest
