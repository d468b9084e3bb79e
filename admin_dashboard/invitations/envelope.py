"""The envelope of a user: what their enrollment looks like, derived from the facts and never stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from ..core.formatting import day, exact, relative
from ..core.i18n import Message, _
from ..mail.reasons import in_words
from ..models import Delivery
from ..roles.queries import GrantedRole
from .standing import Standing, standing


class EnvelopeState(StrEnum):
    """What an envelope shows."""

    NEVER_INVITED = "never_invited"
    INVITED = "invited"
    EXPIRED = "expired"
    SENDING = "sending"
    FAILED = "failed"
    JOINED = "joined"
    USES = "uses"
    EXTERNAL = "external"
    DISABLED = "disabled"


@dataclass(frozen=True)
class LatestInvitation:
    """The newest invitation of a user and the mail that carried it."""

    created_at: datetime
    expires_at: datetime
    opened_at: datetime | None = None
    used_at: datetime | None = None
    revoked_at: datetime | None = None
    delivery: str | None = None
    sent_at: datetime | None = None
    error: str | None = None
    is_inviter_disabled: bool = False

    @property
    def is_open(self) -> bool:
        """Whether its link was neither used nor ended, and did go out: nobody has one whose mail was not sent."""
        return self.used_at is None and self.revoked_at is None and self.delivery != Delivery.CANCELLED


class Facts(Protocol):
    """What an envelope is derived from. A row of the list of users is that."""

    @property
    def is_enabled(self) -> bool:
        """Whether the user may sign in."""
        ...

    @property
    def is_external(self) -> bool:
        """Whether the user came through a space."""
        ...

    @property
    def first_login_at(self) -> datetime | None:
        """When the user joined."""
        ...

    @property
    def enrolled_at(self) -> datetime | None:
        """When an invitation was last handed to the mail server."""
        ...

    @property
    def roles(self) -> Sequence[GrantedRole]:
        """The roles the user holds; an external user's name the space."""
        ...

    @property
    def invitation(self) -> LatestInvitation | None:
        """The newest one."""
        ...


@dataclass(frozen=True)
class Envelope:
    """One envelope in the reader's language. `sentence` is its tooltip and accessible name."""

    state: EnvelopeState
    icon: str
    tone: str
    label: str
    sentence: str
    can_press: bool


LOOKS: dict[EnvelopeState, tuple[str, str, Message]] = {
    EnvelopeState.NEVER_INVITED: ("mail", "accent", _("Invite")),
    EnvelopeState.INVITED: ("mail", "accent marked", _("Invited")),
    EnvelopeState.EXPIRED: ("mail", "warn marked", _("Link expired")),
    EnvelopeState.SENDING: ("loader_circle", "busy", _("Sending…")),
    EnvelopeState.FAILED: ("mail_warning", "danger", _("Not delivered")),
    EnvelopeState.JOINED: ("mail_check", "good", _("Joined")),
    EnvelopeState.USES: ("mail_minus", "muted", _("Not needed")),
    EnvelopeState.EXTERNAL: ("mail_minus", "muted", _("From a space")),
    EnvelopeState.DISABLED: ("mail_x", "muted", _("Disabled")),
}
"""State → icon, tone, label."""

PRESSABLE = frozenset({EnvelopeState.NEVER_INVITED, EnvelopeState.INVITED, EnvelopeState.EXPIRED, EnvelopeState.FAILED})
_STILL = {
    Standing.EXTERNAL: EnvelopeState.EXTERNAL,
    Standing.DISABLED: EnvelopeState.DISABLED,
    Standing.JOINED: EnvelopeState.JOINED,
    Standing.USES: EnvelopeState.USES,
}


def envelope(facts: Facts, now: datetime, language: str) -> Envelope:
    """The envelope for these facts."""
    state = state_of(facts, now)
    icon, tone, label = LOOKS[state]
    if state == EnvelopeState.INVITED and facts.enrolled_at is not None:
        label = _("Invited {ago}", ago=relative(facts.enrolled_at, now, language, is_brief=True))
    sentence = _sentence(facts, state, language)
    return Envelope(state, icon, tone, label.in_language(language), sentence.in_language(language), state in PRESSABLE)


def state_of(facts: Facts, now: datetime) -> EnvelopeState:
    """Which of the states it is."""
    stands = standing(
        is_external=facts.is_external,
        is_enabled=facts.is_enabled,
        first_login_at=facts.first_login_at,
        enrolled_at=facts.enrolled_at,
    )
    if stands != Standing.OPEN:
        return _STILL[stands]
    invitation = facts.invitation
    if invitation and invitation.delivery == Delivery.QUEUED:
        return EnvelopeState.SENDING
    if invitation and invitation.delivery == Delivery.FAILED:
        return EnvelopeState.FAILED
    if facts.enrolled_at is None:
        return EnvelopeState.NEVER_INVITED
    is_valid = invitation is not None and invitation.is_open and invitation.expires_at > now
    return EnvelopeState.INVITED if is_valid else EnvelopeState.EXPIRED


def _sentence(facts: Facts, state: EnvelopeState, language: str) -> Message:
    if state in {EnvelopeState.INVITED, EnvelopeState.EXPIRED} and facts.enrolled_at is not None:
        return _invited(exact(facts.enrolled_at, language), facts.invitation, state, language)
    if state == EnvelopeState.FAILED and facts.invitation is not None:
        return _("Could not be sent: {reason}. Send again", reason=in_words(facts.invitation.error))
    if state == EnvelopeState.JOINED and facts.first_login_at is not None:
        return _("Joined on {date}: cannot be sent again", date=day(facts.first_login_at, language))
    space = next((role.space for role in facts.roles if role.space), "")
    if state == EnvelopeState.EXTERNAL and space:
        return _("External: invited from the space {space}", space=space)
    return _PLAIN[state]


_PLAIN = {
    EnvelopeState.NEVER_INVITED: _("Invite to join the platform"),
    EnvelopeState.SENDING: _("Being sent"),
    EnvelopeState.USES: _("Already uses the platform"),
    EnvelopeState.EXTERNAL: _("External: invited from a space"),
    EnvelopeState.DISABLED: _("Disabled: enable first"),
}


def _invited(date: str, invitation: LatestInvitation | None, state: EnvelopeState, language: str) -> Message:
    if invitation is None:
        return _("Invited on {date}, link expired. Send again", date=date)
    until = exact(invitation.expires_at, language)
    if state == EnvelopeState.INVITED and invitation.is_inviter_disabled:
        return _(
            "Invited on {date} by somebody who is disabled now, link valid until {until}. Send again",
            date=date,
            until=until,
        )
    if state == EnvelopeState.INVITED:
        return _("Invited on {date}, link valid until {until}. Send again", date=date, until=until)
    if invitation.is_open:
        return _("Invited on {date}, link expired on {until}. Send again", date=date, until=until)
    return _("Invited on {date}, the link was ended. Send again", date=date)
