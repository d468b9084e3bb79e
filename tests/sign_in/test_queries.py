import pytest

from admin_dashboard.sign_in import queries


@pytest.mark.parametrize(
    ("typed", "folded"),
    [(" Ada.BYRON ", "ada.byron"), ("ＡＤＡ@Example.org", "ada@example.org"), ("ada\u0000byron", ""), ("\ud800", "")],
)
def test_what_is_typed_is_compared_folded(typed, folded):
    assert queries.folded(typed) == folded


def test_what_is_too_long_is_not_even_folded(monkeypatch):
    monkeypatch.setattr(queries, "canonical", lambda _text: pytest.fail("folded"))
    assert queries.folded("a" * 10_000) == ""


def test_the_key_of_attempts_does_not_hold_what_was_typed():
    assert "secret" not in queries.login_key("my secret in the wrong field")
    assert queries.login_key("ADA.BYRON") == queries.login_key("ada.byron")
