"""What is stored comes back the same from both databases."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import col, select

from admin_dashboard.models import Attempt, User
from tests.conftest import WorkAs
from tests.factories import NOW, make_user


class TestMoment:
    def test_comes_back_aware_and_in_utc(self, database: str, work_as: WorkAs) -> None:
        paris = timezone(timedelta(hours=1))
        with work_as() as work:
            make_user(work.session, enrolled_at=datetime(2030, 1, 1, 12, 30, 0, 123456, tzinfo=paris))
        with work_as() as work:
            stored = work.session.exec(select(User.enrolled_at)).one()
        assert stored is not None
        assert stored == datetime(2030, 1, 1, 11, 30, 0, 123456, tzinfo=UTC)
        assert stored.tzinfo is UTC

    def test_without_a_zone_is_refused(self, sqlite_database: str, work_as: WorkAs) -> None:
        with pytest.raises(StatementError, match="without a zone"), work_as() as work:
            make_user(work.session, enrolled_at=datetime(2030, 1, 1))  # noqa: DTZ001

    def test_may_be_missing(self, database: str, work_as: WorkAs) -> None:
        with work_as() as work:
            make_user(work.session)
        with work_as() as work:
            assert work.session.exec(select(User.enrolled_at)).one() is None


class TestPlainText:
    def test_is_sorted_letter_by_letter_on_both_databases(self, database: str, work_as: WorkAs) -> None:
        keys = ["A", "Z", "a", "a-b", "a.b", "ab", "b", "é"]
        with work_as() as work:
            work.session.add_all(Attempt(key=key, window_ends_at=NOW) for key in reversed(keys))
        with work_as() as work:
            assert work.session.exec(select(Attempt.key).order_by(col(Attempt.key))).all() == keys


class TestUser:
    @pytest.mark.parametrize("column", ["username", "email"])
    def test_shares_no_username_and_no_email(self, database: str, work_as: WorkAs, column: str) -> None:
        with work_as() as work:
            make_user(work.session, **{column: "marie.dupont@example.org"})
        with pytest.raises(IntegrityError), work_as() as work:
            make_user(work.session, **{column: "marie.dupont@example.org"})

    def test_never_gets_the_id_of_somebody_deleted(self, database: str, work_as: WorkAs) -> None:
        with work_as() as work:
            gone = make_user(work.session)
        with work_as() as work:
            work.session.delete(work.session.get_one(User, gone.id))
        with work_as() as work:
            assert make_user(work.session).id != gone.id
