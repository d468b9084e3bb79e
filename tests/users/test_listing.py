"""The list of users."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import delete, update

from admin_dashboard.core.errors import NotAllowed
from admin_dashboard.core.permissions import NOBODY, Actor, Permission
from admin_dashboard.db.engine import engine
from admin_dashboard.models import Delivery, Space, User
from admin_dashboard.roles.queries import GrantedRole
from admin_dashboard.users.listing import Filters, ListUsers, SortColumn, count_exact, list_users
from admin_dashboard.users.writing import prepare
from tests.conftest import WorkAs
from tests.factories import NOW, grant, make_administrator, make_invitation, make_message, make_user

HOSTILE = [
    '"',
    "'; DROP TABLE users; --",
    "NEAR(mar dup, 2)",
    "* OR document:x",
    "mar*",
    "^mar",
    "-mar",
    "{document}: mar",
    "a\x00b \x00",
    "\ud800 half",
    "%%% ___ \\\\\\",
    "EXT NEV UNE",
    "x" * 10_000,
    "mar " * 3_000,
    "\U0001f600\U0001f600\U0001f600",
]


def names(work_as: WorkAs, text: str = "", **query: object) -> list[str]:
    with work_as() as work:
        return [row.username for row in list_users(work, ListUsers(text=text, **query)).rows]  # type: ignore[arg-type]


@pytest.fixture
def eleonore(database: str, work_as: WorkAs) -> int:
    """Éléonore D'Arc, beside somebody else."""
    with work_as() as work:
        make_user(work.session, username="zoe.blanc", first_name="Zoé", last_name="Blanc")
        user = make_user(work.session, username="eleonore.darc", first_name="Éléonore", last_name="D'Arc")
        return user.id or 0


class TestSearch:
    @pytest.mark.parametrize("text", ["e", "él", "dar", "ELEO D'A", "nore", "darc@exa", "d eleonore"])
    def test_finds_eleonore_darc(self, eleonore: int, work_as: WorkAs, text: str) -> None:
        assert names(work_as, text) == ["eleonore.darc"]

    @pytest.mark.parametrize("text", ["l", "rc", "eleonore zoe", "darcy"])
    def test_does_not_find_what_does_not_fit(self, eleonore: int, work_as: WorkAs, text: str) -> None:
        assert "eleonore.darc" not in names(work_as, text)

    @pytest.mark.parametrize("text", HOSTILE)
    def test_takes_hostile_text_as_mere_text(self, eleonore: int, work_as: WorkAs, text: str) -> None:
        with work_as() as work:
            page = list_users(work, ListUsers(text=text))
            assert (page.rows, page.total) == ([], 0)
            assert count_exact(work, ListUsers(text=text)) == 0

    def test_follows_a_rename(self, eleonore: int, work_as: WorkAs) -> None:
        with work_as() as work:
            user = work.session.get_one(User, eleonore)
            user.first_name = "Jeanne"
            prepare(user, NOW)
        assert names(work_as, "jeanne") == ["eleonore.darc"]
        assert names(work_as, "éléonore jeanne") == ["eleonore.darc"]
        assert (user.version, user.updated_at) == (2, NOW)

    def test_forgets_a_deleted_user(self, eleonore: int, work_as: WorkAs) -> None:
        with work_as() as work:
            work.session.exec(delete(User).where(User.id == eleonore))  # type: ignore[arg-type]
        assert names(work_as, "dar") == []
        assert names(work_as, "b") == ["zoe.blanc"]


class TestFilters:
    @pytest.mark.parametrize(
        ("change", "filter_name"),
        [
            ({"first_login_at": NOW}, "connected"),
            ({"enrolled_at": NOW}, "enrolled"),
            ({"is_external": True}, "external"),
            ({"is_external": True}, "not_possible"),
            ({"first_login_at": NOW}, "not_possible"),
        ],
    )
    def test_follow_a_change(self, eleonore: int, work_as: WorkAs, change: dict, filter_name: str) -> None:
        filters = Filters.named([filter_name])
        assert names(work_as, filters=filters) == []
        with work_as() as work:
            work.session.exec(update(User).where(User.id == eleonore).values(change))  # type: ignore[arg-type]
        assert names(work_as, filters=filters) == names(work_as, "e", filters=filters) == ["eleonore.darc"]

    def test_show_enabled_users_unless_told_otherwise(self, eleonore: int, work_as: WorkAs) -> None:
        with work_as() as work:
            work.session.get_one(User, eleonore).is_enabled = False
        assert names(work_as) == ["zoe.blanc"]
        assert names(work_as, filters=Filters.named([], "disabled")) == ["eleonore.darc"]
        assert names(work_as, filters=Filters.named([], "any")) == ["zoe.blanc", "eleonore.darc"]

    def test_refuse_a_name_that_means_nothing(self) -> None:
        with pytest.raises(ValueError, match="no such filter: tall"):
            Filters.named(["external", "tall"])


