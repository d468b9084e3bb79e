"""My account → API tokens: the list, the form, the question before revoking."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import select

from admin_dashboard.api_tokens.state import FIELD, NO_ROWS, RevokeTokenState, TokensState
from admin_dashboard.core import api_tokens, clock
from admin_dashboard.core.permissions import SYSTEM
from admin_dashboard.core.work import begin
from admin_dashboard.models import ApiToken, User
from tests.factories import make_api_token
from tests.pipeline import Site, Tab, pages
from tests.users.screens import add_person, tab_of

HERE = "/account/tokens"
SCRIPT = {"name": "Nightly script", "days": "30"}


@pytest.fixture
def site(sqlite_database: str) -> Iterator[Site]:
    with pages() as site:
        yield site


@pytest.fixture
def tab(site: Site) -> Tab:
    return tab_of(site, address=HERE)


def of_somebody_else() -> int:
    with begin(SYSTEM) as work:
        owner = work.session.get_one(User, add_person(role="administrator"))
        return make_api_token(work.session, owner)[0].id or 0


def names(tab: Tab) -> list[str]:
    return [row["name"] for row in tab.state(TokensState).rows]


class TestMaking:
    def test_puts_the_token_into_its_field_and_nowhere_else(self, tab: Tab) -> None:
        answer = tab.send(TokensState.make(SCRIPT))
        token = answer.values[FIELD]
        with begin(SYSTEM) as work:
            assert api_tokens.find(work.session, token, clock.now())
        assert token not in str(answer.sent)
        assert token not in str(tab.state(TokensState).dict())
        assert (names(tab), tab.notices) == (["Nightly script"], ["The token Nightly script was made. Copy it now."])

    def test_shows_it_until_it_is_put_away(self, tab: Tab) -> None:
        tab.send(TokensState.make(SCRIPT))
        assert tab.state(TokensState).made == "Nightly script"
        assert tab.send(TokensState.put_away).values == {FIELD: ""}
        assert tab.state(TokensState).made == ""

    def test_shows_nothing_when_one_comes_back(self, tab: Tab) -> None:
        tab.send(TokensState.make(SCRIPT))
        assert tab.open(HERE).of(TokensState)["made"] == ""

    def test_says_under_each_field_what_is_wrong(self, tab: Tab) -> None:
        tab.send(TokensState.make({"name": " ", "days": "8"}))
        assert set(tab.state(TokensState).field_errors) == {"name", "days"}
        assert names(tab) == []

    @pytest.mark.parametrize("form", [None, [], "x", {}, {"name": ["x"], "days": {"a": 1}}, {**SCRIPT, "user_id": 1}])
    def test_takes_whatever_a_client_sends(self, tab: Tab, form: Any) -> None:
        tab.send(TokensState.make(form))
        assert names(tab) == []
        assert "Reference" not in "".join(tab.notices)


class TestList:
    def test_holds_ones_own(self, tab: Tab) -> None:
        of_somebody_else()
        tab.send(TokensState.make(SCRIPT))
        row = tab.state(TokensState).rows[0]
        assert (len(tab.state(TokensState).rows), row["used"], row["is_over"]) == (1, "", False)

    def test_shows_what_has_ended_elsewhere(self, tab: Tab) -> None:
        tab.send(TokensState.make(SCRIPT))
        with begin(SYSTEM) as work:
            work.session.delete(work.session.exec(select(ApiToken)).one())
        assert tab.told(TokensState.refresh).of(TokensState) == {"rows": NO_ROWS}
        assert tab.told(TokensState.refresh).of(TokensState) == {}

    def test_costs_nothing_on_another_page(self, site: Site) -> None:
        assert tab_of(site, address="/users").told(TokensState.refresh).of(TokensState) == {}


class TestRevoking:
    def test_asks_once_then_ends_it(self, tab: Tab) -> None:
        tab.send(TokensState.make(SCRIPT))
        tab.send(RevokeTokenState.ask(tab.state(TokensState).rows[0]["id"]))
        asked = tab.state(RevokeTokenState)
        assert (asked.is_asking, asked.name, names(tab)) == (True, "Nightly script", ["Nightly script"])
        tab.send(RevokeTokenState.revoke)
        assert (names(tab), tab.notices[-1]) == ([], "The token Nightly script was revoked.")

    def test_leaves_it_when_the_question_is_left(self, tab: Tab) -> None:
        tab.send(TokensState.make(SCRIPT))
        tab.send(RevokeTokenState.ask(tab.state(TokensState).rows[0]["id"]))
        tab.send(RevokeTokenState.change_asking(False))
        assert not tab.state(RevokeTokenState).is_asking
        assert names(tab) == ["Nightly script"]

    def test_of_somebody_elses_is_as_if_there_were_none(self, tab: Tab) -> None:
        tab.send(RevokeTokenState.ask(of_somebody_else()), RevokeTokenState.revoke)
        assert set(tab.notices) == {"This does not exist, or you may not see it."}
        with begin(SYSTEM) as work:
            assert work.session.exec(select(ApiToken)).one()

    @pytest.mark.parametrize("token_id", [None, "x", 0, -1, 10**30, {"a": 1}])
    def test_of_none_asks_nothing(self, tab: Tab, token_id: Any) -> None:
        tab.send(RevokeTokenState.ask(token_id), RevokeTokenState.change_asking(True))
        assert not tab.state(RevokeTokenState).is_asking
        assert "Reference" not in "".join(tab.notices)


@pytest.mark.parametrize("role", ["", "user_manager", "auditor"])
def test_is_for_who_may_use_tokens(site: Site, role: str) -> None:
    tab = tab_of(site, role, HERE)
    answer = tab.send(TokensState.make(SCRIPT), TokensState.refresh, TokensState.put_away)
    assert answer.values == {}
    assert not tab.state(TokensState).is_loaded
    with begin(SYSTEM) as work:
        assert not work.session.exec(select(ApiToken)).all()
