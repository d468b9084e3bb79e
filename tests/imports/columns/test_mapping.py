"""What columns are for is remembered, checked and changed."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin_dashboard.imports.columns import (
    READINGS,
    TARGETS,
    Column,
    Dialect,
    Mapping,
    Note,
    Reading,
    UnusableMapping,
    checked,
    chosen,
    fitted,
    from_json,
    header_key,
    mapping_notes,
    reader,
    to_json,
)

ATTRIBUTES = ("badge", "phone")
ALL = (*TARGETS, *(f"attribute:{key}" for key in ATTRIBUTES))
HEADERS = ["Prénom", "last_name", "E-mail", "Column 4"]
EMAIL = Mapping(Dialect.OTHER, (Column("Mail", "email"), Column("Autre", known=False)))


def column(target: str) -> st.SearchStrategy[Column]:
    # A full name would be the last name, too.
    readings = [reading for reading in READINGS.get(target, (Reading.PLAIN,)) if reading is not Reading.FULL_NAME]
    return st.builds(
        Column, st.text(), st.just(target), st.sampled_from(readings), st.sampled_from(Note), st.booleans()
    )


MAPPINGS = st.builds(
    Mapping,
    st.sampled_from(Dialect),
    st.lists(st.sampled_from(ALL), unique=True).flatmap(lambda targets: st.tuples(*map(column, targets))),
    st.dictionaries(st.text(), st.sampled_from(["", "auditor"])),
    st.sampled_from(["ignore", "use"]),
)


class TestJson:
    @given(MAPPINGS)
    def test_is_read_as_it_was_written(self, mapping: Mapping):
        assert from_json(to_json(mapping), ATTRIBUTES) == mapping

    @pytest.mark.parametrize(
        "target",
        [
            *("id", "password_hash", "is_admin", "joined_at", "search", "version", "attribute:", "attribute:none"),
            *("Email", "email ", "groups", "is_external"),
        ],
    )
    def test_with_a_target_that_does_not_exist_is_refused(self, target: str):
        text = to_json(EMAIL).replace('"target":"email"', f'"target":"{target}"')
        with pytest.raises(UnusableMapping):
            from_json(text, ATTRIBUTES)

    @pytest.mark.parametrize(
        "changes",
        [
            {"columns": [{"header": "a", "target": "email"}, {"header": "b", "target": "email"}]},
            {
                "columns": [
                    {"header": "a", "target": "first_name", "reading": "full_name"},
                    {"header": "b", "target": "last_name"},
                ]
            },
            {"columns": [{"header": "a", "target": "email", "reading": "inverted"}]},
            {"columns": [{"header": "a", "reading": "groups"}]},
            {"columns": [{"header": "a", "is_admin": True}]},
            {"columns": [{"target": "email"}]},
            {"columns": None},
            {"passwords": "perhaps"},
            {"dialect": "martian"},
            {"groups": {"a": 1}},
            {"more": 1},
        ],
    )
    def test_that_cannot_be_followed_is_refused(self, changes: dict[str, object]):
        text = json.dumps({**json.loads(to_json(EMAIL)), **changes})
        with pytest.raises(UnusableMapping):
            from_json(text, ATTRIBUTES)

    @pytest.mark.parametrize("text", ["", "null", "[]", "{", "{}", "\ud800", '{"columns": []}' * 2, "[" * 10_000])
    def test_that_is_none_is_refused(self, text: str):
        with pytest.raises(UnusableMapping):
            from_json(text, ATTRIBUTES)

    @given(MAPPINGS)
    def test_never_says_more_than_may_be_set(self, mapping: Mapping):
        said = reader(checked(mapping, ATTRIBUTES))(["x y"] * len(mapping.columns))
        assert {*ALL, "groups"}.issuperset(said)


class TestKey:
    @given(st.permutations(HEADERS))
    def test_is_the_same_in_any_order_and_spelling(self, headers: list[str]):
        spelt = [f" {header.upper()} ".replace("_", " ") for header in headers]
        assert header_key(spelt) == header_key(HEADERS)

    def test_is_another_for_other_headers(self):
        files = [[], ["email"], ["email", "name"], ["emailname"], ["email", "email"]]
        assert len({header_key(headers) for headers in files}) == len(files)

    def test_does_not_count_the_reasons_of_refused_rows_and_empty_headers(self):
        assert header_key(["email", "error", ""]) == header_key(["email"])


class TestFitted:
    def test_follows_the_files_order(self):
        mapping = fitted(EMAIL, ["error", "AUTRE", "mail"])
        assert [(c.header, c.target, c.known) for c in mapping.columns] == [
            ("error", "", True),
            ("AUTRE", "", False),
            ("mail", "email", True),
        ]

    def test_keeps_columns_of_the_same_name_apart(self):
        mapping = replace(EMAIL, columns=(Column("Mail", "email"), Column("Mail", note=Note.TWICE)))
        assert fitted(mapping, ["mail", "mail", "mail"]).columns == (
            Column("mail", "email"),
            Column("mail", note=Note.TWICE),
            Column("mail", known=False),
        )


class TestChosen:
    def test_is_for_what_somebody_says(self):
        mapping = chosen(EMAIL, 1, Column("Autre", "username"))
        assert [c.target for c in mapping.columns] == ["email", "username"]
        assert (EMAIL.key, mapping.key) == ("email", "username")

    def test_takes_it_from_the_column_that_was(self):
        mapping = chosen(EMAIL, 1, Column("Autre", "email"))
        assert [(c.target, c.note) for c in mapping.columns] == [("", Note.TWICE), ("email", Note.NONE)]

    def test_a_full_name_takes_both_names(self):
        names = replace(EMAIL, columns=(Column("a", "last_name"), Column("b")))
        mapping = chosen(names, 1, Column("b", "first_name", Reading.FULL_NAME))
        assert mapping.columns[0].target == ""
        assert checked(mapping, ATTRIBUTES) is mapping


class TestSecret:
    @pytest.mark.parametrize("header", ["Password", "Mot de passe", "mdp", "Hachage du mot de passe", "secretData"])
    def test_cells_stay_secret_whatever_they_are_for(self, header: str):
        assert Column(header, note=Note.TWICE).is_secret
        assert Column(header, "attribute:badge").is_secret

    def test_is_every_column_that_is_the_password(self):
        assert Column("Code", "password").is_secret
        assert not Column("Code", "attribute:badge").is_secret


class TestNotes:
    def test_say_first_that_nothing_tells_who_a_row_is_about(self):
        mapping = Mapping(Dialect.OTHER, (Column("Nom", "last_name"),))
        assert mapping.key == ""
        assert "choose the one with the username" in str(mapping_notes(mapping)[0])

    def test_are_none_where_all_is_there(self):
        columns = tuple(Column(target, target) for target in ("username", "first_name", "last_name", "email"))
        assert mapping_notes(Mapping(Dialect.OWN, columns)) == ()

    def test_say_that_passwords_are_ignored_unless_they_are_not(self):
        columns = tuple(
            Column(target, target) for target in ("username", "first_name", "last_name", "email", "password")
        )
        ignored = Mapping(Dialect.OWN, columns)
        assert "passwords in the file are ignored" in str(mapping_notes(ignored)[0])
        assert mapping_notes(replace(ignored, passwords="use")) == ()
