"""What one cell says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin_dashboard.imports.columns import CLEAR, DASH, parse_enabled, parse_language, parse_yes_no, said, written

VALUES = st.text().map(str.strip).filter(bool) | st.sampled_from(["-", "--", "****", "'****", "'-", "=1", "'=1", "-1"])


class TestSaid:
    @pytest.mark.parametrize("cell", ["", " ", "\u00a0", "****", " **** ", "--", " -- ", "\t"])
    def test_nothing_leaves_the_value(self, cell: str):
        assert said(cell) == ""

    @pytest.mark.parametrize(
        ("cell", "text"),
        [
            (" Marie ", "Marie"),
            ("D'Arc", "D'Arc"),
            ("'tis", "'tis"),
            ("'+33 1 23 45 67 89", "+33 1 23 45 67 89"),
            (" '=1+1", "=1+1"),
            ("one\n'=two", "one\n=two"),
            ("***", "***"),
        ],
    )
    def test_a_text_is_as_it_was_before_it_was_made_harmless(self, cell: str, text: str):
        assert said(cell) == text

    def test_a_dash_empties_and_a_value_that_is_a_dash_does_not(self):
        assert said(" - ") == CLEAR
        assert said("'-") == DASH != CLEAR

    @given(VALUES)
    def test_what_is_written_is_read(self, value: str):
        assert said(written(value)).strip() == value
        assert said(written(value)) != CLEAR


class TestYesAndNo:
    @pytest.mark.parametrize("text", ["yes", "Y", "TRUE", "$True", "1", "on", "Oui", "o", "vrai", " V "])
    def test_yes(self, text: str):
        assert parse_yes_no(text) is parse_enabled(text) is True

    @pytest.mark.parametrize("text", ["no", "N", "False", "0", "off", "non", "FAUX", "f"])
    def test_no(self, text: str):
        assert parse_yes_no(text) is parse_enabled(text) is False

    @pytest.mark.parametrize("text", ["", "-", "maybe", "2", "yes and no", "y" * 10_000, "sí"])
    def test_neither(self, text: str):
        assert parse_yes_no(text) is parse_enabled(text) is None

    @pytest.mark.parametrize(
        ("text", "is_enabled"),
        [
            *(("Active", True), ("actif", True), ("Activée", True), ("PASSWORD_EXPIRED", True), ("Enabled", True)),
            *(("Suspended", False), ("inactive", False), ("Désactivé", False), ("bloquée", False), ("Archived", False)),
        ],
    )
    def test_a_state_says_who_is_enabled_and_is_no_yes(self, text: str, is_enabled: bool):
        assert parse_enabled(text) is is_enabled
        assert parse_yes_no(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        *(
            ("fr", "fr"),
            ("FR-ca", "fr"),
            ("fr_FR", "fr"),
            ("Français", "fr"),
            ("French (Canada)", "fr"),
            (" fra ", "fr"),
        ),
        *(("en", "en"), ("en_GB.UTF-8", "en"), ("English", "en"), ("anglais", "en")),
        *(("de", None), ("frisian", None), ("enx", None), ("", None), ("f" * 1000, None)),
    ],
)
def test_a_locale_tells_the_language(text: str, language: str | None):
    assert parse_language(text) == language
