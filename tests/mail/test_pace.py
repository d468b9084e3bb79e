"""At most so many messages a minute."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from admin_dashboard.core import clock
from admin_dashboard.db.engine import engine
from admin_dashboard.mail.pace import MINUTE, Pace
from admin_dashboard.models import Delivery, Job, JobState
from admin_dashboard.settings import settings
from tests.factories import NOW

rests = st.lists(st.floats(0, 90, allow_nan=False), min_size=1, max_size=200)


def sent_at(per_minute: int, rests: list[float], handed_over: set[int]) -> list:
    """When messages go that always wait, looked for after these rests in seconds; some looks are a new worker's."""
    moments, now, pace = [], NOW, Pace.begin(per_minute, NOW)
    for number, rest in enumerate(rests):
        now += timedelta(seconds=rest)
        if number in handed_over:
            now = max(now, pace.opens_at)
            pace = Pace.begin(per_minute, now)
        count = pace.room(now)
        moments += [now] * count
        pace = pace.after(count, now)
    return moments


class TestPace:
    @given(st.integers(1, 5000), rests, st.sets(st.integers(0, 199)))
    def test_no_minute_has_more_whoever_sends(self, per_minute, rests, handed_over):
        moments = sent_at(per_minute, rests, handed_over)
        for place, first in enumerate(moments[:-per_minute] if per_minute < len(moments) else []):
            assert moments[place + per_minute] - first >= MINUTE

    @pytest.mark.parametrize("per_minute", [1, 7, 60, 600, 6000, 100_000])
    def test_it_is_used_to_the_full(self, per_minute):
        moments = sent_at(per_minute, [0.02] * 50 * 180, set())
        assert abs(len(moments) / 3 - per_minute) <= max(1, per_minute / 100)

    def test_messages_are_spread(self):
        assert Pace.begin(60, NOW).room(NOW) == 1
        assert Pace.begin(60, NOW).after(1, NOW).room(NOW + timedelta(seconds=0.9)) == 0


@pytest.mark.usefixtures("database")
class TestDelivery:
    @pytest.fixture(autouse=True)
    def _two_a_minute(self, mail_server, monkeypatch):
        monkeypatch.setenv("MAIL_PER_MINUTE", "2")
        settings.cache_clear()

    def test_the_rest_waits_for_its_time(self, mail_server, queued, deliver, stored, later):
        messages = [queued() for _ in range(3)]
        for count in (1, 2, 3):
            deliver()
            deliver()
            assert len(mail_server.messages) == count
            later(timedelta(seconds=31))
        assert {stored(one).state for one in messages} == {Delivery.SENT}

    def test_whoever_comes_after_a_worker_that_died_knows_it(self, mail_server, queued, deliver):
        queued()
        seen = []

        def look() -> None:
            with Session(engine()) as session:
                job = session.exec(select(Job)).one()
                seen.append((job.state, job.due_at - clock.now() > timedelta(seconds=25)))

        mail_server.before_data = look
        deliver()
        assert seen == [(JobState.RUNNING, True)]

    def test_the_catcher_keeps_everything_at_once(self, queued, deliver, stored, monkeypatch):
        monkeypatch.setenv("SMTP_URL", "")
        settings.cache_clear()
        messages = [queued() for _ in range(3)]
        deliver()
        assert {stored(one).state for one in messages} == {Delivery.SENT}
