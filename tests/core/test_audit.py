"""The trail cannot be changed by the product's own connection, and what somebody changes behind it shows."""

import contextlib
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import DatabaseError
from sqlmodel import select

from admin_dashboard.core import audit
from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.db.engine import engine
from admin_dashboard.models import AuditEntry
from tests.conftest import WorkAs

TRIGGERS = (
    "audit_entries_update", "audit_entries_delete", "audit_batches_update", "audit_batches_delete",
    "audit_entries_replace", "audit_batches_replace", "audit_batches_change",
)  # fmt: skip


@pytest.fixture
def trail(database: str, work_as: WorkAs) -> None:
    """Three batches: one entry, two entries, one entry."""
    for actions in (["user.created"], ["user.edited", "user.invited"], ["user.disabled"]):
        with work_as() as work:
            for number, action in enumerate(actions):
                work.record(action, 1, email=f"marie{number}@example.org")


pytestmark = pytest.mark.usefixtures("trail")


def behind(*statements: str) -> None:
    """What somebody with the database's own tools does: the triggers do not stop them."""
    with engine().begin() as connection:
        for name in TRIGGERS:
            table = "_".join(name.split("_")[:2])
            on_table = f" ON {table}" if connection.dialect.name == "postgresql" else ""
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}{on_table}")
        for statement in statements:
            connection.exec_driver_sql(statement)


def faults() -> list[tuple[int, str]]:
    with begin(SYSTEM) as work:
        return [(fault.batch_id, fault.reason) for fault in audit.verify(work.session)]


COPIED = "batch_id, 9, at, actor_id, door, action, user_id, detail, detail_digest"
COLUMNS = "batch_id, number, at, actor_id, door, action, user_id, detail, detail_digest"


class TestVerify:
    def test_finds_nothing_in_a_whole_trail(self):
        assert faults() == []

    def test_finds_nothing_in_one_with_very_many_at_once(self, work_as: WorkAs):
        with work_as() as work:
            for user_id in range(audit.FEW + 5):
                work.record("user.edited", user_id, first_name=["Zoé\t", 'Ann"a\\\n'])
        with work_as() as work:
            kept = work.session.exec(select(AuditEntry).where(AuditEntry.user_id == audit.FEW)).one()
        assert json.loads(kept.detail or "")["first_name"] == ["Zoé\t", 'Ann"a\\\n']
        assert faults() == []

    @pytest.mark.parametrize(
        ("column", "value"),
        [("action", "'user.enabled'"), ("user_id", "2"), ("actor_id", "7"), ("door", "'page'"), ("number", "5"),
         ("at", "'2001-01-01 00:00:00'"), ("detail_digest", "'0'")],
    )  # fmt: skip
    def test_names_the_batch_of_an_altered_entry(self, column: str, value: str):
        behind(f"UPDATE audit_entries SET {column} = {value} WHERE action = 'user.invited'")
        assert (2, "the seal does not fit the entries") in faults()

    def test_names_the_batch_of_an_altered_detail(self):
        behind("UPDATE audit_entries SET detail = '{}' WHERE action = 'user.invited'")
        assert faults() == [(2, "an entry's detail was altered")]

    def test_names_the_batch_of_a_removed_entry(self):
        behind("DELETE FROM audit_entries WHERE action = 'user.invited'")
        assert (2, "an entry is missing or was added") in faults()

    def test_names_the_batch_of_an_inserted_entry(self):
        behind(f"INSERT INTO audit_entries ({COLUMNS}) SELECT {COPIED} FROM audit_entries WHERE batch_id = 2 LIMIT 1")
        assert (2, "an entry is missing or was added") in faults()

    def test_names_a_removed_batch(self):
        behind("DELETE FROM audit_entries WHERE batch_id = 2", "DELETE FROM audit_batches WHERE id = 2")
        assert faults()[0] == (2, "batch is missing")

    def test_sees_that_the_first_batch_was_removed(self):
        behind("DELETE FROM audit_entries WHERE batch_id = 1", "DELETE FROM audit_batches WHERE id = 1")
        assert faults()[0] == (1, "batch is missing")

    def test_sees_that_the_end_was_cut_off(self):
        behind("DELETE FROM audit_entries WHERE batch_id = 3", "DELETE FROM audit_batches WHERE id = 3")
        assert faults() == [(3, "the end of the chain was cut off")]

    def test_sees_that_everything_was_removed(self):
        behind("DELETE FROM audit_entries", "DELETE FROM audit_batches")
        assert faults() == [(1, "the end of the chain was cut off")]

    def test_sees_an_altered_seal(self):
        behind("UPDATE audit_batches SET seal = 'x' WHERE id = 2")
        assert [batch for batch, _reason in faults()] == [2, 3]

    def test_sees_entries_outside_the_chain(self):
        behind("DELETE FROM audit_entries WHERE batch_id = 3", "DELETE FROM audit_batches WHERE id = 3")
        orphan = f"INSERT INTO audit_entries ({COLUMNS}) SELECT 99, {COPIED.split(', ', 1)[1]} FROM audit_entries"
        if engine().dialect.name == "postgresql":
            behind("ALTER TABLE audit_entries DROP CONSTRAINT audit_entries_batch_id_fkey", f"{orphan} LIMIT 1")
        else:
            with engine().connect() as connection:
                connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
                connection.exec_driver_sql(f"{orphan} LIMIT 1")
                connection.commit()
        assert (0, "entries stand outside the chain") in faults()

    def test_an_erased_detail_leaves_the_trail_whole(self):
        with engine().begin() as connection:
            connection.exec_driver_sql("UPDATE audit_entries SET detail = NULL WHERE action = 'user.invited'")
        assert faults() == []


