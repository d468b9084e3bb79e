"""The pages in front of the door: sign in, set-up, forgotten password, a new password."""

import reflex as rx

from ..ui.door import door, door_title
from ..ui.i18n import t
from ..ui.kit import callout
from .components import ask_form, asked, code_form, dead_link, reset_form, set_up_form, sign_in_form
from .state import ForgotState, ResetState, SetUpState, SignInState


def sign_in_page() -> rx.Component:
    """Sign in by email or username."""
    state = SignInState
    shown = rx.fragment(
        door_title(t("Sign in"), t("to {site}", site=state.site)),
        rx.cond(state.why == "ended", callout(t("Your session has ended. Sign in again to go on.")), rx.fragment()),
        rx.cond(state.why == "out", callout(t("You are signed out."), "circle_check", "good"), rx.fragment()),
        sign_in_form(),
    )
    return door(
        # Not before it is known where it leads back to: password managers are quick.
        rx.cond(state.is_loaded, shown, rx.fragment()),
        note=t("No account yet? Open the link in your invitation, or ask an administrator."),
        site=state.site,
    )


def setup_page() -> rx.Component:
    """Create the first administrator of an empty site."""
    dead = rx.cond(SetUpState.phase == "dead", code_form(), rx.fragment())
    return door(rx.cond(SetUpState.phase == "open", set_up_form(), dead), site=SetUpState.site)


def forgot_page() -> rx.Component:
    """Ask for a link to choose a new password."""
    return door(rx.cond(ForgotState.is_asked, asked(), ask_form()), site=ForgotState.site)


def reset_page() -> rx.Component:
    """Choose a new password by the link in a mail."""
    dead = rx.cond(ResetState.phase == "dead", dead_link(), rx.fragment())
    return door(rx.cond(ResetState.phase == "open", reset_form(), dead), site=ResetState.site)
