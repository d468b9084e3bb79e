"""Very many rows written at once, by either database's way."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from admin_dashboard.core.text import fold
from admin_dashboard.db.bulk import AT_ONCE, insert_tuples, new_ids, update_tuples
from admin_dashboard.db.engine import engine
from admin_dashboard.db.many import is_one_of_texts
from admin_dashboard.models import User
from tests.factories import NOW, make_user

COLUMNS = ("id", "username", "first_name", "last_name", "email", "name_key", "first_name_key", "search", "language")
LATER = NOW + timedelta(days=1)
SAME = {
    "password_is_temporary": False,
    "is_enabled": True,
    "is_external": False,
    "source": "csv",
    "version": 1,
    "created_at": NOW,
    "updated_at": NOW,
}


def person(user_id: int, name: str, language: str | None = None) -> tuple[object, ...]:
    return user_id, f"{fold(name)}.doe", name, "Doe", f"{fold(name)}@example.org", "", "", "", language


@pytest.fixture
def connection(database: str) -> Iterator[Connection]:
    with engine().begin() as connection:
        yield connection


class TestInsertTuples:
    def test_writes_each_row_with_what_is_said_of_all(self, connection: Connection):
        insert_tuples(connection, User, COLUMNS, [person(1, "Éva", "fr"), person(2, 'J"o\\\t\n', None)], **SAME)
        kept = select(col(User.first_name), col(User.language), col(User.created_at), col(User.is_enabled))
        assert connection.execute(kept.order_by(col(User.id))).all() == [
            ("Éva", "fr", NOW, True),
            ('J"o\\\t\n', None, NOW, True),
        ]

    def test_of_nothing_does_nothing(self, connection: Connection):
        insert_tuples(connection, User, COLUMNS, [], **SAME)

    def test_is_refused_as_every_other_statement_is(self, database: str):
        with pytest.raises(IntegrityError), engine().begin() as connection:
            insert_tuples(connection, User, COLUMNS, [person(1, "Eva"), person(2, "Eva")], **SAME)


class TestUpdateTuples:
    def test_changes_each_row_in_its_own_way(self, connection: Connection):
        insert_tuples(
            connection, User, COLUMNS, [person(n, name) for n, name in enumerate(("Eva", "Bob", "Zoe"))], **SAME
        )
        changes = [("Ève", None, 0), ("Böb", "fr", 1)]
        update_tuples(connection, User, ("first_name", "language", "id"), changes, source="csv")
        update_tuples(connection, User, ("first_name", "id"), [("Nobody", 2)], source="ldap")
        update_tuples(connection, User, ("first_name", "id"), [])
        kept = select(col(User.first_name), col(User.language)).order_by(col(User.id))
        assert connection.execute(kept).all() == [("Ève", None), ("Böb", "fr"), ("Zoe", None)]

    def test_changes_all_of_them_alike_where_that_is_asked(self, connection: Connection):
        insert_tuples(connection, User, COLUMNS, [person(1, "Eva"), person(2, "Bob")], **SAME)
        update_tuples(connection, User, ("version", "id"), [(7, 2)], same={"updated_at": LATER, "language": "fr"})
        kept = select(col(User.version), col(User.updated_at), col(User.language)).order_by(col(User.id))
        assert connection.execute(kept).all() == [(1, NOW, None), (7, LATER, "fr")]

    def test_of_more_rows_than_a_statement_takes(self, connection: Connection):
        numbers = range(1, 2 * AT_ONCE + 2)
        insert_tuples(connection, User, COLUMNS, [person(n, f"Eva{n}") for n in numbers], **SAME)
        update_tuples(connection, User, ("language", "id"), [(f"l{n}", n) for n in numbers])
        kept = connection.execute(select(col(User.first_name), col(User.language)).order_by(col(User.id)))
        assert kept.all() == [(f"Eva{n}", f"l{n}") for n in numbers]

    def test_are_found_by_their_new_names(self, connection: Connection):
        insert_tuples(connection, User, COLUMNS, [person(1, "Eva"), person(2, "Bob")], **SAME)
        update_tuples(connection, User, ("search", "id"), [("  long  eva", 1)])
        if connection.dialect.name == "sqlite":
            found = connection.exec_driver_sql("SELECT rowid FROM users_search WHERE users_search MATCH 'lon'")
            assert found.scalars().all() == [1]


class TestNewIds:
    def test_are_none_that_anybody_has_or_had(self, database: str):
        with Session(engine()) as session:
            gone, stays = make_user(session), make_user(session)
            last = stays.id or 0
            session.delete(gone)
            session.delete(stays)
            session.commit()
        with engine().begin() as connection:
            ids = list(new_ids(connection, User, 3))
            assert min(ids) > last
            insert_tuples(connection, User, COLUMNS, [person(i, chr(96 + i)) for i in ids], **SAME)
        with Session(engine()) as session:
            assert (make_user(session).id or 0) > max(ids)

    def test_begin_at_one(self, connection: Connection):
        assert list(new_ids(connection, User, 2)) == [1, 2]


class TestIsOneOfTexts:
    def test_finds_whatever_is_named(self, database: str):
        names = ["o'neill.a", 'quote".b', "back\\slash.c", "élan.d"]
        with Session(engine()) as session:
            for name in [*names, "other.e"]:
                make_user(session, username=name, email=f"{len(name)}{name[-1]}@x.org")
            is_it = is_one_of_texts(session, col(User.username), [*names, "nobody"])
            assert sorted(session.execute(select(col(User.username)).where(is_it)).scalars()) == sorted(names)
