"""The ways the databases find users."""

import pytest
from sqlalchemy import event, text

from admin_dashboard.db import search
from admin_dashboard.db.criteria import Criteria, Filters, Order, SortColumn, State, Window
from admin_dashboard.db.engine import engine
from admin_dashboard.db.search_ddl import settle
from admin_dashboard.models import User
from tests.conftest import WorkAs
from tests.factories import make_user


def plans(statements: list[tuple[str, tuple]]) -> str:
    with engine().connect() as connection:
        rows = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {s}", p).all() for s, p in list(statements)]
    return "\n".join(row[3] for plan in rows for row in plan)


@pytest.fixture
def statements(sqlite_database: str) -> list[tuple[str, tuple]]:
    """Every SELECT that ran, with its parameters."""
    ran: list[tuple[str, tuple]] = []
    event.listen(
        engine(), "before_cursor_execute", lambda *a: ran.append((a[2], a[3])) if a[2].startswith("SELECT") else None
    )
    return ran


class TestOnSqlite:
    @pytest.mark.parametrize("descending", [False, True])
    @pytest.mark.parametrize("column", SortColumn)
    def test_walking_an_order_sorts_nothing(
        self, statements: list, work_as: WorkAs, column: SortColumn, descending: bool
    ) -> None:
        with work_as() as work:
            user = make_user(work.session)
            window = Window(Order(column, descending), 50)
            place = search.place_of(work.session, user.id or 0, window)
            search.find(work.session, Criteria(), Window(window.order, 50, place))
        assert "TEMP B-TREE" not in plans(statements)

    @pytest.mark.parametrize("column", SortColumn)
    def test_a_page_deep_in_an_order_is_sought_not_scanned(
        self, statements: list, work_as: WorkAs, column: SortColumn
    ) -> None:
        with work_as() as work:
            user = make_user(work.session)
            window = Window(Order(column, descending=True), 50)
            place = search.place_of(work.session, user.id or 0, window)
            search.find(work.session, Criteria(), Window(window.order, 50, place))
        assert "SEARCH users USING" in plans(statements[-1:])

    def test_disabled_users_by_name_come_from_their_own_index(self, statements: list, work_as: WorkAs) -> None:
        with work_as() as work:
            search.find(work.session, Criteria((), Filters(state=State.DISABLED)), Window(Order(), 50))
        assert "ix_users_disabled" in plans(statements)

    def test_the_index_agrees_with_the_table(self, sqlite_database: str, work_as: WorkAs) -> None:
        with work_as() as work:
            user = make_user(work.session)
            user.is_external, user.search = True, "  other"
            make_user(work.session)
            work.session.flush()
            work.session.delete(user)
        with engine().begin() as connection:
            # Raises when the index and the documents differ.
            connection.execute(text("INSERT INTO users_search (users_search, rank) VALUES ('integrity-check', 1)"))

    def test_enabling_does_not_touch_the_search_index(self, sqlite_database: str, work_as: WorkAs) -> None:
        with work_as() as work:
            user = make_user(work.session)
            before = work.session.execute(text("SELECT id, block FROM users_search_data")).all()
            user.is_enabled = False
            work.session.flush()
            assert work.session.execute(text("SELECT id, block FROM users_search_data")).all() == before


class TestOnPostgresql:
    def test_words_and_facets_use_the_search_index(self, postgresql_database: str, work_as: WorkAs) -> None:
        criteria = Criteria(("mar", "d"), Filters.named(["external", "enrolled", "never_enrolled"]))
        with work_as() as work:
            make_user(work.session)
            work.session.execute(text("SET LOCAL enable_seqscan = off"))
            conditions = search._indexed_on_postgresql(criteria)
            query = search.select(User.id).where(*conditions)  # type: ignore[call-overload]
            plan = work.session.execute(text("EXPLAIN " + _inlined(query))).scalars().all()
        assert "Bitmap Index Scan on ix_users_search" in "\n".join(plan)

    def test_disabling_changes_no_index_but_the_small_one(self, postgresql_database: str, work_as: WorkAs) -> None:
        with work_as() as work:
            make_user(work.session, is_enabled=False)
        with work_as() as work:
            work.session.execute(text("UPDATE users SET is_enabled = true, version = version + 1"))
        with work_as() as work:
            work.session.execute(text("UPDATE users SET version = version + 1, updated_at = now()"))
            work.session.execute(text("SELECT pg_stat_force_next_flush()"))
            hot = work.session.execute(text("SELECT pg_stat_get_xact_tuples_hot_updated('users'::regclass)")).scalar()
        assert hot == 1


def _inlined(query: object) -> str:
    return str(query.compile(engine(), compile_kwargs={"literal_binds": True}))  # type: ignore[attr-defined]


class TestSettle:
    def test_leaves_everybody_findable(self, database: str, work_as: WorkAs) -> None:
        with work_as() as work:
            make_user(work.session, username="eva.long")
        settle(engine())
        with work_as() as work:
            assert search.count(work.session, Criteria(("eva.l",))) == 1
