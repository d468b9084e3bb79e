"""Files of other systems are understood as they come."""

from dataclasses import replace

import pytest

from admin_dashboard.imports.columns import Dialect, Note, Reading, column_note, reader

from .files import FOLDER, file, known

ELEONORE = {"first_name": "Éléonore", "last_name": "D'Arc", "email": "eleonore.darc@example.org"}
JEAN = {"first_name": "Jean", "last_name": "Martin", "email": "jean.martin@example.org"}


class TestEveryDialect:
    @pytest.mark.parametrize("name", [path.stem for path in FOLDER.glob("*.csv")])
    def test_is_known_by_name(self, name: str):
        assert file(name).mapping.dialect == name.removesuffix("_french")

    @pytest.mark.parametrize("name", [path.stem for path in FOLDER.glob("*.csv")])
    def test_tells_people_apart_and_sets_no_password(self, name: str):
        users = [user for user in file(name).users() if user]
        assert [user["email"] for user in users] == [ELEONORE["email"], JEAN["email"]]
        assert all("password" not in user for user in users)

    def test_of_nobody_known_is_another_file(self):
        assert known(["Prénom", "Nom", "Mél", "Couleur"]).mapping.dialect is Dialect.OTHER


class TestOwn:
    def test_every_column_is_what_its_key_says(self):
        targets = file("own").targets
        assert all(target.removeprefix("attribute:") == header for header, target in targets.items())
        assert len(targets) == 15

    def test_says_what_the_file_says(self):
        eleonore, jean = file("own").users()
        assert eleonore["roles"] == "auditor;help_desk@Paris"
        assert eleonore["attribute:phone"] == "+33 1 23 45 67 89"
        assert jean.keys() == {*JEAN, "username", "enabled", "invite", "attribute:function", "attribute:organization"}

    @pytest.mark.parametrize(
        "headers", [["Username", "First name", "Last name", "Email"], ["Nom d’utilisateur", "Prénom", "Nom", "E-mail"]]
    )
    def test_is_known_by_its_labels_too(self, headers: list[str]):
        assert known(headers).mapping.dialect is Dialect.OWN
        assert list(known(headers).targets.values()) == ["username", "first_name", "last_name", "email"]


class TestMeeds:
    def test_columns(self):
        assert file("meeds").targets == {
            "userName": "username",
            "firstName": "first_name",
            "lastName": "last_name",
            "password": "password",
            "email": "email",
            "groups": "roles",
            "timeZone": "attribute:time_zone",
            "company": "attribute:organization",
            "position": "attribute:function",
            "enabled": "enabled",
            "onboardUser": "invite",
        }
        assert not file("meeds").column("aboutMe").known

    def test_groups_give_roles_and_an_undecided_one_is_named(self):
        eleonore, jean = file("meeds").users()
        assert eleonore["roles"] == "administrator"
        assert "groups" not in eleonore
        assert "roles" not in jean
        assert jean["groups"] == "/spaces/marketing"

    def test_is_known_without_the_columns_only_meeds_has(self):
        headers = ["userName", "firstName", "lastName", "password", "email", "groups"]
        assert known(headers).mapping.dialect is Dialect.MEEDS


class TestGoogleWorkspace:
    def test_columns(self):
        assert file("google").targets == {
            "First Name [Required]": "first_name",
            "Last Name [Required]": "last_name",
            "Email Address [Required]": "email",
            "Password [Required]": "password",
            "Work Phone": "attribute:phone",
            "Employee Title": "attribute:function",
            "New Status [UPLOAD ONLY]": "enabled",
        }

    def test_read_only_columns_are_dropped(self):
        dropped = [column.header for column in file("google").mapping.columns if column.note is Note.READ_ONLY]
        assert len(dropped) == 7
        assert all(header.endswith("[READ ONLY]") for header in dropped)

    def test_a_hidden_password_stays_as_it_is(self):
        google = file("google")
        used = reader(replace(google.mapping, passwords="use"))
        assert [used(row) for row in google.rows] == google.users()

    def test_passwords_that_are_hashes_are_not_taken(self):
        headers = ["Email Address [Required]", "Password [Required]", "Password Hash Function [UPLOAD ONLY]"]
        google = known(headers, ["jean.martin@example.org", "5f4dcc3b5aa765d61d8327deb882cf99", "MD5"])
        assert google.column("Password [Required]").note is Note.HASHED
        assert google.targets == {"Email Address [Required]": "email"}

    def test_says_who_is_suspended(self):
        _eleonore, jean = file("google").users()
        assert jean == {**JEAN, "attribute:function": "Clerk", "enabled": "Suspended"}


