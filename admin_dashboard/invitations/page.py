"""The page an invitation leads to."""

import reflex as rx

from ..ui.door import door
from ..ui.i18n import t
from .components import refused, somebody_signed_in, waiting, welcome
from .state import FORM, REFUSED, SIGNED_IN, InvitationState

ROUTE = "/invitation/[token]"


def invitation_page() -> rx.Component:
    """Join, be asked to sign out first, or be told that the link does not work."""
    note = t("This link works once, until {until}. Not you? Close this page.", until=InvitationState.invitee["until"])
    return door(
        rx.match(
            InvitationState.view,
            (FORM, welcome()),
            (SIGNED_IN, somebody_signed_in()),
            (REFUSED, refused()),
            waiting(),
        ),
        note=rx.cond(InvitationState.view == FORM, note, ""),
        site=InvitationState.site,
    )
