from collections.abc import Iterator
from pathlib import Path

import pytest

from admin_dashboard.core import i18n
from admin_dashboard.core.i18n import _, best_language, catalogue, n_

FRENCH = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Hello {name}"
msgstr "Bonjour {name}"

msgid "friend"
msgstr "ami"

msgid "{count} user"
msgid_plural "{count} users"
msgstr[0] "{count} personne"
msgstr[1] "{count} personnes"

msgid "not yet"
msgstr ""

msgid "{count} half"
msgid_plural "{count} halves"
msgstr[0] "{count} moitié"
msgstr[1] ""
"""


@pytest.fixture(autouse=True)
def _catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text(FRENCH, encoding="utf-8")
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    catalogue.cache_clear()
    yield
    catalogue.cache_clear()


class TestMessage:
    def test_is_translated_where_it_is_shown(self):
        hello = _("Hello {name}", name="Marie")
        assert (str(hello), hello.in_language("fr")) == ("Hello Marie", "Bonjour Marie")

    def test_translates_a_message_inside(self):
        assert _("Hello {name}", name=_("friend")).in_language("fr") == "Bonjour ami"

    def test_without_values_keeps_its_braces(self):
        assert str(_("{this} stays")) == "{this} stays"

    @pytest.mark.parametrize(("count", "en", "fr"), [(0, "users", "personne"), (1, "user", "personne")])
    def test_counts_as_the_language_does(self, count: int, en: str, fr: str):
        message = n_("{count} user", "{count} users", count)
        assert (str(message), message.in_language("fr")) == (f"{count} {en}", f"{count} {fr}")

    def test_counts_many(self):
        assert n_("{count} user", "{count} users", 2).in_language("fr") == "2 personnes"

    def test_without_a_translation_stays_english(self):
        assert _("not yet").in_language("fr") == "not yet"
        assert n_("{count} half", "{count} halves", 2).in_language("fr") == "2 halves"
        assert _("nowhere").in_language("fr") == "nowhere"


class TestBestLanguage:
    @pytest.mark.parametrize(
        ("header", "expected"),
        [("fr-FR,fr;q=0.9,en;q=0.8", "fr"), ("en-GB", "en"), ("de,fr;q=0.5", "fr"), ("de", "en"), ("", "en")],
    )
    def test_is_the_first_of_ours_that_is_named(self, header: str, expected: str):
        assert best_language(header, "en") == expected
