"""What somebody tried and may not do is in the audit trail, and nothing else has changed."""

from typing import Any

import pytest
from sqlmodel import select

from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.models import AuditEntry
from admin_dashboard.users.invite_state import InviteState
from admin_dashboard.users.password_state import SetPasswordState
from admin_dashboard.users.status_state import UserStatusState
from admin_dashboard.web.attempts import A_FEW
from tests.pipeline import Site, pages
from tests.users.screens import add_person, tab_of


@pytest.fixture
def site(sqlite_database: str) -> Any:
    with pages() as site:
        yield site


def refused() -> list[tuple[int | None, bool]]:
    """Whom each refused attempt was about, and whether it says who made it."""
    with begin(SYSTEM) as work:
        entries = work.session.exec(select(AuditEntry).where(AuditEntry.action == "access.refused")).all()
        return [(entry.user_id, entry.actor_id is not None) for entry in entries]


def test_a_handler_without_the_right_is_kept(site: Site):
    tab_of(site, "auditor").send(UserStatusState.enable(add_person()))
    assert refused() == [(None, True)]


def test_an_act_upon_more_rights_than_ones_own_is_kept_with_whom_it_was_tried_on(site: Site):
    boss = add_person(role="administrator")
    tab = tab_of(site, "help_desk")
    tab.send(InviteState.invite(boss))
    tab.send(SetPasswordState.open_for(boss))
    tab.send(SetPasswordState.submit({"password": "quiet-harbor-lantern-57"}))
    assert refused() == [(boss, True), (boss, True)]


def test_nobody_fills_the_trail(site: Site):
    tab = tab_of(site, "auditor")
    for _time in range(A_FEW.count + 5):
        tab.send(UserStatusState.enable(1))
    assert len(refused()) == A_FEW.count


def test_what_was_only_mistyped_is_no_attempt(site: Site):
    tab_of(site).send(InviteState.invite(0))
    assert refused() == []
