"""The migrated database."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, insert, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel, select

from admin_dashboard.core.permissions import BUILT_IN_ROLES
from admin_dashboard.core.text import fold
from admin_dashboard.db import migrate, search
from admin_dashboard.db.criteria import USERS, Criteria, Filters, State
from admin_dashboard.db.engine import engine, make_engine
from admin_dashboard.db.order import Order, SortColumn, Window
from admin_dashboard.db.search import count
from admin_dashboard.models import AuditBatch, AuditEntry, AuditHead, Role, RolePermission, Source, User
from admin_dashboard.users.writing import prepare
from tests.conftest import WorkAs
from tests.factories import NOW, make_user

WRITTEN_IN_SQL = ("users_search", "ix_users_search", "disabled_users", "ix_users_disabled")
"""What `db/search_ddl.py` makes, which the models cannot say."""


class TestSchema:
    def test_is_what_the_models_say(self, database: str) -> None:
        with engine().connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            found = compare_metadata(context, SQLModel.metadata)
        assert [d for d in found if not str(d[1].name).startswith(WRITTEN_IN_SQL)] == []

    def test_holds_the_built_in_roles(self, database: str, work_as: WorkAs) -> None:
        with work_as() as work:
            query = select(Role.key, Role.name, RolePermission.permission).join(RolePermission)
            stored = {tuple(row) for row in work.session.exec(query)}
        assert stored == {(k, str(name), p.value) for k, (name, held) in BUILT_IN_ROLES.items() for p in held}

    def test_starts_the_audit_chain(self, database: str, work_as: WorkAs) -> None:
        with work_as() as work:
            head = work.session.exec(select(AuditHead)).one()
        assert (head.batch_id, head.seal) == (0, "")


class TestUpgrade:
    def test_of_a_current_database_changes_nothing(self, database: str) -> None:
        assert migrate.is_current()
        migrate.upgrade()
        assert migrate.is_current()

    def test_of_an_empty_database_makes_it_current(self, tmp_path: Path) -> None:
        url = f"sqlite:///{tmp_path}/new folder/100%.sqlite3"
        assert migrate.current_revision(url) is None
        migrate.upgrade(url)
        assert migrate.is_current(url)

    def test_that_fails_leaves_nothing_behind(self, tmp_path: Path) -> None:
        url = f"sqlite:///{tmp_path / 'foreign.sqlite3'}"
        with make_engine(url).begin() as connection:
            connection.execute(text("CREATE TABLE messages (id integer)"))
        with pytest.raises(DBAPIError, match="already exists"):
            migrate.upgrade(url)
        with make_engine(url).connect() as connection:
            tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars()
            assert list(tables) == ["messages"]

    def test_by_several_processes_at_once_happens_once(self, empty_database: str) -> None:
        script = f"from admin_dashboard.db import migrate; migrate.upgrade({empty_database!r})"
        started = [subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE) for _ in range(4)]
        outcomes = [process.communicate()[1].decode() for process in started]
        assert outcomes == [""] * 4
        assert migrate.is_current(empty_database)


class TestUpgradeOfUsers:
    """From before their source was a facet."""

    @pytest.fixture
    def upgraded(self, empty_database: str) -> Iterator[Engine]:
        made = make_engine(empty_database)
        _bring(made, "0004")
        with Session(made) as session:
            _add_user(session, "eva.long", source=Source.LDAP)
            session.commit()
        migrate.upgrade(empty_database)
        yield made
        made.dispose()

    def test_finds_them_by_source(self, upgraded: Engine) -> None:
        with Session(upgraded) as session:
            make_user(session, username="zoe.long", source=Source.LDAP)
            make_user(session, username="ann.long", source=Source.CSV)
            found = count(session, Criteria(("lon",), Filters(sources=frozenset({Source.LDAP}), state=State.ANY)))
        assert found == 2

    def test_ends_in_the_schema_of_a_new_database(self, upgraded: Engine, request: pytest.FixtureRequest) -> None:
        request.getfixturevalue(f"{upgraded.dialect.name}_database")
        assert _written_in_sql(upgraded) == _written_in_sql(engine())


class TestDisabledUsers:
    """Who is disabled stands in an index before, and on PostgreSQL in a table afterwards."""

    @pytest.fixture
    def before(self, empty_database: str) -> Iterator[Engine]:
        made = make_engine(empty_database)
        _bring(made, "0007")
        with Session(made) as session:
            for name in ("eva.long", "zoe.long"):
                _add_user(session, name, is_enabled=name == "eva.long")
            session.commit()
        yield made
        made.dispose()

    def test_are_found_after_the_upgrade(self, before: Engine) -> None:
        _bring(before, "0008")
        with Session(before) as session:
            _add_user(session, "ann.long", is_enabled=False)
            found = search.find(session, DISABLED, Window(Order(SortColumn.USERNAME), 10))
            assert len(found.ids) == count(session, DISABLED) == 2

    def test_are_written_nowhere_else_after_going_back(self, before: Engine) -> None:
        as_it_was = _who_is_disabled(before)
        _bring(before, "0008")
        assert (_who_is_disabled(before) == as_it_was) is (before.dialect.name == "sqlite")
        with before.begin() as connection:
            command.downgrade(migrate._config(connection), "0007")
        assert _who_is_disabled(before) == as_it_was
        with Session(before) as session:
            _add_user(session, "ann.long", is_enabled=False)


class TestFirstNamesAndLanguages:
    """The list is sorted by neither before."""

    @pytest.fixture
    def before(self, empty_database: str) -> Iterator[Engine]:
        made = make_engine(empty_database)
        _bring(made, "0010")
        with Session(made) as session:
            for name, language in (("Éva", "fr"), ("Zoé", None), ("Anna", "en")):
                values = {"first_name": name, "last_name": "D'Arc", "language": language}
                _add_user(session, f"{fold(name)}.darc", is_enabled=name != "Zoé", **values)
            session.commit()
        yield made
        made.dispose()

    @pytest.mark.parametrize(("column", "order"), [("first_name", "anna eva zoe"), ("language", "anna eva zoe")])
    @pytest.mark.parametrize("state", State)
    def test_sort_who_was_there(self, before: Engine, column: str, order: str, state: State) -> None:
        _bring(before, "0011")
        with Session(before) as session:
            wanted = Window(Order(SortColumn(column)), 10)
            found = search.find(session, Criteria((), Filters(state=state)), wanted).ids
            names = [session.get_one(User, user_id).username.split(".")[0] for user_id in found]
        left = {State.ENABLED: {"anna", "eva"}, State.DISABLED: {"zoe"}}.get(state, {"anna", "eva", "zoe"})
        assert names == [name for name in order.split() if name in left]

    def test_leave_nothing_after_going_back(self, before: Engine) -> None:
        as_it_was = _who_is_disabled(before), _columns_and_indexes(before)
        _bring(before, "0011")
        with before.begin() as connection:
            command.downgrade(migrate._config(connection), "0010")
        assert (_who_is_disabled(before), _columns_and_indexes(before)) == as_it_was


def _add_user(session: Session, username: str, **values: Any) -> None:
    """A user of whom there is what the table has."""
    given = {"first_name": "Jane", "last_name": "Doe", "email": f"{username}@example.org", "created_at": NOW, **values}
    user = prepare(User(username=username, **given), NOW).model_dump(exclude={"id"})
    there = {column["name"] for column in inspect(session.connection()).get_columns("users")}
    session.execute(insert(USERS).values({name: value for name, value in user.items() if name in there}))


def _columns_and_indexes(of: Engine) -> tuple[set[str], set[str | None]]:
    found = inspect(of)
    return {c["name"] for c in found.get_columns("users")}, {i["name"] for i in found.get_indexes("users")}


DISABLED = Criteria((), Filters(state=State.DISABLED))


def _bring(to_be_upgraded: Engine, revision: str) -> None:
    with to_be_upgraded.begin() as connection:
        command.upgrade(migrate._config(connection), revision)


def _who_is_disabled(of: Engine) -> set[str]:
    """Indexes, triggers and tables about it, as the database describes them."""
    queries = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE name LIKE '%disabled%'",
        "postgresql": "SELECT indexdef FROM pg_indexes WHERE indexname LIKE '%disabled%'"
        " UNION SELECT relname FROM pg_class WHERE relname LIKE '%disabled%'"
        " UNION SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname LIKE '%disabled%'"
        " UNION SELECT proname FROM pg_proc WHERE proname LIKE '%disabled%'",
    }
    with of.connect() as connection:
        return set(connection.execute(text(queries[of.dialect.name])).scalars())


def _written_in_sql(of: Engine) -> set[str]:
    queries = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE name LIKE 'users_%'",
        "postgresql": "SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_users_search'"
        " UNION SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname IN ('user_facets', 'user_starts')",
    }
    with of.connect() as connection:
        return set(connection.execute(text(queries[of.dialect.name])).scalars())


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    address: str = request.getfixturevalue("_postgresql_server").replace("postgresql://", "postgresql+psycopg://")
    server = make_engine(address.format("postgres"))
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("DROP DATABASE IF EXISTS empty"))
        connection.execute(text("CREATE DATABASE empty"))
    server.dispose()
    return address.format("empty")


@pytest.fixture
def entry_id(database: str, work_as: WorkAs) -> int:
    with work_as() as work:
        work.record("user.created", 7, name="Marie")
    with work_as() as work:
        return work.session.exec(select(AuditEntry.id)).one() or 0


class TestAuditTrail:
    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE audit_entries SET action = 'x'",
            "UPDATE audit_entries SET detail = 'x'",
            "UPDATE audit_entries SET detail = NULL, user_id = NULL",
            "UPDATE audit_batches SET seal = 'x'",
            "DELETE FROM audit_entries",
            "DELETE FROM audit_batches",
        ],
    )
    def test_refuses_a_change(self, entry_id: int, change: str) -> None:
        with pytest.raises(DBAPIError, match="append-only"), engine().begin() as connection:
            connection.execute(text(change))

    def test_admits_that_a_detail_is_erased(self, entry_id: int, work_as: WorkAs) -> None:
        with engine().begin() as connection:
            connection.execute(text("UPDATE audit_entries SET detail = NULL"))
        with work_as() as work:
            assert work.session.get_one(AuditEntry, entry_id).detail is None

    def test_refuses_to_be_emptied(self, postgresql_database: str) -> None:
        with pytest.raises(DBAPIError, match="append-only"), engine().begin() as connection:
            connection.execute(text("TRUNCATE audit_batches, audit_entries"))

    @pytest.mark.parametrize("table", ["audit_entries", "audit_batches"])
    def test_refuses_a_row_in_the_place_of_another(self, sqlite_database: str, work_as: WorkAs, table: str) -> None:
        with work_as(now=NOW) as work:
            work.record("user.created", 7)
        with pytest.raises(DBAPIError, match="append-only"), engine().begin() as connection:
            connection.execute(text(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"))

    def test_of_one_batch_is_one_row(self, entry_id: int, work_as: WorkAs) -> None:
        with work_as() as work:
            assert [b.entry_count for b in work.session.exec(select(AuditBatch))] == [1]
