"""Who is in an export, and what stands there of them."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from admin_dashboard.core.errors import NotAllowed
from admin_dashboard.core.permissions import NOBODY, SYSTEM, Permission
from admin_dashboard.core.spreadsheet import parted
from admin_dashboard.db.engine import engine
from admin_dashboard.exports import people
from admin_dashboard.models import AttributeType, User
from admin_dashboard.selection.selection import NOTHING, Selection
from admin_dashboard.users.listing import Connection, Filters, ListUsers, State
from tests.conftest import WorkAs
from tests.factories import NOW, give_value, grant, make_attribute, make_space, make_user
from tests.users.acting import holder

from .exporting import EVERYBODY, exported, head_for, open_work

P = Permission


@pytest.fixture
def marie(database: str, work_as: WorkAs) -> User:
    """Somebody of whom everything is known."""
    with work_as() as work:
        session = work.session
        user = make_user(session, username="marie.dupont", first_name="Marie", last_name="D'Arc", language="fr")
        paris, lyon = make_space(session, "Paris; centre", user), make_space(session, "Lyon", user)
        for role, space in (("help_desk", paris), ("auditor", None), ("space_manager", lyon)):
            grant(session, user, role, space.id if space else None)
        make_attribute(session, "badge", type=AttributeType.NUMBER)
        give_value(session, user, "badge", "12.5")
        return user


def usernames(selection: Selection, **how: Any) -> list[str]:
    return [row["username"] for row in exported(selection, **how)]


def make_people(session: Session, count: int) -> list[int]:
    return [make_user(session, username=f"jane.doe-{number}").id or 0 for number in range(count)]


class TestRow:
    def test_says_all_that_the_import_reads(self, marie: User) -> None:
        [row] = exported(EVERYBODY)
        assert {column: text for column, text in row.items() if text} == {
            "username": "marie.dupont",
            "first_name": "Marie",
            "last_name": "D'Arc",
            "email": marie.email,
            "language": "fr",
            "enabled": "yes",
            "roles": 'auditor;"help_desk@Paris; centre";space_manager@Lyon',
            "spaces": 'Lyon;"Paris; centre"',
            "badge": "12.5",
        }

    def test_names_roles_and_spaces_so_that_they_are_read_back(self, marie: User) -> None:
        [row] = exported(EVERYBODY)
        assert parted(row["roles"]) == ["auditor", "help_desk@Paris; centre", "space_manager@Lyon"]
        assert parted(row["spaces"]) == ["Lyon", "Paris; centre"]

    def test_leaves_empty_what_there_is_not(self, database: str, work_as: WorkAs) -> None:
        with work_as() as work:
            make_user(work.session, username="jane.doe", is_enabled=False)
        [row] = exported(EVERYBODY)
        assert (row["language"], row["enabled"], row["roles"], row["spaces"]) == ("", "no", "", "")

    @pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "＝1", "＋1", "－1", "＠x", "\t=1", "'=1", '"=1'])
    def test_computes_nothing(self, database: str, work_as: WorkAs, name: str) -> None:
        with work_as() as work:
            make_user(work.session, username="jane.doe", first_name=name)
            make_space(work.session, name, work.session.exec(select(User)).one())
        [row] = exported(EVERYBODY)
        assert row["first_name"] == f"'{name}"
        assert row["spaces"].startswith("'")

    def test_never_holds_what_opens_a_door(self, marie: User) -> None:
        assert {"password", "password_hash", "id"} & set(head_for()) == set()


class TestSelection:
    def test_of_some_is_those(self, database: str, work_as: WorkAs) -> None:
        with work_as() as work:
            first, _second, third = make_people(work.session, 3)
        assert usernames(NOTHING.tick([third, first])) == ["jane.doe-0", "jane.doe-2"]

    def test_of_all_who_match_is_them_but_for_the_exceptions(self, database: str, work_as: WorkAs) -> None:
        with work_as() as work:
            ids = make_people(work.session, 4)
            make_user(work.session, username="not.her", first_login_at=NOW)
        never = Selection.of_all(ListUsers("doe", Filters(connection=frozenset({Connection.NEVER}))))
        assert usernames(never.untick([ids[1]])) == ["jane.doe-0", "jane.doe-2", "jane.doe-3"]

    def test_of_enabled_users_leaves_the_disabled_out(self, database: str, work_as: WorkAs) -> None:
        with work_as() as work:
            make_user(work.session, username="jane.here")
            make_user(work.session, username="jane.gone", is_enabled=False)
        assert usernames(Selection.of_all(ListUsers())) == ["jane.here"]
        assert usernames(Selection.of_all(ListUsers(filters=Filters(state=State.DISABLED)))) == ["jane.gone"]

    @pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
    def test_is_whole_whatever_the_page(self, database: str, work_as: WorkAs, size: int) -> None:
        with work_as() as work:
            make_people(work.session, 7)
        assert usernames(EVERYBODY, size=size) == [f"jane.doe-{number}" for number in range(7)]

    def test_of_nobody_is_a_head(self, database: str) -> None:
        assert exported(EVERYBODY) == []


class TestReader:
    """Sees in a file what the list shows them, and no more."""

    VIEW = (P.USERS_VIEW, P.USERS_EXPORT)

    def test_without_the_right_gets_neither_roles_nor_spaces(self, marie: User) -> None:
        [row] = exported(EVERYBODY, holder(*self.VIEW))
        assert row["username"] == "marie.dupont"
        assert {"roles", "spaces"} & row.keys() == set()

    def test_with_the_right_gets_them(self, marie: User) -> None:
        [row] = exported(EVERYBODY, holder(*self.VIEW, P.ROLES_VIEW, P.SPACES_VIEW))
        assert (row["roles"] > "", row["spaces"] > "") == (True, True)

    def test_gets_nobody_by_a_filter_they_may_use_no_longer(self, marie: User) -> None:
        of_role = Selection.of_all(ListUsers(filters=Filters(roles=frozenset({"auditor"}))))
        assert usernames(of_role) == ["marie.dupont"]
        assert usernames(of_role, actor=holder(*self.VIEW)) == []

    @pytest.mark.parametrize("rights", [(), (P.USERS_VIEW,), (P.USERS_EXPORT,)])
    def test_who_may_not_see_or_export_gets_nothing(self, marie: User, rights: tuple[Permission, ...]) -> None:
        reader = holder(*rights) if rights else replace(NOBODY, id=1)
        with pytest.raises(NotAllowed):
            exported(EVERYBODY, reader)


def test_a_page_is_there_before_the_next_is_read(database: str, work_as: WorkAs) -> None:
    with work_as() as work:
        make_people(work.session, 30)
    statements: list[str] = []
    event.listen(engine(), "before_cursor_execute", lambda *args: statements.append(args[2]))
    read = [
        sum("LIMIT" in text for text in statements) for _page in people.pages(open_work, SYSTEM, EVERYBODY, (), size=10)
    ]
    assert read == [1, 2, 3]
