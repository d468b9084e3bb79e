"""Pieces of the page an invitation leads to."""

from typing import Any

import reflex as rx

from ..ui.browser import post, post_form
from ..ui.door import door_account, door_button, door_error, door_title
from ..ui.i18n import t
from ..ui.kit import callout, form, text_link
from ..ui.new_password import new_password
from .state import InvitationState

TOKEN = rx.Var("(location.pathname.split('/')[2] ?? '')").to(str)
"""Only the address holds the token; the form takes it from there."""


def welcome() -> rx.Component:
    """Whose account it is, and the form that opens it."""
    state: Any = InvitationState
    return rx.fragment(
        door_title(
            t("Welcome, {name}", name=state.invitee["first_name"]),
            t("Choose a password to join {site}.", site=state.site),
        ),
        _account(),
        form(
            _token(),
            new_password(state, size="3", auto_focus=True),
            # Lets password managers know whose password this is.
            rx.el.input(
                type="text", auto_complete="username", value=state.invitee["email"], read_only=True, hidden=True
            ),
            rx.el.div(door_error(state.error), door_button(t("Set password and sign in"))),
            id="invitation",
            on_submit=post_form("/auth/invitation", state.answered),
        ),
    )


def somebody_signed_in() -> rx.Component:
    """This browser belongs to somebody: nothing happens until they have signed out."""
    state: Any = InvitationState
    return rx.fragment(
        door_title(
            t("An invitation for {name}", name=state.invitee["name"]),
            t("Choose a password to join {site}.", site=state.site),
        ),
        _account(),
        rx.el.div(
            callout(
                t("You are signed in as {name}. Sign out to use this link.", name=state.signed_in_as),
                "triangle_alert",
                "warn",
            ),
            door_button(
                t("Sign out and continue"),
                type="button",
                on_click=post("/auth/sign-out", next=rx.Var("location.pathname").to(str)),
            ),
            text_link(t("Stay signed in"), "/"),
            class_name="form",
        ),
    )


def dead_link() -> rx.Component:
    """The one page of every link that does not work, and the way to a new one."""
    state: Any = InvitationState
    asked = callout(
        t("If you can still join, a new invitation is on its way to the email address on file."), "mail_check", "good"
    )
    ask = form(
        _token(),
        rx.el.div(door_error(state.error), door_button(t("Send me a new invitation"))),
        id="again",
        on_submit=post_form("/auth/invitation/again", state.asked),
    )
    return rx.fragment(
        door_title(
            t("This link does not work, or not any more"),
            t("Links work once and for a short time, and the newest one ends the older ones."),
        ),
        rx.el.div(rx.cond(state.is_asked, asked, ask), aria_live="polite"),
    )


def dead_link_note() -> rx.Component:
    """For those who have joined."""
    return rx.fragment(t("Have you joined already?"), " ", text_link(t("Sign in"), "/sign-in"))


def _account() -> rx.Component:
    state: Any = InvitationState
    person = state.invitee
    return door_account(person["name"], person["email"], person["initials"], state.tint)


def _token() -> rx.Component:
    return rx.el.input(type="hidden", name="token", default_value=TOKEN)
