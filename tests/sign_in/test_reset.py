from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from admin_dashboard.core.errors import DomainError, InvalidInput
from admin_dashboard.core.permissions import NOBODY, Actor
from admin_dashboard.core.sessions import Browser
from admin_dashboard.models import Purpose
from admin_dashboard.settings import settings
from admin_dashboard.sign_in import links, reset
from admin_dashboard.sign_in.commands import ForgotPassword, ResetPassword
from admin_dashboard.sign_in.reset import DeadLink, SomebodyElse
from tests.factories import NOW, make_invitation, make_session

from . import reading
from .conftest import PASSWORD

NEW = "quiet harbor lantern 57"
MINUTES = timedelta(minutes=60)


@pytest.fixture
def ask(database, open_work):
    """Ask for a link, and let the job that sends it run."""

    def start(login: str = "ada@example.org") -> None:
        before = len(reading.job_args())
        with open_work(NOBODY) as work:
            reset.forgot(work, ForgotPassword(login=login))
        for args in reading.job_args()[before:]:
            with open_work(NOBODY) as work:
                reset.send(work, args["user_id"])

    return start


@pytest.fixture
def link(ask):
    """Ask for a link as the person does; gives the token in the mail."""

    def start() -> str:
        ask()
        return reading.link_in_mail()

    return start


@pytest.fixture
def choose(open_work):
    def start(token: object, password: str = NEW, caller: Actor = NOBODY):
        command = ResetPassword.model_construct(token=token, password=password)
        return reset.reset(open_work, command, caller, Browser())

    return start


class TestAsking:
    def test_mails_a_link_to_the_address_on_file(self, ask, person):
        user_id = person()
        ask("ADA.byron")
        mail = reading.mails()[0]
        assert (mail.kind, mail.to_address, mail.user_id) == ("password_reset", "ada@example.org", user_id)
        assert f"{settings().origin}/password/" in (mail.body_text or "")

    def test_does_the_same_for_somebody_unknown(self, ask, person):
        person()
        ask("nobody@example.org")
        ask()
        assert [list(args) for args in reading.job_args()] == [["user_id"], ["user_id"]]
        assert len(reading.mails()) == 1

    @pytest.mark.parametrize("values", [{"is_enabled": False}, {"first_login_at": None}])
    def test_mails_nothing_to_who_could_not_sign_in(self, ask, person, values):
        person(**values)
        ask()
        assert (reading.mails(), reading.links()) == ([], [])

    def test_leaves_an_invitation_as_it_is(self, ask, person, work_as):
        user_id = person(first_login_at=None)
        with work_as() as work:
            make_invitation(work.session, work.session.get_one(reading.User, user_id))
        before = reading.links()[0].model_dump()
        ask()
        assert [row.model_dump() for row in reading.links()] == [before]

    def test_does_not_flood_a_mailbox(self, ask, person):
        person()
        for _time in range(10):
            ask()
        assert len(reading.mails()) == reset.BY_ACCOUNT.count

    def test_does_not_flood_many_mailboxes_from_one_address(self, ask):
        for number in range(reset.BY_ADDRESS.count + 5):
            ask(f"nobody.{number}")
        assert len(reading.job_args()) == reset.BY_ADDRESS.count

    def test_changes_nothing_until_the_link_is_used(self, ask, person):
        user_id = person()
        before = reading.user(user_id).model_dump()
        ask()
        assert reading.user(user_id).model_dump() == before


