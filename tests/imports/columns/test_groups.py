"""Groups of another system give roles as far as somebody has said which."""

from dataclasses import replace

import pytest

from admin_dashboard.imports.columns import (
    MOST_GROUPS,
    Column,
    Dialect,
    Mapping,
    Reading,
    groups_in,
    reader,
    with_groups,
)

from .files import ROLES

GROUPS = Mapping(Dialect.MEEDS, (Column("userName", "username"), Column("groups", "roles", Reading.GROUPS)))
WORDS = replace(GROUPS, columns=(Column("user.roles", "roles", Reading.GROUP_WORDS),))


class TestGroupsIn:
    @pytest.mark.parametrize(
        ("cell", "groups"),
        [
            (
                "member:/platform/users;manager:/platform/administrators",
                ["/platform/users", "/platform/administrators"],
            ),
            ("*:/platform/users; member:/platform/users ;;", ["/platform/users"]),
            ("/Sales team;staff;a:b", ["/Sales team", "staff", "a:b"]),
            ("", []),
            ("****", []),
        ],
    )
    def test_are_told_by_their_path(self, cell: str, groups: list[str]):
        assert groups_in(GROUPS, [["a.b", cell]]) == groups

    def test_each_is_named_once_in_the_order_of_the_file(self):
        assert groups_in(GROUPS, [["a.b", "x;y"], ["c.d", "z;x"], ["e.f", ""]]) == ["x", "y", "z"]

    def test_are_no_more_than_can_be_decided_about(self):
        rows = (["a.b", f"group-{number};shared"] for number in range(MOST_GROUPS * 3))
        assert len(groups_in(GROUPS, rows)) == MOST_GROUPS
        assert next(rows)[1] == f"group-{MOST_GROUPS - 1};shared"

    def test_may_be_words(self):
        assert groups_in(WORDS, [["system_user  system_admin"]]) == ["system_user", "system_admin"]

    @pytest.mark.parametrize("columns", [(Column("roles", "roles"),), (Column("x"),)])
    def test_are_none_where_no_column_holds_them(self, columns: tuple[Column, ...]):
        assert groups_in(replace(GROUPS, columns=columns), [["auditor"]]) == []


class TestUsualRoles:
    def test_are_given_where_the_site_has_the_role(self):
        names = ["/platform/administrators", "/platform/delegated", "/platform/users", "/spaces/x"]
        assert with_groups(GROUPS, names, ROLES).groups == {
            "/platform/administrators": "administrator",
            "/platform/delegated": "user_manager",
            "/platform/users": "",
        }
        assert with_groups(GROUPS, names, []).groups == {"/platform/users": ""}

    def test_do_not_go_before_what_somebody_chose(self):
        decided = replace(GROUPS, groups={"/platform/administrators": "", "/spaces/x": "auditor"})
        assert with_groups(decided, ["/platform/administrators"], ROLES).groups == decided.groups


class TestRow:
    def read(self, cell: str, **groups: str) -> dict[str, str]:
        return reader(replace(GROUPS, groups=groups))(["a.b", cell])

    def test_has_the_role_of_each_group_once(self):
        assert self.read("x;y;z", x="auditor", y="help_desk", z="auditor")["roles"] == "auditor;help_desk"

    def test_names_the_groups_nobody_has_decided_about(self):
        assert self.read("x;y;z", x="", z="auditor") == {"username": "a.b", "roles": "auditor", "groups": "y"}

    def test_says_nothing_where_all_give_none(self):
        assert self.read("member:/platform/users", **{"/platform/users": ""}) == {"username": "a.b"}
