"""Every rule of the invitation through every door that has it: envelope, service and command line; service and page."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import col, select
from starlette.testclient import TestClient
from typer.testing import CliRunner

from admin_dashboard.cli import app
from admin_dashboard.core.passwords import is_password
from admin_dashboard.core.sessions import find
from admin_dashboard.core.tokens import token_hash
from admin_dashboard.invitations.queries import look_up
from admin_dashboard.models import Link, Purpose, SignInSession
from admin_dashboard.settings import settings
from tests.factories import NOW, make_session
from tests.pipeline import Site, pages
from tests.users import doors as change_doors
from tests.users.acting import GOOD_PASSWORD
from tests.users.field_rules import PASSWORDS, Rule
from tests.users.screens import tab_of

from . import doors
from .conftest import PASSWORD, change, invite, mails, make_eleonore, newest_token, open_page, user
from .doors import Sender, Taker

DAY, SECOND = timedelta(hours=24), timedelta(seconds=1)
NEVER_MADE = "x" * 43


@pytest.fixture
def site(sqlite_database: str) -> Iterator[Site]:
    with pages() as site:
        yield site


@pytest.fixture
def eleonore(sqlite_database: str) -> int:
    return make_eleonore(email="postbox@example.org")


@pytest.fixture(params=["envelope", "service", "command line"])
def sender(request: pytest.FixtureRequest, sqlite_database: str) -> Sender:
    if request.param == "envelope":
        return doors.Envelope(tab_of(request.getfixturevalue("site")))
    return doors.Service() if request.param == "service" else doors.Command()


@pytest.fixture(params=["service", "page"])
def taker(request: pytest.FixtureRequest, client: TestClient) -> Taker:
    return (
        doors.LinkService() if request.param == "service" else doors.LinkPage(request.getfixturevalue("site"), client)
    )


@pytest.fixture(params=["form", "service", "command line"])
def changing(request: pytest.FixtureRequest, eleonore: int) -> change_doors.Door:
    if request.param == "form":
        return change_doors.ChangeForm(eleonore, tab_of(request.getfixturevalue("site")))
    made = change_doors.ChangeService if request.param == "service" else change_doors.ChangeCommand
    return made(eleonore)


def is_open(token: str) -> bool:
    with open_page() as work:
        return look_up(work, token) is not None


def links(user_id: int) -> list[Link]:
    with open_page() as work:
        return list(work.session.exec(select(Link).where(Link.user_id == user_id).order_by(col(Link.id))))


def sessions(user_id: int) -> list[str]:
    """The hashes of the person's session cookies."""
    with open_page() as work:
        return list(work.session.exec(select(SignInSession.token_hash).where(SignInSession.user_id == user_id)))


def sign_in_elsewhere(user_id: int) -> None:
    with open_page() as work:
        make_session(work.session, user(user_id))


