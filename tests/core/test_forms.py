import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from admin_dashboard.core.errors import InvalidInput
from admin_dashboard.core.fields import PersonName
from admin_dashboard.core.forms import Command, parse
from admin_dashboard.core.i18n import LANGUAGES
from admin_dashboard.users.commands import CreateUser, EditUser, SetPassword
from tests.users.acting import ELEONORE, GOOD_PASSWORD


class Greet(Command):
    name: PersonName
    times: int = Field(default=1)


def refused(raw: dict[str, Any], command: type[Command] = Greet) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refusal:
        parse(command, raw)
    return {name: str(text) for name, text in refusal.value.fields.items()}


class TestParse:
    def test_cleans_every_field(self):
        assert parse(Greet, {"name": "  Marie  ", "times": "3"}) == Greet(name="Marie", times=3)

    def test_tells_one_sentence_a_field(self):
        assert refused({"name": "M4rie", "times": "often"}) == {
            "name": "Numbers are not allowed in a name.",
            "times": "This value is not valid.",
        }

    def test_tells_what_is_missing(self):
        assert refused({}) == {"name": "Please fill this in."}

    @pytest.mark.parametrize(
        "name", ["id", "password_hash", "is_admin", "joined_at", "source", "is_external", "search"]
    )
    def test_refuses_unknown_and_privileged_fields(self, name: str):
        assert refused({**ELEONORE, name: "1"}, CreateUser) == {name: "This field cannot be set."}

    def test_carries_each_sentence_in_every_language(self):
        with pytest.raises(InvalidInput) as refusal:
            parse(Greet, {"name": "Li"})
        assert all("3" in refusal.value.fields["name"].in_language(language) for language in LANGUAGES)

    @given(
        st.dictionaries(st.text(max_size=5) | st.sampled_from(["name", "times"]), st.none() | st.text() | st.integers())
    )
    def test_never_fails_otherwise(self, raw: dict[str, Any]):
        with contextlib.suppress(InvalidInput):
            assert parse(Greet, raw).name


class TestUserCommands:
    @pytest.mark.parametrize("name", list(ELEONORE))
    def test_all_fields_of_a_new_user_are_mandatory(self, name: str):
        assert refused({**ELEONORE, name: ""}, CreateUser) == {name: "Please fill this in."}
        assert set(refused({k: v for k, v in ELEONORE.items() if k != name}, CreateUser)) == {name}

    def test_the_username_cannot_be_edited(self):
        asked = {"user_id": 1, "version": 1, "first_name": "Marie", "last_name": "Dupont", "email": "m@example.org"}
        assert refused({**asked, "username": "marie.duval"}, EditUser) == {"username": "This field cannot be set."}

    def test_never_show_a_password(self):
        commands = (parse(CreateUser, ELEONORE), parse(SetPassword, {"user_id": 1, "password": GOOD_PASSWORD}))
        assert all(GOOD_PASSWORD not in repr(command) for command in commands)
