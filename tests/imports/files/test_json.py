"""Users in JSON: nested and listed in any of the ways products export them."""

import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from admin_dashboard.imports.files import Format, Limits, Record, Shape, UnreadableFile, header, records
from admin_dashboard.imports.files.json_text import MOST_AT_ONCE

from .conftest import Writing
from .making import FIXTURES, LIMITS, found, shape_of, table

JSON = Shape(format=Format.JSON)
LINES = Shape(format=Format.JSONL)


class TestFormats:
    @pytest.mark.parametrize(
        "text", ['[{"a": 1}]', ' [ {"a": 1} ] ', '{"users": [{"a": 1}]}', '{"x": {}, "Users": [{"a": 1}]}']
    )
    def test_a_list_of_users(self, write: Writing, text: str):
        path = write(text)
        assert shape_of(path).format is Format.JSON
        assert table(path) == [["a"], ["1"]]

    @pytest.mark.parametrize("text", ['{"a": 1}\n{"a": 2}\n', '{"a": 1}{"a": 2}', '{"a":\n1\n}\n\n{"a": 2}'])
    def test_users_one_after_another(self, write: Writing, text: str):
        path = write(text)
        assert shape_of(path).format is Format.JSONL
        assert table(path) == [["a"], ["1"], ["2"]]

    @pytest.mark.parametrize("text", ["[]", '{"users": []}', "[{}]"])
    def test_no_users(self, write: Writing, text: str):
        with pytest.raises(UnreadableFile, match="The file is empty"):
            table(write(text))

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
    def test_in_any_encoding(self, write: Writing, encoding: str):
        assert table(write('[{"name": "Zoë"}]'.encode(encoding))) == [["name"], ["Zoë"]]

    @pytest.mark.parametrize("text", ["[name],email\nx,y\n", "{name};x\ny;z\n"])
    def test_brackets_alone_are_none(self, write: Writing, text: str):
        assert shape_of(write(text)).format is Format.CSV


class TestProducts:
    def test_keycloak(self):
        rows = table(FIXTURES / "keycloak_realm.json")
        marie, jean = (dict(zip(rows[0], row, strict=True)) for row in rows[1:])
        assert (marie["attributes.department"], marie["attributes.phone"]) == ("Sales", "1;2")
        assert (marie["realmRoles"], marie["createdTimestamp"]) == ("default-roles-example;help desk", "1763769600000")
        assert (marie["credentials.type"], marie["credentials.temporary"], marie["groups"]) == ("password", "true", "")
        assert (jean["enabled"], jean["email"], jean["firstName"], jean["attributes.locale"]) == ("false", "", "", "fr")

    def test_mattermost(self):
        path = FIXTURES / "mattermost.jsonl"
        rows = table(path)
        assert [record.line for record in found(path)] == [3, 5]
        assert rows[0] == [
            *("username", "email", "first_name", "last_name", "locale"),
            *("teams.name", "teams.roles", "notify_props.desktop"),
        ]
        assert rows[1][4:7] == ["fr", "sales;all", "team_user;team_admin"]

    def test_scim(self):
        rows = table(FIXTURES / "scim.json")
        assert dict(zip(*rows, strict=True)) == {
            "userName": "marie.dupont",
            "name.givenName": "Marie",
            "name.familyName": "Dupont",
            "active": "true",
            "emails.value": "marie.dupont@example.org;marie@home.example.org",
            "emails.primary": "true",
        }


