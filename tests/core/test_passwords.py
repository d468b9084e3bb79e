import time

import pytest

from admin_dashboard.core import passwords
from admin_dashboard.core.passwords import hash_password, is_password, judge, refusal, spent, was_password
from admin_dashboard.settings import settings

ADA = ("ada.byron", "Ada", "Byron", "ada@example.org")


@pytest.fixture(autouse=True)
def _cheap_hashes(_own_settings, monkeypatch):
    monkeypatch.setenv("PASSWORD_HASH_TIME", "1")
    monkeypatch.setenv("PASSWORD_HASH_MEMORY_KIB", "8")
    settings.cache_clear()


class TestRefusal:
    @pytest.mark.parametrize("password", ["walnut harbour 41 kites", "kx7m-9qpd-w3hc-t5rb", "à la claire fontaine 7"])
    def test_lets_a_good_password_pass(self, password):
        assert refusal(password, ADA) is None

    @pytest.mark.parametrize(
        ("password", "sentence"),
        [
            ("", "Use at least 10 characters."),
            ("kx7m-9qpd", "Use at least 10 characters."),
            ("x" * 257, "Use at most 256 characters."),
            ("ada.byron.1", "Do not build the password from the name, username or email."),
            ("AdaByron!2", "Do not build the password from the name, username or email."),
            ("1234567890", "This password is easy to guess. Add a word or two."),
            ("password123", "This password is easy to guess. Add a word or two."),
        ],
    )
    def test_names_the_first_rule_that_is_broken(self, password, sentence):
        assert str(refusal(password, ADA)) == sentence

    def test_asks_for_no_composition(self):
        assert refusal("only small letters and blanks", ADA) is None


class TestJudge:
    @pytest.mark.parametrize(
        "password", ["4@8({[<369&6!|1079+%5$27" * 3, "ab12" * 60, "a" * 10_000, "p4$$w0rd!2(6|+%" * 20]
    )
    def test_takes_no_time_whatever_is_typed(self, password):
        begin = time.process_time()
        judge(password, ADA)
        assert time.process_time() - begin < 0.5

    def test_still_sees_through_signs_for_letters(self):
        assert judge("p@$$w0rd!2").score < passwords.LEAST_SCORE


class TestHash:
    def test_fits_its_password_and_no_other(self):
        stored = hash_password("walnut harbour 41 kites")
        assert stored.startswith("$argon2id$")
        assert is_password(stored, "walnut harbour 41 kites")
        assert not is_password(stored, "walnut harbour 41 kite")

    def test_of_a_spent_password_fits_nothing(self):
        stored = spent(hash_password("walnut harbour 41 kites"))
        assert not is_password(stored, "walnut harbour 41 kites")
        assert was_password(stored, "walnut harbour 41 kites")

    @pytest.mark.parametrize("stored", [None, "", "no hash at all", "spent:"])
    def test_that_is_none_fits_nothing(self, stored):
        assert not is_password(stored, "walnut harbour 41 kites")
        assert not is_password(stored, "a hash nobody's password has")
