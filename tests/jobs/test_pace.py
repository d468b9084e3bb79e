"""A step takes about as long as it may."""

from admin_dashboard.jobs.pace import Pace


class TestPace:
    def test_follows_how_long_a_step_took(self):
        pace = Pace(500, 50, 0.1)
        pace.adapt(500, 0.01)
        assert pace.size == 1000
        pace.adapt(1000, 0.2)
        assert pace.size == 500
        pace.adapt(500, 100.0)
        assert pace.size == 50

    def test_counts_the_milliseconds_between_laps(self):
        pace = Pace(1, 1, 1.0)
        assert pace.lap() >= 0
