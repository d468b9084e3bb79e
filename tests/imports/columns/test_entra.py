"""The three files of Microsoft Entra."""

import pytest

from admin_dashboard.imports.columns import Dialect, Note, Reading, column_note, mapping_notes

from .files import file, known


class TestEntraCreate:
    @pytest.mark.parametrize("name", ["entra_create", "entra_create_french"])
    def test_who_is_blocked_is_disabled(self, name: str):
        example, eleonore, jean = file(name).users() if name == "entra_create" else ({}, *file(name).users())
        assert example == {}
        assert (eleonore["enabled"], jean["enabled"]) == ("yes", "no")

    def test_columns(self):
        entra = file("entra_create")
        assert [column.target for column in entra.mapping.columns if column.target] == [
            *("email", "password", "enabled", "first_name", "last_name"),
            *("attribute:function", "attribute:location", "attribute:phone"),
        ]
        assert entra.column("Name [displayName] Required").note is Note.TWICE
        assert not entra.column("State or province [state]").known

    def test_the_french_template_is_the_same(self):
        english, french = (file(name).mapping.columns for name in ("entra_create", "entra_create_french"))
        assert [(c.target, c.reading, c.note) for c in english] == [(c.target, c.reading, c.note) for c in french]

    @pytest.mark.parametrize(
        ("header", "reading"),
        [
            ("Block sign in (Yes/No) [accountEnabled] *", Reading.INVERTED),
            ("Anmeldung blockieren (Ja/Nein) [accountEnabled] Erforderlich", Reading.INVERTED),
            ("サインインのブロック [accountEnabled] 必須", Reading.INVERTED),
            ("[accountEnabled]", Reading.INVERTED),
            ("Account enabled [accountEnabled] Required", Reading.PLAIN),
            ("accountEnabled", Reading.PLAIN),
        ],
    )
    def test_the_cells_answer_the_label(self, header: str, reading: Reading):
        column = known([header, "User name [userPrincipalName]"]).column(header)
        assert (column.target, column.reading) == ("enabled", reading)

    def test_an_older_template_is_the_same(self):
        headers = [
            "Name (example: Chris Green) [displayName] *",
            "User name (example: chris@contoso.com) [userPrincipalName] *",
        ]
        entra = known([*headers, "Initial password [passwordProfile] *"])
        assert entra.mapping.dialect is Dialect.ENTRA_CREATE
        assert list(entra.targets.values()) == ["first_name", "email", "password"]

    def test_says_that_users_are_found_by_email(self):
        assert "found by email" in str(mapping_notes(file("entra_create").mapping)[0])
        assert "cannot be a username" in str(column_note(file("entra_create").mapping.columns[1]))


class TestEntraInvite:
    def test_says_whom_to_invite(self):
        assert file("entra_invite").users() == [
            {},
            {"email": "eleonore.darc@example.org", "invite": "TRUE"},
            {"email": "jean.martin@example.org", "invite": "FALSE"},
        ]

    def test_says_what_becomes_of_guests(self):
        notes = " ".join(map(str, mapping_notes(file("entra_invite").mapping)))
        assert "become internal users" in notes
        assert "New users need a first name" in notes


class TestEntraUsers:
    def test_true_is_enabled(self):
        assert [user["enabled"] for user in file("entra_users").users()] == ["True", "False"]
        assert file("entra_users").column("accountEnabled").reading is Reading.PLAIN

    def test_the_mail_goes_before_the_name_to_sign_in_with(self):
        assert file("entra_users").column("mail").target == "email"
        assert file("entra_users").column("userPrincipalName").note is Note.ADDRESS

    def test_without_mail_the_name_to_sign_in_with_is_it(self):
        entra = known(["userPrincipalName", "displayName", "objectId"])
        assert entra.targets == {"userPrincipalName": "email", "displayName": "first_name"}
