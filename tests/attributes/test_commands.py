"""What may be asked about attributes."""

from typing import Any

import pytest

from admin_dashboard.attributes.commands import CreateAttribute
from admin_dashboard.core.errors import InvalidInput
from admin_dashboard.core.forms import parse

BADGE = {"key": "badge", "label_en": "Badge", "label_fr": "Insigne", "type": "text"}
COLOURS = {**BADGE, "type": "choice"}


def refused(asked: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(InvalidInput) as error:
        parse(CreateAttribute, asked)
    return {name: str(text) for name, text in error.value.fields.items()}


class TestKey:
    @pytest.mark.parametrize("key", ["cost_center", "a1", " Badge ", "x" * 40])
    def test_is_letters_digits_and_underscores(self, key: str):
        assert parse(CreateAttribute, {**BADGE, "key": key}).key == key.strip().lower()

    @pytest.mark.parametrize(
        "key", ["a", "x" * 41, "cost-center", "coût", "a b", "a.b", "ｋey", "a\n", "__class__" * 9]
    )
    def test_is_nothing_else(self, key: str):
        assert "2 to 40 letters" in refused({**BADGE, "key": key})["key"]

    @pytest.mark.parametrize("key", ["email", "username", "Language", "roles", "id"])
    def test_is_no_field_everybody_has(self, key: str):
        assert "taken by a field" in refused({**BADGE, "key": key})["key"]

    @pytest.mark.parametrize("key", ["", " ", None, 7, ["a"]])
    def test_is_mandatory(self, key: object):
        assert refused({**BADGE, "key": key}) == {"key": "Please fill this in."}


class TestLabels:
    def test_are_trimmed(self):
        made = parse(CreateAttribute, {**BADGE, "label_en": "  Cost \t center "})
        assert made.label_en == "Cost center"

    @pytest.mark.parametrize(
        ("label", "sentence"),
        [("", "fill this in"), ("\u200b", "fill this in"), ("x" * 61, "at most 60"), ("a\x00b", "cannot be stored")],
    )
    @pytest.mark.parametrize("name", ["label_en", "label_fr"])
    def test_have_1_to_60_characters(self, name: str, label: str, sentence: str):
        assert sentence in refused({**BADGE, name: label})[name]


class TestChoices:
    def test_are_lines(self):
        made = parse(CreateAttribute, {**COLOURS, "choices": " Red \n\n Dark   green\r\n"})
        assert made.choices == ("Red", "Dark green")

    @pytest.mark.parametrize(
        ("choices", "sentence"),
        [
            ("", "at least one choice"),
            (" \n \u200b", "at least one choice"),
            (None, "at least one choice"),
            ("\n".join(map(str, range(101))), "at most 100 choices"),
            ("x" * 201, "at most 200 characters"),
            ("Été\nRed\nETE", "“Été” is there twice."),
        ],
    )
    def test_are_1_to_100_that_differ(self, choices: object, sentence: str):
        assert sentence in refused({**COLOURS, "choices": choices})["choices"]

    def test_are_asked_for_when_left_out(self):
        assert set(refused(COLOURS)) == {"choices"}

    def test_are_for_a_choice_only(self):
        assert parse(CreateAttribute, {**BADGE, "choices": "Red"}).choices == ()


@pytest.mark.parametrize("type", ["", "colour", None, ["text"]])
def test_a_type_is_one_of_four(type: object):
    assert "type" in refused({**BADGE, "type": type})