class TestPaging:
    @pytest.fixture(autouse=True)
    def users(self, database: str, work_as: WorkAs) -> list[int]:
        with work_as() as work:
            return [make_user(work.session, username=f"user.{n:03}", last_name="Same").id or 0 for n in range(1, 26)]

    def test_going_back_to_the_beginning_gives_a_full_page(self, users: list[int], work_as: WorkAs) -> None:
        with work_as() as work:
            page = list_users(work, ListUsers(page_size=10, before=users[4]))
        assert [row.id for row in page.rows] == users[:10]
        assert not page.has_previous

    def test_begins_at_the_page_number_when_the_named_user_is_gone(self, users: list[int], work_as: WorkAs) -> None:
        with work_as() as work:
            page = list_users(work, ListUsers(page_size=10, after=99_999, page_number=2))
        assert [row.id for row in page.rows] == users[10:20]

    def test_beyond_the_end_still_says_how_many_there_are(self, users: list[int], work_as: WorkAs) -> None:
        with work_as() as work:
            page = list_users(work, ListUsers(text="user", page_size=10, page_number=9))
        assert (page.rows, page.total, page.has_previous, page.has_next) == ([], 25, True, False)

    @pytest.mark.parametrize(("asked", "given"), [(0, 1), (-5, 1), (10**9, 25)])
    def test_keeps_the_page_size_within_bounds(self, work_as: WorkAs, asked: int, given: int) -> None:
        assert len(names(work_as, page_size=asked)) == given


class TestRow:
    def test_shows_roles_by_name_with_their_space(self, database: str, work_as: WorkAs) -> None:
        with work_as() as work:
            user = make_administrator(work.session)
            space = Space(name="Design", created_at=NOW)
            work.session.add(space)
            work.session.flush()
            grant(work.session, user, "space_manager", space.id)
        with work_as() as work:
            (row,) = list_users(work, ListUsers()).rows
        assert row.roles == (
            GrantedRole("administrator", "Administrator", ""),
            GrantedRole("space_manager", "Space manager", "Design"),
        )

    def test_shows_the_latest_invitation_and_its_mail(self, database: str, work_as: WorkAs) -> None:
        with work_as() as work:
            user = make_user(work.session)
            old, _ = make_invitation(work.session, user, created_at=NOW - timedelta(days=3), revoked_at=NOW)
            make_message(work.session, user, old)
            new, _ = make_invitation(work.session, user, opened_at=NOW)
            make_message(work.session, user, new, state=Delivery.FAILED, sent_at=None, error="550 no such mailbox")
        with work_as() as work:
            (row,) = list_users(work, ListUsers()).rows
        assert row.invitation is not None
        assert (row.invitation.created_at, row.invitation.opened_at, row.invitation.revoked_at) == (NOW, NOW, None)
        assert (row.invitation.delivery, row.invitation.error) == ("failed", "550 no such mailbox")

    def test_shows_an_invitation_whose_mail_is_gone(self, database: str, work_as: WorkAs) -> None:
        with work_as() as work:
            make_invitation(work.session, make_user(work.session))
        with work_as() as work:
            (row,) = list_users(work, ListUsers()).rows
        assert row.invitation is not None
        assert (row.invitation.delivery, row.invitation.expires_at) == (None, NOW + timedelta(hours=24))


class TestCost:
    def test_of_a_page_does_not_grow_with_its_rows(self, database: str, work_as: WorkAs) -> None:
        with work_as() as work:
            for _ in range(30):
                user = make_administrator(work.session)
                make_message(work.session, user, make_invitation(work.session, user)[0])
        statements: list[str] = []
        with work_as() as work:
            event.listen(engine(), "before_cursor_execute", lambda *args: statements.append(args[2]))
            assert len(list_users(work, ListUsers()).rows) == 30
        assert len([s for s in statements if s.startswith("SELECT")]) == 5


class TestRight:
    @pytest.mark.parametrize("ask", [list_users, count_exact])
    def test_to_view_users_is_needed(self, sqlite_database: str, work_as: WorkAs, ask: object) -> None:
        with work_as(NOBODY) as work, pytest.raises(NotAllowed):
            ask(work, ListUsers())  # type: ignore[operator]

    def test_to_view_users_is_enough(self, sqlite_database: str, work_as: WorkAs) -> None:
        reader = Actor(id=1, name="reader", rights=frozenset({(Permission.USERS_VIEW, None)}))
        with work_as(reader) as work:
            assert list_users(work, ListUsers(sort=SortColumn.EMAIL)).total == 0