class TestOkta:
    def test_a_login_that_is_an_address_is_no_username(self):
        okta = file("okta")
        assert okta.column("login").note is Note.ADDRESS
        assert okta.mapping.key == "email"
        assert okta.users()[0]["language"] == "fr-FR"

    def test_so_it_is_where_no_row_tells(self):
        assert known(["login", "firstName", "lastName"]).targets["login"] == "email"

    def test_a_login_that_is_none_is_the_username(self):
        okta = known(["login", "firstName", "lastName", "email"], ["jean.martin", "Jean", "Martin", ""])
        assert okta.targets["login"] == "username"

    def test_a_status_says_who_is_enabled(self):
        headers = ["login", "firstName", "lastName", "status"]
        okta = known(
            headers, ["j@example.org", "Jean", "Martin", "ACTIVE"], ["e@example.org", "E", "D", "DEPROVISIONED"]
        )
        assert okta.targets["status"] == "enabled"


class TestKeycloak:
    HEADERS = (
        *("id", "createdTimestamp", "username", "enabled", "totp", "emailVerified", "firstName", "lastName", "email"),
        *("attributes.department", "attributes.locale", "attributes.phoneNumber", "credentials", "requiredActions"),
        *("realmRoles", "notBefore", "groups"),
    )

    def test_columns(self):
        keycloak = known(self.HEADERS)
        assert keycloak.mapping.dialect is Dialect.KEYCLOAK
        assert [column.target for column in keycloak.mapping.columns if column.target] == [
            *("username", "enabled", "first_name", "last_name", "email", "language", "attribute:phone", "roles"),
        ]
        assert keycloak.column("id").note is Note.INTERNAL
        assert keycloak.column("credentials").is_secret

    def test_roles_of_the_realm_give_roles(self):
        keycloak = known(["username", "email", "realmRoles"], ["a.b", "", "default-roles-demo;offline_access;staff"])
        assert keycloak.users() == [{"username": "a.b", "groups": "staff"}]


class TestMattermost:
    HEADERS = (
        *("type", "user.username", "user.email", "user.auth_service", "user.nickname", "user.first_name"),
        *("user.last_name", "user.position", "user.roles", "user.locale", "user.password"),
    )

    def test_columns(self):
        mattermost = known(self.HEADERS)
        assert mattermost.mapping.dialect is Dialect.MATTERMOST
        assert [column.target for column in mattermost.mapping.columns if column.target] == [
            *("username", "email", "first_name", "last_name", "attribute:function", "roles", "language", "password"),
        ]

    def test_roles_stand_in_one_cell_as_words(self):
        mattermost = known(["user.username", "user.email", "user.roles"], ["a.b", "", "system_user system_admin"])
        assert mattermost.users() == [{"username": "a.b", "roles": "administrator"}]


class TestMoodle:
    def test_who_is_suspended_is_disabled(self):
        assert [user["enabled"] for user in file("moodle").users()] == ["yes", "no"]

    def test_columns(self):
        assert file("moodle").targets == {
            "username": "username",
            "password": "password",
            "firstname": "first_name",
            "lastname": "last_name",
            "email": "email",
            "lang": "language",
            "institution": "attribute:organization",
            "city": "attribute:location",
            "timezone": "attribute:time_zone",
            "phone1": "attribute:phone",
            "suspended": "enabled",
        }


class TestDiscourse:
    def test_a_full_name_is_parted_with_a_warning(self):
        discourse = file("discourse_users")
        assert discourse.column("name").reading is Reading.FULL_NAME
        assert "parted at the last blank" in str(column_note(discourse.column("name")))
        assert [(user["first_name"], user["last_name"]) for user in discourse.users()] == [
            ("Éléonore", "D'Arc"),
            ("Jean Luc", "Martin"),
        ]

    def test_nobody_becomes_an_administrator_by_a_column(self):
        assert file("discourse_users").column("admin").note is Note.INTERNAL

    def test_invitations_name_groups(self):
        assert file("discourse_invites").users() == [
            {"email": "eleonore.darc@example.org", "groups": "staff;cartographers"},
            {"email": "jean.martin@example.org", "groups": "cartographers"},
        ]