class TestRecords:
    def test_have_the_names_of_all_users(self, write: Writing):
        path = write('[{"b": "1"}, {"a": "2", "b": "3"}, {"c": null}]')
        assert table(path) == [["b", "a", "c"], ["1", "", ""], ["3", "2", ""]]

    def test_are_numbered_in_a_list(self, write: Writing):
        assert [record.line for record in found(write('[\n\n{"a": "1"},\n{"a": ""},\n{"a": "3"}]'))] == [1, 3]

    def test_are_named_by_their_line_otherwise(self, write: Writing):
        assert [record.line for record in found(write('\n{"a": "1"}\r\n\r\n{"a": "2"}'))] == [2, 4]

    def test_keep_numbers_as_written(self, write: Writing):
        numbers = "42", "-4.20", "1e3", "9" * 5000
        path = write(f'[{{"a": [{", ".join(numbers)}]}}]')
        assert found(path)[0].cells == [";".join(numbers)]

    def test_name_what_is_new_to_a_known_header_as_surplus(self, write: Writing):
        path = write('[{"a": "1", "b": "2"}]')
        assert list(records(path, JSON, LIMITS, ["a"])) == [Record(1, ["1"], surplus=1)]

    def test_hold_no_half_letters(self, write: Writing):
        path = write(r'[{"a\ud800": "x\udc00y\u0000", "b": "\ud83d\ude00"}]')
        assert table(path) == [["a\ufffd", "b"], ["x\ufffdy\ufffd", "😀"]]

    def test_cut_what_is_too_long(self, write: Writing):
        path = write(json.dumps([{"a": "x" * 1_000_000, "b": "y"}]))
        assert found(path) == [Record(1, ["x" * 10_000, "y"], too_long=(0,))]


class TestRefusals:
    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ('[{"a": 1},\n{"a": }]', "Line 2 is not valid JSON"),
            ('[{"a": 1}\n\n{"a": 2}]', "Line 3 is not valid JSON"),
            ('{"users": [{"a": 1},\n', "Line 2 is not valid JSON"),
            ('{"users": 3', "Line 1 is not valid JSON"),
            ('{"x": [1, "\\', "Line 1 is not valid JSON"),
            ('{"a": 1}\n{"a": "x', "Line 2 is not valid JSON"),
            ('{"a": 1}\n{"a": tru', "Line 2 is not valid JSON"),
            ('{"a": 1}\n12', "Entry 2 is not a user"),
            ('[{"a": 1}, "b"]', "Entry 2 is not a user"),
            ('[{"a": ' + "[" * 100_000, "begins in line 1 has too many levels"),
            ('[{"a": ' + "[" * 30 + "]" * 30 + "}]", "too many levels"),
            ('{"a": "' + "x" * 2 * MOST_AT_ONCE + '"}', "takes more than"),
        ],
    )
    def test_say_what_is_wrong_and_where(self, write: Writing, text: str, sentence: str):
        with pytest.raises(UnreadableFile, match=sentence):
            table(write(text))

    def test_of_a_document_without_users(self, write: Writing):
        with pytest.raises(UnreadableFile, match="No list of users"):
            header(write('{"a": {"users": []}}'), JSON, LIMITS)

    def test_of_too_many_columns(self, write: Writing):
        with pytest.raises(UnreadableFile, match="Line 2 has more than 500 columns"):
            table(write(json.dumps([{"a": 1}, {f"c{n}": n for n in range(500)}])))

    def test_of_too_many_users(self, write: Writing):
        path = write('{"a": 1}\n' * 11)
        with pytest.raises(UnreadableFile, match="more than 10 rows"):
            found(path, Limits(bytes=1000, rows=10, columns=1, cell=10))


TEXTS = st.text(max_size=20)
FLAT = st.dictionaries(st.text("abcdé. ", min_size=1, max_size=3), TEXTS, min_size=1, max_size=4)
WRITERS: list[Callable[[list[dict[str, str]]], str]] = [
    json.dumps,
    lambda users: json.dumps({"before": [users, '"[{'], "users": users, "after": 1}, indent=1, ensure_ascii=False),
    lambda users: "\n".join(json.dumps(user, ensure_ascii=False) for user in users),
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(users=st.lists(FLAT, min_size=1, max_size=5), writer=st.sampled_from(WRITERS))
def test_any_users_come_back(write: Writing, users: list[dict[str, str]], writer: Callable[..., str]):
    path = write(writer(users))
    shape = LINES if writer is WRITERS[2] else JSON
    names = list(dict.fromkeys(name for user in users for name in user))
    rows = [[user.get(name, "").replace("\0", "\ufffd") for name in names] for user in users]
    assert header(path, shape, LIMITS) == names
    assert [record.cells for record in records(path, shape, LIMITS)] == [row for row in rows if "".join(row).strip()]
