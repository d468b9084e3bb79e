from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from admin_dashboard.core import throttle
from admin_dashboard.core.errors import DomainError, TooMany
from admin_dashboard.core.permissions import Actor
from admin_dashboard.core.sessions import Browser
from admin_dashboard.core.work import begin
from admin_dashboard.jobs.worker import Worker
from admin_dashboard.sign_in import jobs, service
from admin_dashboard.sign_in.commands import SignIn
from tests.factories import NOW

from . import reading
from .conftest import PASSWORD

WRONG = "not the password"
PER_ACCOUNT, PER_ADDRESS = service.BY_ACCOUNT.count, service.BY_ADDRESS.count


@pytest.fixture
def attempt(database):
    """Try to sign in; gives the status of the answer."""

    def start(password: str = WRONG, login: str = "ada.byron", address: str = "192.0.2.7") -> int:
        def open_work(actor: Actor):
            return begin(actor, address=address)

        try:
            service.sign_in(open_work, SignIn(login=login, password=password), Browser())
        except DomainError as error:
            return error.status
        return 200

    return start


def test_an_account_is_paused_after_too_many_attempts_even_for_the_right_password(attempt, person):
    person()
    assert [attempt() for _time in range(PER_ACCOUNT)] == [401] * PER_ACCOUNT
    assert attempt(PASSWORD) == 429


def test_an_account_that_does_not_exist_is_paused_just_so(attempt):
    answers = [attempt(login="nobody.here") for _time in range(PER_ACCOUNT + 1)]
    assert answers == [401] * PER_ACCOUNT + [429]


def test_a_pause_passes_by_itself_however_often_one_tries_meanwhile(attempt, person, set_clock):
    person()
    for _time in range(PER_ACCOUNT + 5):
        attempt()
    set_clock(NOW + service.WINDOW - timedelta(seconds=1))
    assert attempt(PASSWORD) == 429
    set_clock(NOW + service.WINDOW)
    assert attempt(PASSWORD) == 200


def test_other_accounts_go_on_meanwhile(attempt, person):
    person()
    person(username="grace.hopper", email="grace@example.org")
    for _time in range(PER_ACCOUNT + 1):
        attempt()
    assert attempt(PASSWORD, "grace.hopper") == 200


def test_a_success_starts_the_account_over(attempt, person):
    person()
    for _time in range(3):
        assert [attempt() for _again in range(PER_ACCOUNT - 1)] == [401] * (PER_ACCOUNT - 1)
        assert attempt(PASSWORD) == 200


def test_email_and_username_are_counted_apart_so_that_nobody_learns_they_are_one(attempt, person):
    person()
    for _time in range(PER_ACCOUNT + 1):
        attempt(login="ada.byron")
    assert attempt(login="ada@example.org") == 401


def test_an_address_is_paused_whatever_accounts_it_tries(attempt, person):
    person()
    for number in range(PER_ADDRESS):
        attempt(login=f"nobody.{number}")
    assert [attempt(PASSWORD) for _time in range(3)] == [429] * 3
    assert attempt(PASSWORD, address="198.51.100.1") == 200
    assert reading.actions().count("session.throttled") == 1


def test_an_address_where_many_people_sign_in_well_is_not_paused(attempt, person):
    person()
    assert {attempt(PASSWORD) for _time in range(PER_ADDRESS + 5)} == {200}


def test_a_whole_ipv6_network_is_one_address():
    assert throttle.address_key("2001:db8:1:2:3:4:5:6") == throttle.address_key("2001:db8:1:2::1")
    assert throttle.address_key("::ffff:192.0.2.7") == throttle.address_key("192.0.2.7")
    assert throttle.address_key("") == ""


def test_attempts_at_once_are_counted_one_by_one(attempt, person):
    person()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _number: attempt(), range(PER_ACCOUNT + 6)))
    assert sorted(answers) == [401] * PER_ACCOUNT + [429] * 6


def test_no_password_is_hashed_for_a_paused_account(attempt, person, monkeypatch):
    person()
    for _time in range(PER_ACCOUNT):
        attempt()
    monkeypatch.setattr(service.passwords, "is_password", lambda *_given: pytest.fail("hashed"))
    assert attempt(PASSWORD) == 429


def test_the_owner_is_told_once_a_window(attempt, person, set_clock):
    user_id = person()
    for _time in range(PER_ACCOUNT + 5):
        attempt()
    Worker(jobs.KINDS[:2]).run_once()
    assert [(mail.kind, mail.user_id, mail.to_address) for mail in reading.mails()] == [
        ("sign_in_throttled", user_id, "ada@example.org")
    ]
    set_clock(NOW + service.WINDOW)
    for _time in range(PER_ACCOUNT + 1):
        attempt()
    assert len(reading.job_args()) == 2


def test_a_pause_does_the_same_work_where_there_is_no_account(attempt):
    for _time in range(PER_ACCOUNT + 1):
        attempt(login="nobody.here")
    assert reading.job_args() == [{"user_id": None}]
    Worker(jobs.KINDS[:2]).run_once()
    assert reading.mails() == []


def test_a_pause_is_audited_once(attempt, person):
    user_id = person()
    for _time in range(PER_ACCOUNT + 5):
        attempt()
    paused = [e for e in reading.all_of(reading.AuditEntry) if e.action == "session.throttled"]
    assert [entry.user_id for entry in paused] == [user_id]


def test_the_refusal_says_how_long_to_wait(attempt, open_work):
    for _time in range(PER_ACCOUNT):
        attempt()
    with pytest.raises(TooMany, match="15 minutes"):
        service.sign_in(open_work, SignIn(login="ada.byron"), Browser())
