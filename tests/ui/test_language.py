"""Texts in the page's language: what `t` compiles to, and what the browser makes of it."""

from typing import Any

import pytest
import reflex as rx

from admin_dashboard.ui import i18n
from admin_dashboard.ui.i18n import page_language, set_language, t, tn

from .bun import run_in_browser

SAYS = 'return module.say("Add {count} to {name}", {fr: "Ajouter {count} à {name}"}, {count: 4312, name: "<b>{count}"})'
COUNTS = 'return [0, 1, 2].map((n) => module.sayCount(["{count} user", "{count} users"], OTHERS, n))'
FRENCH = '{fr: ["{count} compte", "{count} comptes"]}'


class TestChosenLanguage:
    @pytest.mark.parametrize(
        ("cookie", "wanted", "language"),
        [
            ("a=1; language=fr", ("en-GB",), "fr"),
            ("language=en", ("fr-FR",), "en"),
            ("language=de; x=fr", ("de-DE", "fr-CA", "en"), "fr"),
            ("mylanguage=fr", ("de",), "en"),
            ("", (), "en"),
        ],
    )
    def test_is_the_cookies_then_the_browsers_then_english(self, cookie, wanted, language):
        assert run_in_browser("language", "return module.language", cookie, wanted) == language

    def test_is_told_to_the_document(self):
        assert run_in_browser("language", "return document.documentElement.lang", "language=fr") == "fr"

    def test_set_is_kept_in_a_cookie_and_loads_the_page_anew(self):
        body = 'module.setLanguage("fr"); return [document.cookie, calls]'
        cookie, calls = run_in_browser("language", body)
        assert cookie == "language=fr; path=/; max-age=31536000; samesite=lax; secure"
        assert calls == ["reload"]


class TestSay:
    def test_fills_the_gaps_with_values_as_they_are(self):
        assert run_in_browser("language", SAYS) == "Add 4,312 to <b>{count}"

    def test_speaks_the_pages_language_and_writes_numbers_its_way(self):
        assert run_in_browser("language", SAYS, "language=fr") == "Ajouter 4\u202f312 à <b>{count}"

    def test_shows_english_where_a_translation_is_missing(self):
        body = 'return [module.say("Users"), module.say("Users", {}), module.say("Users", {fr: ""})]'
        assert run_in_browser("language", body, "language=fr") == ["Users"] * 3

    def test_counts_as_english_does(self):
        body = COUNTS.replace("OTHERS", FRENCH)
        assert run_in_browser("language", body) == ["0 users", "1 user", "2 users"]

    def test_counts_as_french_does(self):
        body = COUNTS.replace("OTHERS", FRENCH)
        assert run_in_browser("language", body, "language=fr") == ["0 compte", "1 compte", "2 comptes"]

    def test_counts_as_english_does_where_french_is_missing(self):
        body = COUNTS.replace("OTHERS", "{}")
        assert run_in_browser("language", body, "language=fr") == ["0 users", "1 user", "2 users"]


class TestT:
    @pytest.fixture(autouse=True)
    def _catalogue(self, monkeypatch):
        french = {"Users": ("Utilisateurs",), "{count} user": ("{count} compte", "{count} comptes")}
        monkeypatch.setattr(i18n, "catalogue", lambda language: french if language == "fr" else {})

    def test_carries_its_translations(self):
        assert str(t("Users")) == '(say("Users", ({ ["fr"] : "Utilisateurs" })))'

    def test_carries_english_alone_when_there_are_none(self):
        assert str(t("Nothing")) == '(say("Nothing"))'

    def test_takes_constants_and_vars_as_values(self):
        made = str(t("{a} of {b}", a=1, b=rx.Var("rows.length").to(int)))
        assert made == '(say("{a} of {b}", ({  }), ({ ["a"] : 1, ["b"] : rows.length })))'

    def test_with_a_count_carries_both_forms(self):
        made = str(tn("{count} user", "{count} users", rx.Var("n").to(int)))
        assert '["{count} user", "{count} users"]' in made
        assert '["{count} compte", "{count} comptes"]' in made

    @pytest.mark.parametrize("prop", ["aria_label", "title", "placeholder"])
    def test_goes_into_any_text_prop(self, prop):
        props: dict[str, Any] = {prop: t("Users")}
        assert "Utilisateurs" in str(rx.el.input(**props).render())

    def test_goes_into_a_pages_title(self):
        assert "Utilisateurs" in str(rx.el.title(t("Users")).render())

    def test_brings_its_module(self):
        data = t("Users")._get_all_var_data()
        assert data is not None
        assert [library for library, _ in data.imports] == ["$/public/ui/language.js"]
        assert str(page_language()) == "language"

    def test_a_language_that_is_none_of_ours_cannot_be_set(self):
        with pytest.raises(ValueError, match="de"):
            set_language("de")
