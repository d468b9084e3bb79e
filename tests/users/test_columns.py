"""Choosing columns: what there is to choose from, what is kept, what each one shows."""

from datetime import timedelta

import pytest
from sqlmodel import select

from admin_dashboard.core import clock
from admin_dashboard.core.errors import NotAllowed
from admin_dashboard.core.permissions import SYSTEM, Actor, Permission
from admin_dashboard.core.work import begin
from admin_dashboard.db.engine import engine
from admin_dashboard.models import Attribute, AttributeType, AttributeValue, Space, SpaceMember, User
from admin_dashboard.users import column_service, columns
from admin_dashboard.users.columns_state import ColumnsState
from admin_dashboard.users.list_state import UsersListState, UsersRowsState
from admin_dashboard.users.list_view import column_shown
from admin_dashboard.users.seed import seed
from tests.conftest import WorkAs
from tests.factories import NOW
from tests.pipeline import Site, Tab
from tests.users.acting import holder, with_role
from tests.users.screens import add_person, cell, size_of, tab_of

KEYSTROKE = 16_000
WITH_ATTRIBUTES = 20_000


@pytest.fixture
def reader(work_as: WorkAs) -> Actor:
    with work_as() as work:
        work.session.add(_attribute("team", AttributeType.TEXT))
        return with_role(work.session, "auditor")


def _attribute(key: str, kind: AttributeType) -> Attribute:
    return Attribute(key=key, label_en=key.title(), label_fr=f"{key} FR", type=kind, position=1, created_at=NOW)


def shown(work_as: WorkAs, actor: Actor) -> list[str]:
    with work_as(actor) as work:
        return [column.key for column in columns.shown_columns(work)]


def keys(tab: Tab) -> list[str]:
    return [column["key"] for column in tab.state(UsersRowsState).columns]


class TestChoice:
    def test_begins_with_the_usual_columns(self, work_as: WorkAs, reader: Actor) -> None:
        assert shown(work_as, reader) == ["email", "last_login", "enrollment", "type", "source", "roles"]

    def test_offers_every_attribute_in_the_readers_language(self, work_as: WorkAs, reader: Actor) -> None:
        with work_as(reader) as work:
            offered = [choice.column for choice in columns.choices(work)]
        assert columns.Column("attr.team", "Team", 160, AttributeType.TEXT) in offered

    def test_a_hidden_column_comes_back_at_its_place(self, work_as: WorkAs, reader: Actor) -> None:
        with work_as(reader) as work:
            column_service.show(work, "type", is_shown=False)
        assert "type" not in shown(work_as, reader)
        with work_as(reader) as work:
            column_service.show(work, "type", is_shown=True)
        assert shown(work_as, reader) == list(columns.USUAL)

    def test_moves_one_place_and_stops_at_the_border(self, work_as: WorkAs, reader: Actor) -> None:
        with work_as(reader) as work:
            for _press in range(9):
                column_service.move(work, "roles", -1)
            column_service.move(work, "email", 1)
        assert shown(work_as, reader)[:3] == ["roles", "last_login", "email"]

    def test_is_each_persons_own(self, work_as: WorkAs, reader: Actor) -> None:
        with work_as(reader) as work:
            column_service.choose(work, "id,attr.team")
            other = with_role(work.session, "auditor")
        assert shown(work_as, reader) == ["id", "attr.team"]
        assert shown(work_as, other) == list(columns.USUAL)

    def test_can_be_taken_back(self, work_as: WorkAs, reader: Actor) -> None:
        with work_as(reader) as work:
            column_service.choose(work, "id")
            column_service.reset(work)
        assert shown(work_as, reader) == list(columns.USUAL)

    @pytest.mark.parametrize("said", ["nothing", "id,id,-id", "attr.gone,id", "name,id,password_hash", ",,id"])
    def test_what_means_nothing_is_passed_over(self, work_as: WorkAs, reader: Actor, said: str) -> None:
        with work_as(reader) as work:
            column_service.choose(work, said)
        assert shown(work_as, reader) in ([], ["id"])

    def test_nobody_chooses_who_may_not_see_users(self, work_as: WorkAs) -> None:
        with work_as(holder()) as work, pytest.raises(NotAllowed):
            column_service.choose(work, "id")

    def test_roles_and_spaces_are_for_who_may_see_them(self, work_as: WorkAs) -> None:
        with work_as(holder(Permission.USERS_VIEW)) as work:
            assert not {"roles", "spaces"} & {choice.column.key for choice in columns.choices(work)}


