"""Passwords in a file: ignored unless somebody says otherwise, then hashed in the run and kept nowhere in clear."""

from dataclasses import replace

import pytest
from sqlalchemy import inspect, text

from admin_dashboard.core.passwords import is_password
from admin_dashboard.db.engine import engine
from admin_dashboard.imports import running, storage
from admin_dashboard.imports.columns import Mapping
from admin_dashboard.models import ImportState
from tests.conftest import WorkAs
from tests.users.acting import GOOD_PASSWORD

from .importing import Stored, checked, counts, csv, imported, reasons, run, view

HEAD = "username,first_name,last_name,email,password"
ANNA = f"anna.long,Anna,Long,anna@example.org,{GOOD_PASSWORD}"


@pytest.fixture(autouse=True)
def _cheap(sqlite_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSWORD_HASH_MEMORY_KIB", "64")


def used(mapping: Mapping) -> Mapping:
    return replace(mapping, passwords="use")


class TestIgnored:
    def test_they_are_unless_somebody_says_otherwise(self, stored: Stored):
        imported(csv(ANNA, head=HEAD))
        assert stored("anna.long").password_hash is None


class TestUsed:
    def test_they_are_temporary_and_hashed(self, stored: Stored):
        imported(csv(ANNA, "bert.short,Bert,Short,bert@example.org,", head=HEAD), mapping=used)
        anna, bert = stored("anna.long"), stored("bert.short")
        assert is_password(anna.password_hash, GOOD_PASSWORD)
        assert (anna.password_is_temporary, bert.password_hash, bert.password_is_temporary) == (True, None, False)

    def test_they_follow_the_rules_of_every_password(self):
        lines = [
            f"anna.n{number},Anna,Long,a{number}@example.org,{word}"
            for number, word in enumerate(("short", "annalong123"))
        ]
        assert reasons(checked(csv(*lines, head=HEAD), mapping=used)) == [
            "2 password: Use at least 10 characters.",
            "3 password: Do not build the password from the name, username or email.",
        ]

    def test_they_are_kept_nowhere_in_clear(self, stored: Stored):
        imported(csv(ANNA, "bert.short,Bert,Short,no,quiet-lantern-99", head=HEAD), mapping=used)
        with engine().connect() as connection:
            tables = inspect(connection).get_table_names()
            kept = "".join(str(connection.execute(text(f'SELECT * FROM "{name}"')).all()) for name in tables)
        assert ("anna.long" in kept, GOOD_PASSWORD in kept, "quiet-lantern" in kept) == (True, False, False)
        assert list(storage.folder().iterdir()) == []

    def test_every_row_has_its_own_over_steps_and_refusals(self, stored: Stored, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(running, "FIRST_STEP", 2)
        monkeypatch.setattr(running, "STEP_SECONDS", 0.0)
        lines = [f"anna.n{n},Anna,Long,{'no' if n == 2 else f'a{n}@x.org'},harbor-lantern-{n}{n}7" for n in range(5)]
        imported(csv(*lines, head=HEAD), mapping=used)
        for n in (0, 1, 3, 4):
            assert is_password(stored(f"anna.n{n}").password_hash, f"harbor-lantern-{n}{n}7")

    def test_they_need_the_file_until_the_end(self):
        found = checked(csv(ANNA, head=HEAD), mapping=used)
        for path in storage.folder().iterdir():
            path.unlink()
        ended = run(found.id)
        assert (ended.state, counts(ended)) == (ImportState.FAILED, (0, 0, 0, 0))
        assert "no longer here" in str(view(found.id).error)


def test_the_file_is_removed_when_the_import_has_ended(work_as: WorkAs):
    imported(csv(ANNA, head=HEAD))
    assert list(storage.folder().iterdir()) == []
