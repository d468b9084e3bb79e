"""Columns are known by what they are called, in two languages and whatever spelling."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin_dashboard.attributes.commands import FIXED_NAMES
from admin_dashboard.core.i18n import Message
from admin_dashboard.imports.columns import TARGETS, Mapping, Note, Reading, reader, recognise

from .files import BUILT_IN, known

SETTABLE = {*TARGETS, *(f"attribute:{key}" for key in BUILT_IN), ""}
HEADERS = [*TARGETS, *BUILT_IN]
KEYS = st.from_regex(r"[a-z0-9_]{2,40}", fullmatch=True).filter(lambda key: key not in FIXED_NAMES) | st.sampled_from(
    [
        "firstname",
        "user_name",
        "email_",
        "login",
        "nom",
        "status",
        "groups",
        "password_hash_function",
        "isadmin",
        "token",
    ]
)


def target_of(header: str, *cells: str) -> str:
    return known([header], *([cell] for cell in cells)).mapping.columns[0].target


def spelt(header: str, number: int) -> str:
    """The header as somebody else would type it."""
    choice = random.Random(number)
    text = header.replace("_", choice.choice(["", " ", "-", "_", " - "]))
    return (
        choice.choice(["", " ", "\u00a0"])
        + choice.choice([str.upper, str.title, str.lower])(text)
        + choice.choice(["", " *"])
    )


class TestSpelling:
    @given(st.permutations(HEADERS), st.integers())
    def test_case_blanks_hyphens_underscores_and_order_are_nothing(self, headers: list[str], number: int):
        mapping = recognise([spelt(header, number) for header in headers], BUILT_IN, [])
        assert [column.target.removeprefix("attribute:") for column in mapping.columns] == headers

    @pytest.mark.parametrize(
        "header", ["Prénom", "PRENOM", "pre\u0301nom", "Prénom (obligatoire)", "Prénoms", "ｐｒｅｎｏｍ"]
    )
    def test_accents_are_nothing(self, header: str):
        assert target_of(header) == "first_name"

    @pytest.mark.parametrize("language", ["en", "fr"])
    def test_the_labels_of_the_form_are_known(self, language: str):
        labels = {
            "Username": "username",
            "First name": "first_name",
            "Last name": "last_name",
            "Email": "email",
            "Language": "language",
            "Temporary password": "password",
            "Enabled": "enabled",
            "Roles": "roles",
            "Spaces": "spaces",
            "Send an invitation now": "invite",
        }
        assert {label: target_of(Message(label).in_language(language)) for label in labels} == labels

    @pytest.mark.parametrize(
        ("header", "target"),
        [
            ("Surname", "last_name"),
            ("Nom de famille", "last_name"),
            ("Identifiant", "username"),
            ("sAMAccountName", "username"),
            ("Adresse e-mail", "email"),
            ("Courriel", "email"),
            ("Mot de passe provisoire", "password"),
            ("Langue préférée", "language"),
            ("Actif", "enabled"),
            ("Envoyer une invitation", "invite"),
            ("Job title", "attribute:function"),
            ("Société", "attribute:organization"),
            ("Ville", "attribute:location"),
            ("N° de téléphone", ""),
            ("Numéro de téléphone", "attribute:phone"),
            ("Fuseau horaire", "attribute:time_zone"),
            ("profile.firstName", "first_name"),
            ("manager.email", ""),
        ],
    )
    def test_synonyms(self, header: str, target: str):
        assert target_of(header) == target


class TestAttributes:
    def test_are_known_by_key_label_and_full_name(self):
        attributes = {"badge": ("Badge number", "Numéro de badge")}
        for header in ("badge", "BADGE", "badge number", "numero de badge", "attribute:badge"):
            assert recognise([header], attributes, []).columns[0].target == "attribute:badge"

    def test_go_before_what_a_word_means_elsewhere(self):
        attributes = {
            "mail": ("Letter box", "Boîte"),
            "function": ("Function", "Fonction"),
            "title": ("Title", "Titre"),
        }
        targets = [column.target for column in recognise(["mail", "email", "Title"], attributes, []).columns]
        assert targets == ["attribute:mail", "email", "attribute:title"]

    def test_do_not_go_before_the_platforms_own_words(self):
        attributes = {"private": ("Email", "Nom"), "user_name": ("Nick", "Surnom")}
        targets = [
            column.target for column in recognise(["Email", "Nom", "username", "user_name"], attributes, []).columns
        ]
        assert targets == ["email", "last_name", "username", "attribute:user_name"]

    def test_that_a_site_does_not_have_are_unknown(self):
        column = recognise(["Job title"], {}, []).columns[0]
        assert (column.target, column.known) == ("", False)

    @given(st.sets(KEYS))
    def test_whatever_their_keys_are_a_file_of_this_product_is_read_by_them(self, keys: set[str]):
        attributes = dict.fromkeys(keys, ("Email", "Nom"))
        mapping = recognise([*TARGETS, *keys], attributes, [["x"] * (len(TARGETS) + len(keys))])
        targets = [column.target for column in mapping.columns]
        assert targets == [*TARGETS, *(f"attribute:{key}" for key in keys)]


class TestTwice:
    def test_the_first_is_taken_and_the_second_ignored(self):
        first, second = known(["E-mail", "email"]).mapping.columns
        assert (first.target, first.note) == ("email", Note.NONE)
        assert (second.target, second.note, second.known) == ("", Note.TWICE, True)

    def test_names_go_before_a_full_name(self):
        assert known(["Name", "Last name"]).targets == {"Last name": "last_name"}
        assert known(["Nom complet"]).mapping.columns[0].reading is Reading.FULL_NAME

    def test_an_email_goes_before_a_username_that_is_one(self):
        both = known(["username", "email"], ["jean@example.org", "jean.martin@example.org"])
        assert both.targets == {"email": "email"}
        assert both.column("username").note is Note.ADDRESS
        assert known(["username"], ["jean@example.org"]).targets == {"username": "email"}

    def test_a_username_that_is_one_for_some_only_stays_the_username(self):
        assert known(["username"], ["jean@example.org"], ["jean.martin"]).targets == {"username": "username"}


class TestNothing:
    @pytest.mark.parametrize(
        "header",
        [
            *("id", "ID", "user_id", "password_hash", "Password hash", "is_admin", "isAdmin", "admin", "joined_at"),
            *("joinedAt", "is_external", "source", "version", "search", "name_key", "created_at", "createdAt"),
            *("first_login_at", "enrolled_at", "theme", "last_login_key", "first_name_key", "password_is_temporary"),
        ],
    )
    def test_is_what_the_platform_keeps_itself(self, header: str):
        column = known([header]).mapping.columns[0]
        assert (column.target, column.known) == ("", True)
        assert column.note in {Note.INTERNAL, Note.SECRET}

    @pytest.mark.parametrize("header", ["credentials.0.secretData", "passwordSalt", "API token", "Password policies"])
    def test_is_what_is_secret(self, header: str):
        column = known([header]).mapping.columns[0]
        assert (column.target, column.note, column.is_secret) == ("", Note.SECRET, True)

    @pytest.mark.parametrize("header", ["Shoe size", "", "#", "T" * 10_000, "Secrétaire", "鞋码"])
    def test_is_known_of_other_columns(self, header: str):
        column = known([header]).mapping.columns[0]
        assert (column.header, column.target, column.note, column.known) == (header, "", Note.NONE, False)

    def test_is_said_of_the_reasons_in_a_file_of_refused_rows(self):
        column = known(["error"]).mapping.columns[0]
        assert (column.target, column.note, column.known) == ("", Note.NONE, True)

    @given(
        st.lists(st.text() | st.sampled_from(["id", "is_admin", "Name", "login", "groups", "status", "[READ ONLY]"]))
    )
    def test_else_can_ever_be_set(self, headers: list[str]):
        mapping = recognise(headers, BUILT_IN, [["x"] * len(headers)])
        claims = [target for column in mapping.columns for target in column.claims]
        assert SETTABLE.issuperset(claims)
        assert len(claims) == len(set(claims))
        assert isinstance(reader(mapping)(["x"] * len(headers)), dict)


class TestStatus:
    """A status may be anything: its cells tell."""

    @pytest.mark.parametrize("cells", [("Active", "Suspended"), ("actif", "Désactivé"), ("1", "", "0")])
    def test_that_says_who_is_enabled_is_taken(self, cells: tuple[str, ...]):
        assert target_of("Statut", *cells) == "enabled"

    @pytest.mark.parametrize("cells", [(), ("",), ("Active", "Married"), ("Texas",)])
    def test_of_another_kind_is_left_to_people(self, cells: tuple[str, ...]):
        assert target_of("State", *cells) == ""


def test_rows_shorter_than_the_header_tell_what_they_can():
    mapping: Mapping = recognise(["email", "status"], {}, [["a@example.org"], [], ["b@example.org", "active"]])
    assert [column.target for column in mapping.columns] == ["email", "enabled"]