class TestChooser:
    def test_shows_at_once_what_is_chosen(self, site: Site) -> None:
        tab = tab_of(site)
        tab.send(ColumnsState.change_open(True), ColumnsState.show("id", True), ColumnsState.move("id", -1))
        assert keys(tab)[-1] == "id"
        assert {line["key"] for line in tab.state(ColumnsState).choices if line["is_shown"]} == {*columns.USUAL, "id"}

    def test_another_device_has_the_same(self, site: Site) -> None:
        tab = tab_of(site)
        tab.send(ColumnsState.show("email", False))
        other = site.tab(tab.session)
        other.open("/users")
        assert keys(other) == list(columns.USUAL[1:])


class TestHeading:
    def test_of_every_column_says_what_the_list_is_sorted_by(self, work_as: WorkAs, reader: Actor) -> None:
        with work_as(reader) as work:
            sorts = {choice.column.key: column_shown(choice.column)["sort"] for choice in columns.choices(work)}
        assert sorts == {key: key for key in sorts}
        assert {"first_name", "language", "attr.team"} <= sorts.keys()


class TestCells:
    @pytest.fixture
    def tab(self, site: Site) -> Tab:
        values = {"first_login_at": clock.now() - timedelta(days=400), "is_external": True, "language": "fr"}
        marie = add_person("Aaa", "Aaa", username="marie.dupont", is_enabled=False, **values)
        with begin(SYSTEM) as work:
            work.session.add(_attribute("started", AttributeType.DATE))
            work.session.add(Space(name="Atelier", created_at=NOW))
            work.session.flush()
            work.session.add(SpaceMember(space_id=1, user_id=marie, joined_at=NOW))
            attribute = work.session.exec(select(Attribute).where(Attribute.key == "started")).one()
            date = {"value": "2026-03-31", "sort_key": "2026-03-31"}
            work.session.add(AttributeValue(user_id=marie, attribute_id=attribute.id or 0, **date))
        tab = tab_of(site, address="/users?state=any")
        with begin(Actor(_reader(), "", rights=frozenset({(Permission.USERS_VIEW, None)}))) as work:
            column_service.choose(work, ",".join([*columns._BUILT_IN, "attr.started"]))
        tab.send(UsersListState.refresh)
        return tab

    @pytest.mark.parametrize(
        ("column", "expected"),
        [
            ("username", ["marie.dupont"]),
            ("first_name", ["Aaa"]),
            ("type", ["1"]),
            ("state", ["1"]),
            ("language", ["Français"]),
            ("spaces", ["Atelier"]),
            ("roles", []),
            ("attr.started", ["31 Mar 2026"]),
        ],
    )
    def test_show_what_the_column_is_called(self, tab: Tab, column: str, expected: list[str]) -> None:
        assert cell(tab, column) == expected


def _reader() -> int:
    with begin(SYSTEM) as work:
        return work.session.exec(select(User.id).where(User.first_name == "Zyx")).one() or 0


class TestSize:
    @pytest.mark.parametrize("language", ["en", "fr"])
    @pytest.mark.parametrize(("chosen", "most"), [("", KEYSTROKE), ("attr", WITH_ATTRIBUTES)])
    def test_a_keystroke_brings_fifty_rows_in_few_bytes(
        self, site: Site, language: str, chosen: str, most: int
    ) -> None:
        seed(engine(), 1_500)
        tab = tab_of(site, language=language)
        if chosen:
            _show_four_attributes(tab)
        # The longest texts there are: of whom was invited and has not joined.
        tab.open("/users?enrollment=enrolled&connection=never_connected")
        sizes = [size_of(tab.send(UsersListState.search(text))) for text in ("a", "m")]
        assert len(tab.state(UsersRowsState).rows) == 50
        assert max(sizes) <= most


def _show_four_attributes(tab: Tab) -> None:
    tab.send(ColumnsState.change_open(True))
    lines = [line["key"] for line in tab.state(ColumnsState).choices if line["key"].startswith("attr.")]
    tab.send(*[ColumnsState.show(key, True) for key in lines[:4]])
