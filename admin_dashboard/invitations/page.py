"""The page an invitation leads to."""

import reflex as rx

from ..ui.door import door
from ..ui.i18n import t
from .components import dead_link, dead_link_note, somebody_signed_in, welcome
from .state import DEAD, FORM, SIGNED_IN, InvitationState

ROUTE = "/invitation/[token]"


def invitation_page() -> rx.Component:
    """Join, be asked to sign out first, or be told that the link does not work."""
    state = InvitationState
    until = state.invitee["until"]
    works_once = rx.fragment(t("This link works once, until {until}. Not you? Close this page.", until=until))
    opened = rx.match(
        state.phase, (FORM, welcome()), (SIGNED_IN, somebody_signed_in()), (DEAD, dead_link()), rx.fragment()
    )
    return door(
        rx.fragment(opened),
        note=rx.fragment(rx.match(state.phase, (FORM, works_once), (DEAD, dead_link_note()), rx.fragment())),
        site=state.site,
    )
