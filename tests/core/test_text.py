"""Folding, search documents and username proposals."""

from collections.abc import Iterable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from admin_dashboard.core.text import (
    LONGEST_QUERY,
    _fold_any,
    canonical,
    first_name_key,
    fold,
    name_key,
    needle,
    proposed_username,
    search_document,
    search_words,
    username_part,
)

ELEONORE = search_document("eleonore.darc", "Éléonore", "D'Arc", "eleonore.darc@example.org")


def matches(document: str, words: Iterable[str]) -> bool:
    """The rule itself: every word is found in the search document."""
    return all(needle(word) in document for word in words)


class TestFold:
    @pytest.mark.parametrize(
        ("text", "folded"),
        [
            ("Éléonore", "eleonore"),
            ("Łukasz Żółć", "lukasz zolc"),
            ("Bjørn Ærø Œuvre", "bjorn aero oeuvre"),
            ("GROẞ Straße", "gross strasse"),
            ("Đorđe Þór Guðrún", "dorde thor gudrun"),
            ("İbrahim Işık", "ibrahim isik"),
            ("Nguyễn Thị Ánh", "nguyen thi anh"),
            ("D’Arc Jean‑Paul", "d'arc jean-paul"),
            ("Ｆｕｌｌｗｉｄｔｈ", "fullwidth"),
            ("zero\u200bwidth soft\u00adhyphen", "zerowidth softhyphen"),
            ("김민준", "김민준"),
            ("a\x00b\ud800c", "abc"),
        ],
    )
    def test_leaves_plain_lower_case_letters(self, text: str, folded: str) -> None:
        assert fold(text) == folded

    @given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x24F) | st.sampled_from("\u0301\u0345\u200d")))
    @example("Ŀİ\u0307ŉ×")
    def test_letter_by_letter_is_the_same(self, text: str) -> None:
        assert fold(text) == _fold_any(text)

    @given(st.text())
    @example("ŉ´`˙\u0345ΐ")
    def test_twice_changes_nothing(self, text: str) -> None:
        assert fold(fold(text)) == fold(text)

    @given(st.text())
    def test_never_gives_a_capital_a_nul_or_half_a_character(self, text: str) -> None:
        folded = fold(text)
        assert "\x00" not in folded
        assert not any("A" <= c <= "Z" for c in folded)
        folded.encode()

    @given(st.text())
    def test_does_not_depend_on_case(self, text: str) -> None:
        assert fold(fold(text).upper()) == fold(fold(text).upper().lower())


class TestCanonical:
    @pytest.mark.parametrize(
        "lookalike",
        ["Marie.Dupont", " marie.dupont ", "marie\u200b.dupont", "ｍａｒｉｅ.dupont", "mar\u00adie.dupont\ufeff"],
    )
    def test_is_the_same_for_look_alikes(self, lookalike: str) -> None:
        assert canonical(lookalike) == "marie.dupont"

    def test_keeps_accents(self) -> None:
        assert canonical("Éric@Example.org") == "éric@example.org"

    @given(st.text())
    def test_twice_changes_nothing(self, text: str) -> None:
        assert canonical(canonical(text)) == canonical(text)


class TestSearch:
    @pytest.mark.parametrize("query", ["e", "él", "EL", "dar", "darc", "d'a", "d", "ar", "da", "nore", "eleonore.d"])
    def test_finds_eleonore_darc(self, query: str) -> None:
        assert matches(ELEONORE, search_words(query))

    @pytest.mark.parametrize("query", ["leo d", "arc eleon", "@example", "example.org", "el da", "d’arc"])
    def test_every_word_must_match_in_any_order(self, query: str) -> None:
        assert matches(ELEONORE, search_words(query))
        assert not matches(ELEONORE, search_words(f"{query} zoe"))

    @pytest.mark.parametrize("query", ["l", "or", "rc", "x", "or el"])
    def test_one_or_two_letters_inside_a_part_do_not_match(self, query: str) -> None:
        assert not matches(ELEONORE, search_words(query))

    def test_mar_dup_finds_marie_dupont(self) -> None:
        assert matches(search_document("marie.dupont", "Marie", "Dupont", "m@example.org"), search_words("mar dup"))

    def test_a_username_unlike_the_email_is_found_too(self) -> None:
        document = search_document("jean-paul.lenoir", "Paula", "Blanc", "pb@example.org")
        assert all(matches(document, [word]) for word in ("jean-paul", "le", "l", "pa", "b"))

    def test_a_word_counts_once(self) -> None:
        assert search_words("Mar  mar\tdup\x00") == ("mar", "dup")

    def test_only_the_beginning_of_an_endless_query_is_looked_at(self) -> None:
        assert search_words("x" * 10_000) == ("x" * LONGEST_QUERY,)

    @given(st.text(max_size=40), st.text(max_size=40))
    def test_the_whole_name_finds_the_user(self, first: str, last: str) -> None:
        assert matches(search_document("a.b", first, last, "a.b@example.org"), search_words(f"{first} {last}"))

    def test_words_stand_two_blanks_apart(self) -> None:
        document = search_document("ana.de-la-cruz", "Ana", "de la Cruz", "ana@example.org")
        assert document == "  de  la  cruz  ana  ana@example.org  ana.de-la-cruz"


class TestNameKey:
    def test_sorts_by_last_then_first_name_without_accents(self) -> None:
        assert name_key("Éléonore", "D'Arc") == "d'arc eleonore"

    def test_sorts_by_first_then_last_name_too(self) -> None:
        assert first_name_key("Éléonore", "D'Arc") == "eleonore d'arc"


class TestProposedUsername:
    @pytest.mark.parametrize(
        ("first", "last", "username"),
        [
            ("Éléonore", "D'Arc", "eleonore.darc"),
            ("Jean-Paul", "Lefèvre", "jean-paul.lefevre"),
            ("Ana", "de la Cruz", "ana.de-la-cruz"),
            ("Łukasz", "Müller Jr.", "lukasz.muller-jr"),
            ("Søren", "Groß", "soren.gross"),
            ("李", "Wang", ""),
            ("", "", ""),
        ],
    )
    def test_is_first_dot_last_in_plain_letters(self, first: str, last: str, username: str) -> None:
        assert proposed_username(first, last) == username

    def test_leaves_room_for_a_number_within_a_hundred_characters(self) -> None:
        assert len(proposed_username("a" * 100, "b" * 100)) == 95

    @given(st.text())
    def test_a_part_has_only_letters_digits_and_inner_hyphens(self, name: str) -> None:
        part = username_part(name)
        assert set(part) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert part == part.strip("-")
