"""Pages of the list are shared by those who see the same, and by nobody else."""

from dataclasses import replace

import pytest

from admin_dashboard.core.errors import NotAllowed
from admin_dashboard.core.permissions import Actor, Permission
from admin_dashboard.db import shared
from admin_dashboard.users.choice_counts import beside_list
from admin_dashboard.users.list_view import ShownPage, read_page, read_total
from admin_dashboard.users.listing import ListUsers
from tests.conftest import WorkAs
from tests.factories import grant, make_user

READER = Actor(id=None, name="Reader", rights=frozenset({(Permission.USERS_VIEW, None)}))
OF_ROLES = replace(READER, rights=READER.rights | {(Permission.ROLES_VIEW, None)})


@pytest.fixture(autouse=True)
def _for_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "SECONDS", 60)


@pytest.fixture(autouse=True)
def _marie(database: str, work_as: WorkAs) -> None:
    with work_as() as work:
        grant(work.session, make_user(work.session, first_name="Marie"), "help_desk")


def page(work_as: WorkAs, actor: Actor, query: ListUsers) -> ShownPage:
    with work_as(actor) as work:
        return read_page(work, query)


def test_whoever_sees_the_same_gets_the_same_rows(work_as: WorkAs) -> None:
    first, second = (page(work_as, replace(OF_ROLES, id=number), ListUsers("mar")) for number in (1, 2))
    assert first.rows is second.rows


def test_a_saved_view_changes_nobody_s_rows(work_as: WorkAs) -> None:
    of_view = page(work_as, READER, ListUsers("mar", view=7))
    plain = page(work_as, READER, ListUsers("mar"))
    assert of_view.rows is plain.rows
    assert (of_view.query.view, plain.query.view) == (7, None)


def test_roles_are_not_shown_to_who_may_not_see_them(work_as: WorkAs) -> None:
    assert ["Help desk"] in page(work_as, OF_ROLES, ListUsers()).rows[0]["cells"]
    assert ["Help desk"] not in page(work_as, READER, ListUsers()).rows[0]["cells"]


def test_everybody_reads_their_own_language(work_as: WorkAs) -> None:
    page(work_as, OF_ROLES, ListUsers())
    french = page(work_as, replace(OF_ROLES, language="fr"), ListUsers())
    assert french.foot["announced"] == "1 utilisateur trouvé"


@pytest.mark.parametrize("ask", [read_page, read_total, beside_list])
def test_nobody_without_the_right_gets_what_another_was_answered(work_as: WorkAs, ask: object) -> None:
    assert callable(ask)
    with work_as(READER) as work:
        ask(work, ListUsers())
    with work_as(replace(READER, rights=frozenset())) as work, pytest.raises(NotAllowed):
        ask(work, ListUsers())


def test_a_recorded_change_is_seen_by_the_next_who_asks(work_as: WorkAs) -> None:
    page(work_as, READER, ListUsers())
    with work_as() as work:
        make_user(work.session, first_name="Anna")
        work.record("user.created")
    assert {row["first"] for row in page(work_as, READER, ListUsers()).rows} == {"Anna", "Marie"}
