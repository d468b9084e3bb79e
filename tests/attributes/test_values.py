"""What an attribute's value may be, how it is stored and in which order values come."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin_dashboard.attributes.queries import AttributeRow
from admin_dashboard.attributes.values import LONGEST_VALUE, parse_value, shown, sort_key
from admin_dashboard.core.errors import InvalidInput
from admin_dashboard.core.text import fold
from admin_dashboard.models import AttributeType

NUMBERS = st.decimals(min_value=-(10**15) + 1, max_value=10**15 - 1, places=6)


def of(type: AttributeType, *choices: str) -> AttributeRow:
    return AttributeRow(1, "thing", "Thing", "Chose", type, choices, is_required=False, is_built_in=False, position=1)


TEXT, DATE, NUMBER = map(of, (AttributeType.TEXT, AttributeType.DATE, AttributeType.NUMBER))
CHOICE = of(AttributeType.CHOICE, "Été", "Winter")


class TestParseValue:
    @pytest.mark.parametrize(
        ("attribute", "typed", "stored"),
        [
            (TEXT, "  Head\tof   sales ", "Head of sales"),
            (TEXT, "Cafe\u0301", "Café"),
            (TEXT, "<b>=1+1</b>", "<b>=1+1</b>"),
            (TEXT, "x" * 200, "x" * 200),
            (CHOICE, "Winter", "Winter"),
            (CHOICE, " ete ", "Été"),
            (DATE, "2024-02-29", "2024-02-29"),
            (NUMBER, "0012.500", "12.5"),
            (NUMBER, "12,5", "12.5"),
            (NUMBER, "1 250", "1250"),
            (NUMBER, "-0.0", "0"),
            (NUMBER, "−3", "-3"),
            (NUMBER, "9" * 15 + ".999999", "9" * 15 + ".999999"),
        ],
    )
    def test_gives_what_is_stored(self, attribute: AttributeRow, typed: str, stored: str):
        assert parse_value(attribute, typed) == stored
        assert parse_value(attribute, stored) == stored

    @pytest.mark.parametrize("attribute", [TEXT, CHOICE, DATE, NUMBER])
    @pytest.mark.parametrize("typed", ["", "  \n", "\u200b", "\u0301"])
    def test_is_empty_when_nothing_can_be_seen(self, attribute: AttributeRow, typed: str):
        assert parse_value(attribute, typed) == ""

    @pytest.mark.parametrize(
        ("attribute", "typed", "sentence"),
        [
            (TEXT, "x" * 201, "at most 200"),
            (TEXT, "x" * 10**6, "at most 200"),
            (TEXT, "a\x00b", "cannot be stored"),
            (TEXT, "a\ud800b", "cannot be stored"),
            (TEXT, "a\u202eb", "cannot be stored"),
            (CHOICE, "Spring", "Choose one of these: Été, Winter."),
            (DATE, "2023-02-29", "Enter a date"),
            (DATE, "20240101", "Enter a date"),
            (DATE, "0000-01-01", "Enter a date"),
            (DATE, "٢٠٢٤-01-01", "Enter a date"),
            (NUMBER, "1e3", "Enter a number"),
            (NUMBER, "1,000", "Enter a number"),
            (NUMBER, "NaN", "Enter a number"),
            (NUMBER, "٣", "Enter a number"),
            (NUMBER, "1" * 16, "at most 15 digits"),
            (NUMBER, "0.0000001", "at most 15 digits"),
        ],
    )
    def test_says_under_the_key_what_would_be_right(self, attribute: AttributeRow, typed: str, sentence: str):
        with pytest.raises(InvalidInput) as refused:
            parse_value(attribute, typed)
        assert sentence in str(refused.value.fields["thing"])


class TestSortKey:
    @given(NUMBERS, NUMBERS)
    def test_puts_numbers_in_the_order_of_numbers(self, one: Decimal, other: Decimal):
        keys = [sort_key(AttributeType.NUMBER, parse_value(NUMBER, f"{number:f}")).encode() for number in (one, other)]
        assert (keys[0] < keys[1], keys[0] == keys[1]) == (one < other, one == other)

    @given(st.dates(), st.dates())
    def test_puts_dates_in_the_order_of_days(self, one, other):
        keys = [sort_key(AttributeType.DATE, parse_value(DATE, day.isoformat())).encode() for day in (one, other)]
        assert (keys[0] < keys[1]) == (one < other)

    @given(st.text(max_size=200))
    def test_tells_no_case_and_accents_apart(self, text: str):
        key = sort_key(AttributeType.TEXT, text)
        assert key == fold(text)[:LONGEST_VALUE]
        assert len(key.encode()) <= 4 * LONGEST_VALUE

    @given(st.text(max_size=300))
    def test_of_whatever_was_accepted_is_never_empty(self, text: str):
        try:
            stored = parse_value(TEXT, text)
        except InvalidInput:
            return
        assert bool(stored) == bool(sort_key(AttributeType.TEXT, stored))


class TestShown:
    @pytest.mark.parametrize(
        ("type", "value", "english", "french"),
        [
            (AttributeType.DATE, "2026-03-31", "31 Mar 2026", "31 mars 2026"),
            (AttributeType.NUMBER, "-1234567.25", "-1,234,567.25", "-1\u202f234\u202f567,25"),
            (AttributeType.NUMBER, "0.000001", "0.000001", "0,000001"),
            (AttributeType.TEXT, "Head of sales", "Head of sales", "Head of sales"),
            (AttributeType.DATE, "", "", ""),
        ],
    )
    def test_speaks_the_readers_language(self, type: AttributeType, value: str, english: str, french: str):
        assert (shown(type, value, "en"), shown(type, value, "fr")) == (english, french)