class TestAppendOnly:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit_entries SET action = 'user.enabled'",
            "UPDATE audit_entries SET detail = '{}'",
            "UPDATE audit_entries SET detail = NULL, action = 'x'",
            "DELETE FROM audit_entries",
            "UPDATE audit_batches SET seal = 'x'",
            "DELETE FROM audit_batches WHERE id = 3",
        ],
    )
    def test_the_database_refuses(self, statement: str):
        with pytest.raises(DatabaseError, match="append-only"), engine().begin() as connection:
            connection.exec_driver_sql(statement)
        assert faults() == []


def only_on(dialect: str) -> None:
    if engine().dialect.name != dialect:
        pytest.skip(f"a statement of {dialect}")


class TestDialects:
    def test_sqlite_refuses_to_replace(self):
        only_on("sqlite")
        for table in ("audit_entries", "audit_batches"):
            with pytest.raises(DatabaseError, match="append-only"), engine().begin() as connection:
                connection.exec_driver_sql(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")

    def test_postgresql_refuses_to_truncate(self):
        only_on("postgresql")
        for table in ("audit_entries", "audit_batches"):
            with pytest.raises(DatabaseError, match="append-only"), engine().begin() as connection:
                connection.exec_driver_sql(f"TRUNCATE {table} CASCADE")


class TestWrite:
    def test_is_gapless_when_transactions_fail(self, work_as: WorkAs):
        with contextlib.suppress(ZeroDivisionError), work_as() as work:
            work.record("user.edited", 1)
            _ = 1 / 0
        with work_as() as work:
            work.record("user.edited", 1)
        assert faults() == []

    def test_keeps_the_order_of_many_at_once(self):
        def write(number: int) -> None:
            with begin(SYSTEM) as work:
                work.record("user.edited", number)

        with ThreadPoolExecutor(6) as pool:
            list(pool.map(write, range(12)))
        assert faults() == []


class TestSharedEntries:
    def test_are_sealed_as_if_each_had_been_written_alone(self, work_as: WorkAs):
        with work_as() as work:
            work.record_many("user.disabled", [5, 9, 12], reason="moved away")
            work.record("user.edited", 1)
            work.record_many("user.disabled", [3], sessions_ended=2)
        assert faults() == []
        with work_as() as work:
            batch = select(AuditEntry.number, AuditEntry.user_id).where(AuditEntry.batch_id == 4)
            assert work.session.exec(batch.order_by("number")).all() == [(1, 1), (2, 5), (3, 9), (4, 12), (5, 3)]

    def test_of_nobody_are_none(self, work_as: WorkAs):
        with work_as() as work:
            work.record_many("user.disabled", [])
        assert faults() == []

    def test_show_when_one_is_altered(self, work_as: WorkAs):
        with work_as() as work:
            work.record_many("user.disabled", [5, 9])
        behind("UPDATE audit_entries SET user_id = 6 WHERE user_id = 5")
        assert faults() == [(4, "the seal does not fit the entries")]
