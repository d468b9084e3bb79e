"""Quick answers about cells are those of the rules themselves."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from admin_dashboard.attributes.queries import AttributeRow
from admin_dashboard.attributes.values import parse_value
from admin_dashboard.core.errors import InvalidInput
from admin_dashboard.core.fields import clean_email, clean_name, clean_username
from admin_dashboard.core.i18n import Message
from admin_dashboard.imports import rules
from admin_dashboard.imports.rules import CANNOT_CLEAR, FILL_IN, Rule
from admin_dashboard.models import AttributeType
from admin_dashboard.settings import settings

LETTERS = "aAzZbéÉßſÿĀłıØǅαЖ中ｅ²٣09"
SIGNS = " -'’._+@!\u00a0\u200b\u0301\u0345\t\u3164"
PARTS = [
    "marie",
    "Dupont",
    "x",
    "a.b",
    "..",
    "--",
    "xn--",
    "example",
    "org",
    "test",
    "local",
    "1",
    "é",
    "@",
    ".",
    "-",
    "+",
]
texts = st.one_of(
    st.text(st.sampled_from(LETTERS + SIGNS), min_size=1, max_size=12),
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=7).map("".join),
    st.text(min_size=1, max_size=8),
)
long = st.builds(lambda part, times, rest: part * times + rest, st.sampled_from(PARTS), st.integers(1, 130), texts)
typed = st.one_of(texts, long).filter(lambda text: text.strip() == text != "-")


def slow(clean: Callable[[object], str], text: str) -> str | Message:
    """What the form says."""
    try:
        return clean(text)
    except PydanticCustomError as refusal:
        return (refusal.context or {})["message"]


class TestQuickAnswers:
    @given(typed)
    @example("marie.dupont")
    @example("a" * 100 + ".b")
    def test_about_a_username(self, text: str):
        assert rules.username_rule()(text) == slow(clean_username, text)

    @given(typed)
    @example("Ĳssel")
    @example("Jean-Luc de la Tour")
    def test_about_a_name(self, text: str):
        assert rules.name_rule()(text) == slow(clean_name, text)

    @given(typed | st.tuples(texts, texts).map("@".join))
    @example("marie@example.org")
    @example("Marie.Dupont+x@EXAMPLE.org")
    @example("marie@xn--exmple-cua.org")
    @example(f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.org")
    @example(f"{'a' * 65}@example.org")
    @example("a@localhost")
    def test_about_an_email(self, text: str):
        assert rules.email_rule()(text) == slow(clean_email, text)

    @given(typed, st.sampled_from([AttributeType.TEXT, AttributeType.CHOICE, AttributeType.DATE, AttributeType.NUMBER]))
    @example("2026-03-31", AttributeType.DATE)
    @example("ROUGE", AttributeType.CHOICE)
    def test_about_an_attribute(self, text: str, kind: AttributeType):
        rule, kept = rules.attribute_rule(attribute(kind)), attribute_slow(attribute(kind), text)
        assert [rule(text), rule(text)] == [kept, kept]


def attribute(kind: AttributeType = AttributeType.TEXT, *, is_required: bool = False) -> AttributeRow:
    choices = ("Rouge", "Vert clair") if kind is AttributeType.CHOICE else ()
    return AttributeRow(7, "badge", "Badge", "Badge", kind, choices, is_required, False, 1)


def attribute_slow(row: AttributeRow, text: str) -> str | Message:
    try:
        return parse_value(row, text)
    except InvalidInput as refusal:
        return refusal.fields["badge"]


class TestSettings:
    def test_the_shortest_name_is_a_setting(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("NAME_MIN_LENGTH", "2")
        settings.cache_clear()
        assert rules.name_rule()("Li") == "Li"

    def test_a_free_username_may_have_one_part(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setenv("USERNAME_FORMAT", "free")
        settings.cache_clear()
        assert rules.username_rule()("marie_d") == "marie_d"


ALL: list[Rule] = [rules.username_rule(), rules.name_rule(), rules.email_rule()]


class TestClearing:
    @pytest.mark.parametrize("rule", ALL)
    def test_what_everybody_has_is_refused(self, rule: Rule):
        assert rule("-") == CANNOT_CLEAR

    def test_an_optional_attribute_is_possible(self):
        assert rules.attribute_rule(attribute())("-") == ""

    def test_a_required_attribute_is_refused(self):
        assert rules.attribute_rule(attribute(is_required=True))("-") == FILL_IN

    def test_a_value_may_be_a_dash(self):
        assert rules.attribute_rule(attribute())(" -") == "-"

    def test_a_language_is_possible(self):
        assert rules.language_rule()("-") == ""


class TestChoices:
    @pytest.mark.parametrize(("text", "stored"), [("Oui", "yes"), ("false", "no"), ("Suspended", "no")])
    def test_enabled_is_yes_or_no(self, text: str, stored: str):
        assert rules.enabled_rule()(text) == stored

    def test_anything_else_is_refused(self):
        assert "yes or no" in str(rules.yes_no_rule()("perhaps"))

    @pytest.mark.parametrize(("text", "stored"), [("fr_CA", "fr"), ("English", "en"), ("de", "")])
    def test_a_language_is_one_of_ours(self, text: str, stored: str):
        assert rules.language_rule()(text) == stored


def test_what_is_remembered_of_an_attribute_is_bounded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rules, "MOST_REMEMBERED", 2)
    rule = rules.attribute_rule(attribute(AttributeType.NUMBER))
    assert [rule(str(number)) for number in range(5)] == ["0", "1", "2", "3", "4"]
