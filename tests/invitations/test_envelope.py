"""The envelope of a user: every line of the table, in both languages, and from the database."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from admin_dashboard.invitations.envelope import (
    LOOKS,
    PRESSABLE,
    Envelope,
    EnvelopeState,
    LatestInvitation,
    envelope,
    state_of,
)
from admin_dashboard.mail.reasons import REASONS, Reason
from admin_dashboard.models import Delivery
from admin_dashboard.roles.queries import GrantedRole
from admin_dashboard.users.listing import rows_of
from tests.factories import NOW, make_administrator, make_invitation, make_message

from .conftest import change, invite, open_page
from .conftest import user as stored_user

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Enrollment:
    """The facts, as a row of the list has them."""

    is_enabled: bool = True
    is_external: bool = False
    first_login_at: datetime | None = None
    enrolled_at: datetime | None = None
    roles: tuple[GrantedRole, ...] = ()
    invitation: LatestInvitation | None = None


NEW = Enrollment()
SENT = LatestInvitation(created_at=NOW, expires_at=NOW + 24 * HOUR, delivery=Delivery.SENT)
INVITED = replace(NEW, enrolled_at=NOW, invitation=SENT)
JOINED = replace(INVITED, first_login_at=NOW)
SPACE = (GrantedRole("space_manager", "Space manager", "Façade 2027"),)


def invited(**values) -> Enrollment:
    return replace(INVITED, invitation=replace(SENT, **values))


TABLE = [
    ("never invited", NEW, "never_invited", "Invite", "Invite to join the platform"),
    (
        "invited",
        INVITED,
        "invited",
        "Invited 3 h ago",
        "Invited on 15 Jan 2030, 12:00 UTC, link valid until 16 Jan 2030, 12:00 UTC. Send again",
    ),
    (
        "expired",
        invited(expires_at=NOW + HOUR),
        "expired",
        "Link expired",
        "Invited on 15 Jan 2030, 12:00 UTC, link expired on 15 Jan 2030, 13:00 UTC. Send again",
    ),
    (
        "ended",
        invited(revoked_at=NOW),
        "expired",
        "Link expired",
        "Invited on 15 Jan 2030, 12:00 UTC, the link was ended. Send again",
    ),
    (
        "long ago",
        replace(NEW, enrolled_at=NOW),
        "expired",
        "Link expired",
        "Invited on 15 Jan 2030, 12:00 UTC, link expired. Send again",
    ),
    (
        "inviter disabled",
        invited(is_inviter_disabled=True),
        "invited",
        "Invited 3 h ago",
        "Invited on 15 Jan 2030, 12:00 UTC by somebody who is disabled now,"
        " link valid until 16 Jan 2030, 12:00 UTC. Send again",
    ),
    ("queued", invited(delivery=Delivery.QUEUED), "sending", "Sending…", "Being sent"),
    (
        "failed",
        invited(delivery=Delivery.FAILED, error=Reason.ADDRESS_REFUSED),
        "failed",
        "Not delivered",
        "Could not be sent: the mail server refused the address. Send again",
    ),
    (
        "a newer one that was not sent",
        invited(delivery=Delivery.CANCELLED),
        "expired",
        "Link expired",
        "Invited on 15 Jan 2030, 12:00 UTC, the link was ended. Send again",
    ),
    ("cancelled", replace(invited(delivery=Delivery.CANCELLED), enrolled_at=None), "never_invited", "Invite", None),
    ("joined", JOINED, "joined", "Joined", "Joined on 15 Jan 2030: cannot be sent again"),
    ("connected without one", replace(NEW, first_login_at=NOW), "uses", "Not needed", "Already uses the platform"),
    (
        "external",
        replace(JOINED, is_external=True, roles=SPACE),
        "external",
        "From a space",
        "External: invited from the space Façade 2027",
    ),
    ("external of no space", replace(NEW, is_external=True), "external", None, "External: invited from a space"),
    ("disabled", replace(JOINED, is_enabled=False), "disabled", "Disabled", "Disabled: enable first"),
]


@pytest.mark.parametrize(("facts", "state", "label", "sentence"), [row[1:] for row in TABLE], ids=[r[0] for r in TABLE])
def test_says(facts, state, label, sentence):
    found = envelope(facts, NOW + 3 * HOUR, "en")
    assert found.state == state
    assert label in {None, found.label}
    assert sentence in {None, found.sentence}


@pytest.mark.parametrize("facts", [row[1] for row in TABLE], ids=[r[0] for r in TABLE])
def test_can_be_pressed_exactly_when_the_person_can_be_invited(facts):
    found = envelope(facts, NOW + 3 * HOUR, "en")
    assert found.can_press == (found.state in {"never_invited", "invited", "expired", "failed"})
    assert (found.icon, found.tone) == LOOKS[found.state][:2]


def test_every_state_has_a_look():
    assert set(LOOKS) == set(EnvelopeState)
    assert set(EnvelopeState) > PRESSABLE


def test_every_reason_has_words():
    assert set(REASONS) == set(Reason)


def test_is_expired_from_the_second_the_link_stops():
    assert state_of(INVITED, SENT.expires_at - timedelta(seconds=1)) == "invited"
    assert state_of(INVITED, SENT.expires_at) == "expired"


def test_speaks_the_readers_language():
    assert "15 janv. 2030, 12:00 UTC" in envelope(INVITED, NOW, "fr").sentence


def shown(user_id: int) -> Envelope:
    with open_page() as work:
        return envelope(rows_of(work.session, [user_id])[0], work.now, "en")


class TestFromTheDatabase:
    def test_an_invitation_is_being_sent_until_it_is(self, eleonore):
        assert shown(eleonore).state == "never_invited"
        invite(eleonore)
        assert shown(eleonore).state == "sending"

    def test_the_newest_invitation_counts(self, eleonore):
        with open_page() as work:
            person = stored_user(eleonore)
            for state in (Delivery.SENT, Delivery.FAILED):
                make_message(work.session, person, make_invitation(work.session, person)[0], state=state)
        change(eleonore, enrolled_at=NOW)
        assert shown(eleonore).state == "failed"

    def test_a_disabled_inviters_invitation_is_shown_as_such(self, eleonore):
        change(eleonore, enrolled_at=NOW)
        with open_page() as work:
            inviter = make_administrator(work.session, is_enabled=False)
            link = make_invitation(work.session, stored_user(eleonore), created_by_id=inviter.id)[0]
            make_message(work.session, stored_user(eleonore), link)
        assert "somebody who is disabled now" in shown(eleonore).sentence

    def test_an_invitation_without_an_inviter_is_as_any(self, eleonore):
        change(eleonore, enrolled_at=NOW)
        with open_page() as work:
            make_invitation(work.session, stored_user(eleonore))
        assert shown(eleonore).state == "invited"
