"""The list of words: each means one thing."""

from collections import Counter

import pytest

from admin_dashboard.imports.columns import TARGETS, Column, Dialect, Note, column_note
from admin_dashboard.imports.columns.names import bare, name_of
from admin_dashboard.imports.columns.notes import TITLES
from admin_dashboard.imports.columns.words import (
    DISABLED,
    FULL_NAME,
    GROUP_WORDS,
    GROUPS,
    INTERNAL,
    MAYBE_ENABLED,
    OF_BUILT_IN_ATTRIBUTES,
    OWN,
    PRINCIPAL_NAME,
    SYNONYMS,
)

from .files import BUILT_IN

OF_PEOPLE = " ".join([*OWN.values(), *SYNONYMS.values(), DISABLED, MAYBE_ENABLED, FULL_NAME, PRINCIPAL_NAME])
WORDS = f"{OF_PEOPLE} {GROUPS} {GROUP_WORDS} {' '.join(OF_BUILT_IN_ATTRIBUTES.values())}".split()


def test_every_word_is_bare():
    assert [word for word in [*WORDS, *INTERNAL] if bare(word) != word] == []


def test_no_word_means_two_things():
    assert [word for word, times in Counter(WORDS).items() if times > 1] == []


def test_nothing_that_the_platform_keeps_itself_means_anything():
    assert INTERNAL.isdisjoint(WORDS)
    assert {"id", "passwordhash", "isadmin", "joinedat", "search", "version", "isexternal"} <= INTERNAL


def test_every_target_and_built_in_attribute_has_its_words():
    assert OWN.keys() == set(TARGETS)
    assert OF_BUILT_IN_ATTRIBUTES.keys() == BUILT_IN.keys()


@pytest.mark.parametrize(
    ("header", "names", "is_read_only"),
    [
        ("First Name [Required]", ("firstname",), False),
        ("Status [READ ONLY]", ("status",), True),
        ("Recovery Phone [MUST BE IN THE E.164 FORMAT]", ("recoveryphone",), False),
        ("First name [givenName]", ("givenname", "firstname"), False),
        ("Email (work)", ("emailwork", "email"), False),
        ("user.first_name", ("userfirstname", "firstname"), False),
        ("[", (), False),
    ],
)
def test_a_header_is_taken_apart(header: str, names: tuple[str, ...], is_read_only: bool):
    found = name_of(header)
    assert (found.names, found.is_read_only) == (names, is_read_only)


def test_every_dialect_has_a_title_and_every_note_a_sentence():
    assert TITLES.keys() == set(Dialect)
    assert [note for note in Note if note and column_note(Column("x", note=note)) is None] == []
