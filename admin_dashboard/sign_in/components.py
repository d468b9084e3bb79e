"""Forms of the pages in front of the door."""

from typing import Any

import reflex as rx

from ..ui.browser import post, post_form
from ..ui.door import door_account, door_button, door_error, door_title
from ..ui.i18n import t
from ..ui.kit import button, callout, field, form, link_as_button, option, password_field, text_link, two
from ..ui.kit.marks import Text
from ..ui.new_password import new_password
from .state import ForgotState, ResetState, SetUpState, SignInState

TYPING_PAUSE_MS = 250


def sign_in_form() -> rx.Component:
    """Email or username, password, and whether to stay."""
    state = SignInState
    return form(
        _login(),
        password_field(t("Password"), "password", size="3"),
        _hidden("next", state.way_back),
        rx.el.div(
            option(t("Stay signed in"), "stay", grow=True),
            text_link(t("Forgot password?"), "/password"),
            class_name="group fill",
        ),
        _send(state.error, t("Sign in")),
        id="sign-in",
        on_submit=post_form("/auth/sign-in", state.answered),
    )


def set_up_form() -> rx.Component:
    """Names, username, email and password of the first administrator."""
    state = SetUpState
    return rx.fragment(
        door_title(t("Welcome"), t("Create the first administrator of {site}.", site=state.site)),
        form(
            two(
                _typed(t("First name"), "first_name", state.first_name_typed, "given-name", auto_focus=True),
                _typed(t("Last name"), "last_name", state.last_name_typed, "family-name"),
            ),
            _typed(t("Username"), "username", state.username_typed, "username", auto_capitalize="none"),
            field(
                t("Email"),
                "email",
                error=state.field_errors["email"],
                type="email",
                size="3",
                auto_complete="email",
            ),
            new_password(state, t("Password"), size="3"),
            _hidden("token", state.code),
            _send(state.error, t("Create and sign in")),
            id="set-up",
            on_submit=post_form("/auth/setup", state.answered),
        ),
    )


def _typed(label: rx.Var[str], name: str, on_change: Any, auto_complete: str, **props: Any) -> rx.Component:
    return field(
        label,
        name,
        error=SetUpState.field_errors[name],
        on_change=on_change.debounce(TYPING_PAUSE_MS),
        auto_complete=auto_complete,
        spell_check=False,
        size="3",
        **props,
    )


def code_form() -> rx.Component:
    """No link, or one that does not work: the one in the console may be typed or pasted here."""
    state = SetUpState
    return rx.fragment(
        door_title(
            t("This link does not work, or not any more"),
            t("The server prints a new set-up link each time it starts, as long as there is no administrator."),
        ),
        form(
            field(t("Set-up link or its code"), "code", size="3", auto_complete="off", spell_check=False),
            _send(state.error, t("Continue")),
            id="set-up-code",
            on_submit=state.enter_code,
        ),
        _back(),
    )


def ask_form() -> rx.Component:
    """Whose password it is."""
    state = ForgotState
    return rx.fragment(
        door_title(t("Forgot your password?"), t("We send you a link to choose a new one.")),
        form(
            _login(),
            _send(state.error, t("Send the link")),
            id="forgot",
            on_submit=post_form("/auth/forgot", state.answered),
        ),
        _back(),
    )


def asked() -> rx.Component:
    """What happens now, the same for everybody."""
    return rx.el.div(
        door_title(
            t("Check your mail"),
            t(
                "If there is an account with this email or username, a link is on its way. It works once, for {minutes}"
                " minutes.",
                minutes=ForgotState.minutes,
            ),
        ),
        rx.el.p(
            t("Nothing after a few minutes? Look in the spam folder. Anyone who never signed in needs an invitation."),
            class_name="sub",
        ),
        _back(),
        role="status",
    )


def reset_form() -> rx.Component:
    """Whose password it is, and the new one."""
    state = ResetState
    return rx.fragment(
        door_title(t("Hello {name}", name=state.holder["first_name"]), t("Choose a new password.")),
        door_account(state.holder["name"], state.holder["email"], state.holder["initials"], state.tint),
        rx.cond(state.signed_in_as, _somebody_else(), _choose()),
    )


def _choose() -> rx.Component:
    state = ResetState
    return form(
        new_password(state, size="3", auto_focus=True),
        _hidden("token", state.code),
        # Lets password managers know whose password this is.
        rx.el.input(type="text", auto_complete="username", value=state.holder["email"], read_only=True, hidden=True),
        _send(state.error, t("Set password and sign in")),
        rx.el.p(t("You are signed out everywhere else."), class_name="sub"),
        id="reset",
        on_submit=post_form("/auth/reset", state.answered),
    )


def _somebody_else() -> rx.Component:
    state = ResetState
    return rx.el.div(
        callout(
            t("You are signed in as {name}. Sign out to use this link.", name=state.signed_in_as),
            "triangle_alert",
            "warn",
        ),
        button(
            t("Sign out and continue"),
            kind="primary",
            size="3",
            width="100%",
            on_click=post("/auth/sign-out", next=rx.Var.create(f"/password/{state.code}")),
        ),
        class_name="form",
    )


def dead_link() -> rx.Component:
    """The one page of every link that cannot be used, and how to get a new one."""
    return rx.fragment(
        door_title(
            t("This link does not work, or not any more"),
            t("Links work once and for a short time, and the newest one ends the older ones."),
        ),
        rx.el.div(
            link_as_button(t("Send a new link"), "/password", kind="primary"),
            link_as_button(t("Sign in"), "/sign-in"),
            class_name="group",
        ),
    )


def _send(error: str, text: rx.Var[str]) -> rx.Component:
    """The button, and above it what was wrong with the form as a whole (a state's variable)."""
    return rx.el.div(door_error(rx.Var.create(error)), door_button(text))


def _hidden(name: str, value: Text) -> rx.Component:
    return rx.el.input(type="hidden", name=name, value=value)


def _login() -> rx.Component:
    return field(
        t("Email or username"),
        "login",
        size="3",
        auto_complete="username",
        auto_capitalize="none",
        spell_check=False,
        auto_focus=True,
    )


def _back() -> rx.Component:
    return rx.el.p(text_link(t("Back to the sign-in"), "/sign-in"), class_name="link-line")
