"""Asking for a new invitation: sent only to the address on file, and never told."""

from datetime import timedelta

import pytest

from admin_dashboard.core.permissions import NOBODY
from admin_dashboard.core.work import Door, begin
from admin_dashboard.invitations import service
from admin_dashboard.invitations.queries import look_up
from admin_dashboard.invitations.service import ASKED_BY_ADDRESS, ASKED_FOR_PERSON
from tests.factories import NOW

from .conftest import actions, change, invite, mails, newest_token, open_page
from .test_joining import HOSTILE, accept

LATER = NOW + timedelta(hours=30)


def ask(token: object) -> None:
    with open_page() as work:
        service.ask_again(work, token)


def test_an_expired_link_brings_a_new_one_to_the_address_on_file(eleonore, set_clock):
    token = invite(eleonore)
    change(eleonore, email="new@example.org")
    set_clock(LATER)
    ask(token)
    assert mails(eleonore)[-1].to_address == "new@example.org"
    with open_page() as work:
        assert look_up(work, newest_token(eleonore)) is not None
    assert actions(eleonore) == ["user.invited", "invitation.asked_again"]


def test_a_replaced_link_may_ask_too(eleonore):
    token = invite(eleonore)
    invite(eleonore)
    ask(token)
    assert len(mails(eleonore)) == 3


def test_who_has_joined_gets_none(eleonore):
    token = invite(eleonore)
    accept(token)
    ask(token)
    assert len(mails(eleonore)) == 1


@pytest.mark.parametrize("values", [{"is_enabled": False}, {"is_external": True}])
def test_who_cannot_be_invited_gets_none(eleonore, values):
    token = invite(eleonore)
    change(eleonore, **values)
    ask(token)
    assert len(mails(eleonore)) == 1


@pytest.mark.parametrize("token", HOSTILE, ids=lambda token: repr(token)[:20])
def test_what_is_no_token_does_nothing(eleonore, token):
    invite(eleonore)
    ask(token)
    assert len(mails(eleonore)) == 1


def test_a_mailbox_cannot_be_flooded(eleonore, set_clock):
    token = invite(eleonore)
    for _ in range(10):
        ask(token)
    assert len(mails(eleonore)) == 1 + ASKED_FOR_PERSON.count
    set_clock(NOW + ASKED_FOR_PERSON.window)
    ask(token)
    assert len(mails(eleonore)) == 2 + ASKED_FOR_PERSON.count


def test_one_place_cannot_ask_without_end(eleonore):
    token = invite(eleonore)
    for _ in range(ASKED_BY_ADDRESS.count):
        ask("guess")
    ask(token)
    assert len(mails(eleonore)) == 1


def test_a_whole_ipv6_network_is_one_place(eleonore):
    token = invite(eleonore)
    for number in range(ASKED_BY_ADDRESS.count):
        with begin(NOBODY, Door.PAGE, f"2001:db8::{number + 1}") as work:
            service.ask_again(work, "guess")
    with begin(NOBODY, Door.PAGE, "2001:db8::ffff") as work:
        service.ask_again(work, token)
    assert len(mails(eleonore)) == 1
