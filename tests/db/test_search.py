"""The ways the databases find users."""

import pytest
from sqlalchemy import event, text

from admin_dashboard.db import search
from admin_dashboard.db.criteria import Criteria, Filters, State
from admin_dashboard.db.engine import engine
from admin_dashboard.db.match import indexed_on_postgresql
from admin_dashboard.db.order import Order, SortColumn, Window
from admin_dashboard.db.search_ddl import settle
from admin_dashboard.db.walk import place_of
from admin_dashboard.models import User
from tests.conftest import WorkAs
from tests.factories import NOW, make_user


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
            place = place_of(work.session, user.id or 0, window)
            search.find(work.session, Criteria(), Window(window.order, 50, place))
        assert "TEMP B-TREE" not in plans(statements)

    @pytest.mark.parametrize("column", SortColumn)
    def test_a_page_deep_in_an_order_is_sought_not_scanned(
        self, statements: list, work_as: WorkAs, column: SortColumn
    ) -> None:
        with work_as() as work:
            user = make_user(work.session)
            window = Window(Order(column, descending=True), 50)
            place = place_of(work.session, user.id or 0, window)
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
            conditions = indexed_on_postgresql(criteria)
            query = search.select(User.id).where(*conditions)  # type: ignore[call-overload]
            plan = work.session.execute(text("EXPLAIN " + _inlined(query))).scalars().all()
        assert "Bitmap Index Scan on ix_users_search" in "\n".join(plan)


def _inlined(query: object) -> str:
    return str(query.compile(engine(), compile_kwargs={"literal_binds": True}))  # type: ignore[attr-defined]


@pytest.fixture
def large_site(database: str, work_as: WorkAs, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Thirty users, where ten are already too many to count: every third connected, the last six are external."""
    for name, value in {"CAP": 10, "FEW": 3, "WALK": 5}.items():
        monkeypatch.setattr(search, name, value)
    with work_as() as work:
        users = [
            make_user(work.session, last_name=f"Martin {chr(97 + n)}", first_login_at=None if n % 3 else NOW)
            for n in range(30)
        ]
        for user in users[-6:]:
            user.is_external = True
        return [user.id or 0 for user in users]


class TestManyMatches:
    @pytest.mark.parametrize("words", [(), ("mar",), ("m",), ("martin",)])
    @pytest.mark.parametrize("state", ["enabled", "any"])
    def test_are_counted_up_to_the_cap(self, large_site: list[int], work_as: WorkAs, words: tuple, state: str) -> None:
        criteria = Criteria(words, Filters.named([], state))
        with work_as() as work:
            found = search.find(work.session, criteria, Window(Order(), 4))
            assert (found.ids, found.has_more) == (large_site[:4], True)
            assert (found.total, found.is_exact) == (10, False)
            assert search.count(work.session, criteria) == 30

    def test_that_sit_late_in_the_order_are_found(self, large_site: list[int], work_as: WorkAs) -> None:
        criteria = Criteria(("mar",), Filters.named(["external", "enrolled", "never_enrolled", "not_possible"]))
        with work_as() as work, pytest.MonkeyPatch.context() as patch:
            patch.setattr(search, "CAP", 5)
            found = search.find(work.session, criteria, Window(Order(), 4))
        assert found.ids == large_site[-6:-2]

    @pytest.mark.parametrize("descending", [False, True])
    @pytest.mark.parametrize(("name", "remainders"), [("connected", {0}), ("never_connected", {1, 2})])
    def test_of_one_connection_come_by_the_last_one(
        self, large_site: list[int], work_as: WorkAs, name: str, remainders: set[int], descending: bool
    ) -> None:
        wanted = [user_id for n, user_id in enumerate(large_site) if n % 3 in remainders]
        window = Window(Order(SortColumn.LAST_LOGIN, descending), 8)
        with work_as() as work, pytest.MonkeyPatch.context() as patch:
            patch.setattr(search, "CAP", 5)
            found = search.find(work.session, Criteria((), Filters.named([name])), window)
        assert found.ids == (wanted[::-1] if descending else wanted)[:8]

    def test_of_which_few_are_disabled_are_counted_from_those(self, large_site: list[int], work_as: WorkAs) -> None:
        with work_as() as work:
            work.session.get_one(User, large_site[7]).is_enabled = False
        with work_as() as work:
            found = search.find(work.session, Criteria(("mar",), Filters(state=State.DISABLED)), Window(Order(), 4))
        assert (found.ids, found.total, found.is_exact) == (large_site[7:8], 1, True)

    def test_of_which_most_are_disabled_are_at_least_so_many(self, large_site: list[int], work_as: WorkAs) -> None:
        with work_as() as work:
            for user_id in large_site[2:]:
                work.session.get_one(User, user_id).is_enabled = False
        with work_as() as work:
            enabled = search.find(work.session, Criteria(("martin",), Filters()), Window(Order(), 4))
            disabled = search.find(work.session, Criteria((), Filters(state=State.DISABLED)), Window(Order(), 4))
        assert (enabled.ids, enabled.total <= 2) == (large_site[:2], True)
        assert (disabled.ids, disabled.total, disabled.is_exact) == (large_site[2:6], 10, False)


class TestSettle:
    def test_leaves_everybody_findable(self, database: str, work_as: WorkAs) -> None:
        with work_as() as work:
            make_user(work.session, username="eva.long")
        settle(engine())
        with work_as() as work:
            assert search.count(work.session, Criteria(("eva.l",))) == 1
