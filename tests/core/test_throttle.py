from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from admin_dashboard.core import throttle
from admin_dashboard.core.errors import TooMany
from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.throttle import Limit
from admin_dashboard.core.work import begin
from tests.conftest import WorkAs
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("database")
LIMIT = Limit("try", 2, timedelta(minutes=15))


def hit(work_as: WorkAs, key: str = "marie", after: timedelta = timedelta()) -> int:
    with work_as() as work:
        return throttle.hit(work.session, LIMIT, key, NOW + after)


class TestHit:
    def test_counts_each_key_apart(self, work_as: WorkAs):
        assert [hit(work_as), hit(work_as), hit(work_as, "paul"), hit(work_as)] == [1, 2, 1, 3]

    def test_starts_over_when_the_window_is_over(self, work_as: WorkAs):
        counts = [hit(work_as, after=timedelta(minutes=minutes)) for minutes in (0, 14, 15, 29, 30)]
        assert counts == [1, 2, 1, 2, 1]

    def test_loses_no_count_of_many_at_once(self):
        def one(_number: int) -> int:
            with begin(SYSTEM) as work:
                return throttle.hit(work.session, LIMIT, "marie", NOW)

        with ThreadPoolExecutor(6) as pool:
            assert sorted(pool.map(one, range(12))) == list(range(1, 13))

    def test_stores_a_key_of_any_length(self, work_as: WorkAs):
        assert [hit(work_as, "x" * 100_000), hit(work_as, "x" * 100_000)] == [1, 2]


class TestRequire:
    def test_refuses_beyond_the_limit_and_says_how_long_to_wait(self, work_as: WorkAs):
        for _time in range(2):
            with work_as() as work:
                throttle.require(work.session, LIMIT, "marie", NOW)
        with pytest.raises(TooMany, match="15 minutes"), work_as() as work:
            throttle.require(work.session, LIMIT, "marie", NOW)


class TestTakingBack:
    def test_gives_one_back_but_never_below_none(self, work_as: WorkAs):
        hit(work_as)
        for _time in range(2):
            with work_as() as work:
                throttle.give_back(work.session, LIMIT, "marie")
        assert hit(work_as) == 1

    def test_forgets_after_a_success(self, work_as: WorkAs):
        hit(work_as)
        with work_as() as work:
            throttle.forget(work.session, LIMIT, "marie")
        assert hit(work_as) == 1
