"""Users from a file: created, updated, left as they are, refused."""

import pytest
from sqlmodel import select

from admin_dashboard.core import audit
from admin_dashboard.models import ImportState, User
from tests.conftest import WorkAs
from tests.factories import make_user

from .importing import checked, counts, csv, imported

ANNA = "anna.long,Anna,Long,anna@example.org"
BERT = "bert.short,Bert,Short,bert@example.org"


@pytest.fixture(autouse=True)
def _on_both(database: str) -> None:
    pass


class TestCheck:
    def test_says_what_would_happen_and_touches_no_user(self, work_as: WorkAs):
        with work_as() as work:
            make_user(
                work.session, username="bert.short", first_name="Bert", last_name="Kurz", email="bert@example.org"
            )
        found = checked(csv(ANNA, BERT, "no,No,No,no"))
        assert (found.state, counts(found)) == (ImportState.CHECKED, (1, 1, 0, 1))
        with work_as() as work:
            assert [user.last_name for user in work.session.exec(select(User))] == ["Kurz"]


class TestRun:
    def test_creates_updates_and_refuses(self, work_as: WorkAs):
        with work_as() as work:
            make_user(
                work.session, username="bert.short", first_name="Bert", last_name="Kurz", email="bert@example.org"
            )
        done = imported(csv(ANNA, BERT, "no,No,No,no"))
        assert (done.state, counts(done)) == (ImportState.DONE, (1, 1, 0, 1))
        with work_as() as work:
            users = work.session.exec(select(User).order_by(User.username)).all()
            assert [(u.username, u.last_name, u.source) for u in users] == [
                ("anna.long", "Long", "csv"),
                ("bert.short", "Short", "internal"),
            ]
            assert audit.verify(work.session) == []

    def test_again_changes_nothing(self):
        imported(csv(ANNA, BERT))
        assert counts(imported(csv(ANNA, BERT))) == (0, 0, 2, 0)