class TestInviting:
    def test_sends_an_email_with_a_link_valid_for_24_hours(self, sender: Sender, eleonore: int, set_clock) -> None:
        assert sender.invite(eleonore) == ""
        (mail,), token = mails(eleonore), newest_token(eleonore)
        assert mail.to_address == "postbox@example.org"
        set_clock(NOW + DAY - SECOND)
        assert is_open(token)
        set_clock(NOW + DAY)
        assert not is_open(token)

    def test_the_24_hours_are_the_setting_INVITATION_HOURS(  # noqa: N802 - the setting's name
        self, sender: Sender, eleonore: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("INVITATION_HOURS", "72")
        settings.cache_clear()
        sender.invite(eleonore)
        assert links(eleonore)[0].expires_at == NOW + 3 * DAY

    def test_again_sends_a_new_link_and_ends_the_older(self, sender: Sender, eleonore: int) -> None:
        tokens = []
        for _time in range(2):
            assert sender.invite(eleonore) == ""
            tokens.append(newest_token(eleonore))
        assert len(mails(eleonore)) == 2
        assert [is_open(token) for token in tokens] == [False, True]

    def test_cannot_be_done_once_the_person_has_joined(self, sender: Sender, eleonore: int) -> None:
        doors.LinkService().accept(invite(eleonore), PASSWORD)
        change(eleonore, enrolled_at=NOW)
        assert sender.invite(eleonore) == "This user has joined: the invitation cannot be sent again."
        assert len(mails(eleonore)) == 1

    def test_stores_only_a_hash_of_256_random_bits(self, sender: Sender, eleonore: int) -> None:
        sender.invite(eleonore)
        token, (link,) = newest_token(eleonore), links(eleonore)
        assert len(token) == 43
        assert link.token_hash == token_hash(token)
        assert token not in str(link.model_dump())

    def test_builds_the_link_from_the_configured_address(
        self, sender: Sender, eleonore: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PUBLIC_URL", "http://people.example/")
        settings.cache_clear()
        sender.invite(eleonore)
        assert f"http://people.example/invitation/{newest_token(eleonore)}" in (mails(eleonore)[0].body_text or "")


def test_the_link_can_be_read_on_the_command_line_where_the_catcher_keeps_mails(eleonore: int) -> None:
    doors.Command().invite(eleonore)
    (mail,) = json.loads(CliRunner().invoke(app, ["mail", "list", "--json"]).stdout)
    shown = CliRunner().invoke(app, ["mail", "show", str(mail["id"])]).stdout
    assert f"{settings().origin}/invitation/{newest_token(eleonore)}" in shown


class TestTheLink:
    def test_shows_whose_account_it_is(self, taker: Taker, eleonore: int) -> None:
        assert taker.opened(invite(eleonore)) == "postbox@example.org"

    def test_opens_any_number_of_times_and_works_once(self, taker: Taker, eleonore: int) -> None:
        token = invite(eleonore)
        assert [taker.opened(token) for _time in range(3)] == ["postbox@example.org"] * 3
        assert taker.accept(token, PASSWORD) == ""
        assert taker.accept(token, GOOD_PASSWORD) == "This link does not work, or not any more."
        assert is_password(user(eleonore).password_hash, PASSWORD)

    def test_signs_the_person_in_who_has_joined_by_that(self, taker: Taker, eleonore: int) -> None:
        taker.accept(invite(eleonore), PASSWORD)
        with open_page() as work:
            found = find(work.session, taker.session, NOW)
        assert found
        assert (found.user_id, user(eleonore).first_login_at) == (eleonore, NOW)

    def test_chosen_password_ends_every_other_session(self, taker: Taker, eleonore: int) -> None:
        token = invite(eleonore)
        sign_in_elsewhere(eleonore)
        taker.accept(token, PASSWORD)
        assert sessions(eleonore) == [token_hash(taker.session)]

    @pytest.mark.parametrize("rule", [rule for rule in PASSWORDS if rule.bad], ids=str)
    def test_asks_for_what_every_password_must_be(self, taker: Taker, eleonore: int, rule: Rule) -> None:
        token = invite(eleonore)
        assert [value for value in rule.bad if rule.sentence not in taker.accept(token, value)] == []
        assert user(eleonore).password_hash is None
        assert taker.accept(token, next(iter(rule.good), PASSWORD)) == ""


def dead_links(eleonore: int) -> dict[str, str]:
    """How a link came to its end → its token."""
    ids = {name: make_eleonore(username=f"{name}.darc", email=f"{name}@example.org") for name in ("used", "expired")}
    tokens = {name: invite(user_id) for name, user_id in ids.items()}
    doors.LinkService().accept(tokens["used"], PASSWORD)
    with open_page() as work:
        work.session.exec(select(Link).where(Link.user_id == ids["expired"])).one().expires_at = NOW
    tokens["replaced"] = invite(eleonore)
    tokens["revoked"] = invite(eleonore)
    change_doors.ChangeService(eleonore).give("password", GOOD_PASSWORD)
    return {**tokens, "unknown": NEVER_MADE, "malformed": "x"}


class TestAUsedExpiredRevokedOrUnknownLink:
    def test_shows_one_and_the_same_page(self, taker: Taker, eleonore: int) -> None:
        shown = {name: taker.opened(token) for name, token in dead_links(eleonore).items()}
        assert shown == dict.fromkeys(shown, shown["unknown"])
        assert "@" not in str(shown)

    def test_gets_the_same_refusal(self, taker: Taker, eleonore: int) -> None:
        refused = {name: taker.accept(token, PASSWORD) for name, token in dead_links(eleonore).items()}
        assert refused == dict.fromkeys(refused, "This link does not work, or not any more.")

    def test_answers_asking_again_the_same_in_every_case(self, taker: Taker, eleonore: int) -> None:
        answers = {name: taker.ask_again(token) for name, token in dead_links(eleonore).items()}
        assert answers == dict.fromkeys(answers, answers["unknown"])

    def test_brings_a_new_one_to_the_address_on_file(self, taker: Taker, eleonore: int, set_clock) -> None:
        token = invite(eleonore)
        change(eleonore, email="new@example.org")
        set_clock(NOW + DAY)
        taker.ask_again(token)
        assert mails(eleonore)[-1].to_address == "new@example.org"
        assert taker.opened(newest_token(eleonore)) == "new@example.org"

    def test_brings_nothing_to_who_may_not_join_any_more(self, taker: Taker, eleonore: int) -> None:
        token = invite(eleonore)
        taker.accept(token, PASSWORD)
        taker.ask_again(token)
        assert len(mails(eleonore)) == 1


class TestChangingAUser:
    def test_setting_a_password_ends_every_session(self, changing: change_doors.Door, eleonore: int) -> None:
        sign_in_elsewhere(eleonore)
        assert changing.give("password", GOOD_PASSWORD).refused == {}
        assert sessions(eleonore) == []

    def test_a_new_email_ends_open_invitations_and_password_resets(
        self, changing: change_doors.Door, eleonore: int
    ) -> None:
        token = invite(eleonore)
        reset = {"token_hash": "x", "email": "postbox@example.org", "created_at": NOW, "expires_at": NOW + DAY}
        with open_page() as work:
            work.session.add(Link(purpose=Purpose.PASSWORD_RESET, user_id=eleonore, **reset))
        assert changing.give("email", "new@example.org").refused == {}
        assert not is_open(token)
        assert {link.purpose for link in links(eleonore) if link.revoked_at} == {
            Purpose.INVITATION,
            Purpose.PASSWORD_RESET,
        }
