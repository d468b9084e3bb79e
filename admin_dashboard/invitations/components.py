"""Pieces of the page an invitation leads to."""

import reflex as rx

from ..ui.browser import post, post_form
from ..ui.door import door_account, door_button, door_error, door_title
from ..ui.i18n import t
from ..ui.kit import callout, form, password_field, password_rules, strength
from .state import InvitationPasswordState, InvitationState

TOKEN = rx.Var("(location.pathname.split('/')[2] ?? '')").to(str)
"""Only the address holds the token; the form takes it from there."""


def waiting() -> rx.Component:
    """While the link is looked up."""
    return rx.el.div(class_name="door-waiting", aria_busy="true")


def welcome() -> rx.Component:
    """Whose account it is, and the form that opens it."""
    person = InvitationState.invitee
    return rx.fragment(
        door_title(
            t("Welcome, {name}", name=person["first_name"]),
            t("Choose a password to join {site}.", site=InvitationState.site),
        ),
        door_account(person["name"], person["email"], person["initials"], person["tint"]),
        form(
            _token(),
            # Password managers keep the password under the name that signs in.
            rx.el.input(
                type="hidden",
                name="username",
                auto_complete="username",
                default_value=person["username"],
                disabled=True,
            ),
            password_field(
                t("New password"),
                "password",
                error=InvitationState.field_errors["password"],
                auto_complete="new-password",
                size="3",
                auto_focus=True,
                max_length=256,
                on_change=InvitationPasswordState.judge.debounce(150),
            ),
            _rules(),
            door_error(InvitationState.error),
            door_button(t("Set password and sign in")),
            id="invitation",
            on_submit=post_form("/auth/invitation", InvitationState.answered),
            errors=InvitationState.field_errors,
            answers=InvitationState.answers,
        ),
    )


def _rules() -> rx.Component:
    words = rx.match(
        InvitationPasswordState.filled,
        (1, t("Easy to guess")),
        (2, t("Could be guessed: add a word")),
        (3, t("Hard to guess")),
        (4, t("Very hard to guess")),
        "",
    )
    return rx.fragment(
        strength(InvitationPasswordState.filled, words),
        password_rules(
            (InvitationPasswordState.is_long, t("At least 10 characters")),
            (InvitationPasswordState.is_impersonal, t("Not built from your name, username or email")),
            (InvitationPasswordState.is_hard, t("Hard to guess")),
        ),
    )


def somebody_signed_in() -> rx.Component:
    """This browser belongs to somebody: nothing happens until they have signed out."""
    return rx.fragment(
        door_title(
            t("You are signed in as {name}", name=InvitationState.signed_in_as),
            t("This invitation is for {name}. Sign out to open it.", name=InvitationState.invitee["name"]),
        ),
        rx.el.div(
            door_button(
                t("Sign out and go on"),
                type="button",
                on_click=post("/auth/sign-out", next=rx.Var("location.pathname").to(str)),
            ),
            class_name="form",
        ),
        rx.el.p(
            rx.el.a(t("Stay signed in and leave this page"), href="/", class_name="text-link"), class_name="door-note"
        ),
    )


def refused() -> rx.Component:
    """The one page of every link that does not work, and the way to a new one."""
    return rx.fragment(
        door_title(
            t("This link does not work, or not any more"),
            t("It was used, replaced by a newer one, or its time is over. You can ask for a new one."),
        ),
        rx.cond(
            InvitationState.is_asked,
            callout(
                t("If you can still join, a new invitation is on its way to the email address on file."),
                "mail_check",
                "good",
                role="status",
            ),
            form(
                _token(),
                door_error(InvitationState.error),
                door_button(t("Send me a new invitation")),
                id="again",
                on_submit=post_form("/auth/invitation/again", InvitationState.asked),
                answers=InvitationState.answers,
            ),
        ),
        rx.el.p(
            t("You have joined already?"),
            " ",
            rx.el.a(t("Sign in"), href="/sign-in", class_name="text-link"),
            class_name="door-note",
        ),
    )


def _token() -> rx.Component:
    return rx.el.input(type="hidden", name="token", default_value=TOKEN)