class TestLink:
    def test_keeps_only_a_hash(self, link, person):
        person()
        token = link()
        assert len(token) >= 43
        assert token not in str([row.model_dump() for row in reading.links()])

    def test_opening_shows_whose_it_is_and_changes_nothing(self, link, person, work_as):
        person()
        token = link()
        before = reading.links()[0].model_dump()
        with work_as(NOBODY) as work:
            seen = [reset.look_up(work, token) for _time in range(2)]
        assert [holder and (holder.email, holder.expires_at) for holder in seen] == [
            ("ada@example.org", NOW + MINUTES)
        ] * 2
        assert reading.links()[0].model_dump() == before

    def test_sets_the_password_once(self, link, person, choose):
        user_id = person()
        token = link()
        assert choose(token).token
        after = reading.user(user_id)
        with pytest.raises(DeadLink):
            choose(token, "another harbor lantern 58")
        assert reading.user(user_id).password_hash == after.password_hash

    def test_is_good_to_the_second(self, link, person, choose, set_clock):
        person()
        token = link()
        set_clock(NOW + MINUTES)
        with pytest.raises(DeadLink):
            choose(token)
        set_clock(NOW + MINUTES - timedelta(seconds=1))
        assert choose(token).token

    def test_ends_when_a_newer_one_is_sent(self, link, person, choose):
        person()
        older, newer = link(), link()
        with pytest.raises(DeadLink):
            choose(older)
        assert choose(newer).token

    @pytest.mark.parametrize("change", [{"email": "ada@new.example"}, {"is_enabled": False}])
    def test_ends_when_the_person_changes(self, link, person, choose, work_as, change):
        user_id = person()
        token = link()
        with work_as() as work:
            work.session.get_one(reading.User, user_id).sqlmodel_update(change)
        with pytest.raises(DeadLink):
            choose(token)
        with work_as(NOBODY) as work:
            assert reset.look_up(work, token) is None

    @pytest.mark.parametrize("token", ["", "x", "x" * 100_000, None, [], {}, 7, "\ud800", "%00", "../../etc"])
    def test_of_no_sense_is_refused_like_an_unknown_one(self, database, choose, work_as, token):
        with pytest.raises(DeadLink):
            choose(token)
        with work_as(NOBODY) as work:
            assert reset.look_up(work, token) is None

    @pytest.mark.parametrize("purpose", [Purpose.INVITATION, Purpose.SETUP])
    def test_of_another_purpose_is_refused(self, database, person, choose, work_as, purpose):
        user_id = person()
        with work_as() as work:
            user = work.session.get_one(reading.User, user_id)
            token, _link = links.issue(work, purpose, MINUTES, user)
        with pytest.raises(DeadLink):
            choose(token)

    def test_is_not_used_up_by_a_bad_password(self, link, person, choose):
        person()
        token = link()
        for bad in ("short", "ada.byron.1", "1234567890", PASSWORD):
            with pytest.raises(InvalidInput) as refused:
                choose(token, bad)
            assert list(refused.value.fields) == ["password"]
        assert choose(token).token

    def test_is_not_redeemed_by_a_browser_signed_in_as_somebody_else(self, link, person, choose):
        person()
        other = person(username="grace.hopper", email="grace@example.org")
        token = link()
        with pytest.raises(SomebodyElse):
            choose(token, caller=Actor(id=other, name="Grace"))
        assert choose(token).token

    def test_refused_is_audited_when_it_was_somebodys(self, link, person, choose):
        user_id = person()
        token = link()
        choose(token)
        for dead in (token, "unknown"):
            with pytest.raises(DeadLink):
                choose(dead)
        refused = [e for e in reading.all_of(reading.AuditEntry) if e.action == "password_reset.refused"]
        assert [entry.user_id for entry in refused] == [user_id]


class TestNewPassword:
    def test_ends_every_session_and_starts_one(self, link, person, choose, work_as):
        user_id = person()
        with work_as() as work:
            make_session(work.session, work.session.get_one(reading.User, user_id))
        token = link()
        old = reading.sessions()[0].id
        choose(token)
        assert [row.id != old for row in reading.sessions()] == [True]

    def test_ends_every_open_link(self, link, person, choose, work_as):
        user_id = person()
        with work_as() as work:
            make_invitation(work.session, work.session.get_one(reading.User, user_id))
        choose(link())
        assert [row.used_at or row.revoked_at for row in reading.links()] == [NOW, NOW]

    def test_is_the_persons_own(self, link, person, choose):
        user_id = person(password_is_temporary=True)
        choose(link())
        user = reading.user(user_id)
        assert not user.password_is_temporary
        assert NEW not in (user.password_hash or "")

    def test_of_two_at_once_is_set_by_one(self, link, person, open_work):
        person()
        token, start = link(), Barrier(2)

        def choose_at_once(password: str) -> bool:
            start.wait()
            try:
                return bool(reset.reset(open_work, ResetPassword(token=token, password=password), NOBODY, Browser()))
            except DomainError:
                return False

        with ThreadPoolExecutor(2) as pool:
            won = list(pool.map(choose_at_once, ["first harbor lantern 51", "second harbor lantern 52"]))
        assert sorted(won) == [False, True]
        assert len(reading.sessions()) == reading.actions().count("password.changed") == 1
