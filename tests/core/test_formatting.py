"""Moments as people read them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from admin_dashboard.core.formatting import day, exact, relative

NOON = datetime(2030, 1, 15, 12, tzinfo=UTC)


class TestRelative:
    @pytest.mark.parametrize(
        ("span", "long", "brief"),
        [
            (timedelta(seconds=10), "just now", "just now"),
            (timedelta(minutes=3), "3 minutes ago", "3 m ago"),
            (timedelta(hours=3), "3 hours ago", "3 h ago"),
            (timedelta(days=40), "1 month ago", "1 mo ago"),
            (timedelta(days=800), "2 years ago", "2 y ago"),
            (-timedelta(hours=2), "in 2 hours", "in 2 h"),
        ],
    )
    def test_in_english(self, span, long, brief):
        assert relative(NOON - span, NOON, "en") == long
        assert relative(NOON - span, NOON, "en", is_brief=True) == brief

    @pytest.mark.parametrize(
        ("span", "long", "brief"),
        [
            (timedelta(hours=3), "il y a 3 heures", "il y a 3 h"),
            (timedelta(days=10), "il y a 1 semaine", "il y a 1 sem."),
            (timedelta(days=40), "il y a 1 mois", "il y a 1 mois"),
            (timedelta(days=800), "il y a 2 ans", "il y a 2 ans"),
            (-timedelta(days=2), "dans 2 jours", "dans 2 j"),
        ],
    )
    def test_in_french(self, span, long, brief):
        assert relative(NOON - span, NOON, "fr") == long
        assert relative(NOON - span, NOON, "fr", is_brief=True) == brief


class TestExact:
    @pytest.mark.parametrize(
        ("language", "text"), [("en", "15 Jan 2030, 12:00 UTC"), ("fr", "15 janv. 2030, 12:00 UTC")]
    )
    def test_names_the_zone(self, language, text):
        assert exact(NOON, language) == text

    def test_in_the_readers_zone(self):
        zone = timezone(timedelta(hours=13), "NZDT")
        assert exact(NOON, "en", zone) == "16 Jan 2030, 01:00 NZDT"
        assert day(NOON, "en", zone) == "16 Jan 2030"


def test_a_day():
    assert day(NOON, "fr") == "15 janv. 2030"
