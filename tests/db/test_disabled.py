"""Who is disabled, as PostgreSQL keeps it in a table beside the users."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy import delete, text, update
from sqlmodel import Session, col, select

from admin_dashboard.db import disabled
from admin_dashboard.db.bulk import insert_all
from admin_dashboard.db.criteria import USERS
from admin_dashboard.db.engine import engine
from admin_dashboard.mass_actions.commands import ActionName, StartMassAction
from admin_dashboard.models import User
from admin_dashboard.selection.selection import Selection
from admin_dashboard.users.listing import Filters, ListUsers, State
from admin_dashboard.users.seed import seed
from tests.conftest import WorkAs
from tests.factories import NOW, make_user
from tests.mass_actions.doing import carried_out


def change(**values: object) -> Callable[[Session], object]:
    return lambda session: session.execute(update(User).values(**values))


def add_by_copy(session: Session) -> None:
    old = session.exec(select(User)).first()
    assert old
    row = old.model_dump(exclude={"id"})
    insert_all(session.connection(), User, [{**row, "username": "copied", "email": "copied", "is_enabled": False}])


def rename_one(session: Session) -> None:
    user = session.exec(select(User).where(~col(User.is_enabled))).first()
    assert user
    user.name_key, user.first_name_key, user.language = "zz", "zz", "fr"
    user.email, user.last_login_at, user.first_login_at = "new@example.org", NOW, NOW


WRITES: dict[str, Callable[[Session], object]] = {
    "disabled": change(is_enabled=False),
    "disabled again": change(is_enabled=False, disabled_at=NOW),
    "enabled": change(is_enabled=True),
    "changed in what they are sorted by": change(is_external=True, source="ldap", created_at=NOW, enrolled_at=None),
    "renamed": rename_one,
    "added in one go": add_by_copy,
    "deleted": lambda session: session.execute(delete(User)),
    "all taken away": lambda session: session.execute(text("TRUNCATE users CASCADE")),
}


class TestTheTable:
    @pytest.mark.parametrize("write", WRITES)
    def test_says_what_the_users_say_whoever_writes(
        self, postgresql_database: str, work_as: WorkAs, write: str
    ) -> None:
        with work_as() as work:
            for number in range(6):
                make_user(work.session, is_enabled=number % 2 == 0)
        with work_as() as work:
            WRITES[write](work.session)
        with work_as() as work:
            there = disabled.rows(work.session)
            keys = [USERS.c[column.name] for column in there.c]
            told = set(map(tuple, work.session.execute(sa.select(there))))
            assert told == set(map(tuple, work.session.execute(sa.select(*keys).where(disabled.IS_DISABLED))))

    def test_is_left_alone_by_changes_of_who_stays_enabled(self, postgresql_database: str, work_as: WorkAs) -> None:
        with work_as() as work:
            make_user(work.session)
        with work_as() as work:
            work.session.execute(text("DROP TABLE disabled_users"))
            work.session.execute(update(User).values(is_enabled=True, name_key="zz", email="new@example.org"))
            make_user(work.session)
            work.session.execute(delete(User))


class TestActionsOnMany:
    @pytest.mark.parametrize("action", ["disable", "enable"])
    def test_write_no_index_of_users(self, postgresql_database: str, action: str) -> None:
        seed(engine(), 4_000)
        state = State.ENABLED if action == "disable" else State.ANY
        if action == "enable":
            everybody(ActionName.DISABLE, State.ANY)
        updated, heap_only = updates()
        done = everybody(ActionName(action), state)
        updated_now, heap_only_now = updates()
        assert updated_now - updated == done
        assert heap_only_now - heap_only > done * 0.95


def everybody(action: ActionName, state: State) -> int:
    asked = Selection.of_all(ListUsers(filters=Filters(state=state)))
    return carried_out(StartMassAction(action, asked)).done


def updates() -> tuple[int, int]:
    """Of users so far: all, and those that wrote no index."""
    with engine().connect() as connection:
        connection.execute(text("SELECT pg_stat_force_next_flush()"))
        connection.commit()
        counted = "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'users'"
        updated, heap_only = connection.execute(text(counted)).one()
        return updated, heap_only
