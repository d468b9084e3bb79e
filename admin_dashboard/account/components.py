"""The parts of "My account"."""

from typing import Any

import reflex as rx
from reflex.style import color_mode, set_color_mode
from reflex.vars import VarData
from reflex.vars.function import FunctionStringVar, FunctionVar

from ..core.permissions import Permission
from ..ui.browser import browser_function, post, post_form
from ..ui.door import door_button, door_error
from ..ui.i18n import LANGUAGE_NAMES, page_language, t
from ..ui.kit import (
    badge,
    button,
    callout,
    card,
    field,
    form,
    icon,
    link_as_button,
    pairs,
    password_field,
    select,
    two,
)
from ..ui.kit.marks import Text
from ..ui.new_password import new_password
from ..web.person import PersonState
from .sessions_state import OwnSessionsState
from .state import AccountState, ChangeEmailState, ChangePasswordState, ThemeState


def profile_card() -> rx.Component:
    """Names and username."""
    state = AccountState
    return card(
        t("Profile"),
        rx.cond(state.is_read_only, _mastered_elsewhere(), _names()),
    )


def _mastered_elsewhere() -> rx.Component:
    profile = AccountState.profile
    return rx.fragment(
        callout(t("Your profile comes from {source} and is changed there.", source=profile["source"])),
        pairs(
            (t("First name"), profile["first_name"]),
            (t("Last name"), profile["last_name"]),
            (t("Username"), profile["username"]),
            (t("Email"), profile["email"]),
        ),
    )


def _names() -> rx.Component:
    state = AccountState
    names = two(
        _name(t("First name"), "first_name", "given-name"),
        _name(t("Last name"), "last_name", "family-name"),
        key=state.form_number,
    )
    return form(
        names,
        pairs((t("Username"), state.profile["username"])),
        rx.el.div(button(t("Save"), kind="primary", type="submit"), class_name="group"),
        id="own-names",
        on_submit=state.rename,
        guard=True,
    )


def _name(label: rx.Var[str], name: str, auto_complete: str) -> rx.Component:
    return field(
        label,
        name,
        error=AccountState.field_errors[name],
        default_value=AccountState.profile[name],
        auto_complete=auto_complete,
    )


def email_card() -> rx.Component:
    """The email address: changed with the password at hand."""
    state = ChangeEmailState
    fields = two(
        field(
            t("Email"),
            "email",
            help=t("The old address is told of a change."),
            error=state.field_errors["email"],
            type="email",
            default_value=AccountState.profile["email"],
            auto_complete="email",
        ),
        password_field(t("Current password"), "present", error=state.field_errors["present"]),
        key=rx.Var.create(f"{state.form_number} {AccountState.profile['email']}"),
    )
    change = form(
        fields,
        rx.el.div(door_error(rx.Var.create(state.error)), button(t("Change the email address"), type="submit")),
        id="own-email",
        on_submit=post_form("/auth/email", state.answered),
        guard=True,
    )
    return rx.cond(AccountState.is_read_only, rx.fragment(), card(t("Email"), change))


def password_card() -> rx.Component:
    """The way to a new password."""
    return card(
        t("Password"),
        rx.el.p(t("A new password ends all your other sessions."), class_name="sub"),
        action=link_as_button(t("Change the password"), "/account/password", name="key_round"),
    )


def tokens_card() -> rx.Component:
    """The way to API tokens, for those who may use them."""
    way = card(
        t("API tokens"),
        rx.el.p(t("By a token a program acts in your name."), class_name="sub"),
        action=link_as_button(t("Manage API tokens"), "/account/tokens", name="key_round"),
    )
    return rx.cond(PersonState.may[Permission.API_TOKENS], way, rx.fragment())


def preferences_card() -> rx.Component:
    """Language and theme, kept for every browser."""
    modes: list[tuple[str, Text]] = [("light", t("Light")), ("dark", t("Dark")), ("system", t("System"))]
    return card(
        t("Preferences"),
        two(
            select(
                t("Language"),
                "own_language",
                list(LANGUAGE_NAMES.items()),
                help=t("Of pages and of the mails you receive."),
                value=page_language(),
                on_change=_post_language(),
            ),
            select(
                t("Appearance"),
                "own_theme",
                modes,
                value=color_mode,
                on_change=lambda mode: [set_color_mode(mode), ThemeState.choose(mode)],
            ),
        ),
    )


def _post_language() -> FunctionVar:
    function = browser_function("forms", "post")
    call = function.call("/auth/language", rx.Var("({language: _chosen})"))
    return FunctionStringVar.create(f"((_chosen) => {call})", _var_data=VarData.merge(function._get_all_var_data()))


def sessions_card() -> rx.Component:
    """Where one is signed in."""
    state = OwnSessionsState
    others = button(t("End all others"), "log_out", on_click=state.end_others.temporal)
    return card(
        t("Where you are signed in"),
        rx.el.ul(rx.foreach(state.rows, _session), class_name="own-sessions"),
        action=rx.cond(state.others > 0, others, rx.fragment()),
    )


def _session(row: Any) -> rx.Component:
    seen = rx.cond(row["is_this"], badge(t("This browser"), "blue"), _seen(row))
    end = rx.cond(
        row["is_this"],
        button(t("Sign out"), on_click=post("/auth/sign-out")),
        button(
            t("End"),
            on_click=OwnSessionsState.end(row["id"]).temporal,
            aria_label=t("End the session of {name}, {address}", name=row["name"], address=row["address"]),
        ),
    )
    return rx.el.li(
        rx.el.span(rx.cond(row["is_phone"], icon("smartphone"), icon("monitor")), class_name="entry-mark"),
        rx.el.div(
            rx.el.div(rx.el.span(row["name"], class_name="strong"), seen, class_name="group"),
            rx.el.div(t("{address} · since {moment}", address=row["address"], moment=row["since"]), class_name="sub"),
            class_name="grow",
        ),
        end,
        class_name="own-session",
    )


def _seen(row: Any) -> rx.Component:
    return rx.el.span(t("seen {moment}", moment=row["seen"]), title=row["seen_exactly"], class_name="sub")


def change_password_form() -> rx.Component:
    """The current password, unless it was a temporary one, and the new one."""
    state = ChangePasswordState
    present = password_field(t("Current password"), "present", error=state.field_errors["present"], size="3")
    return form(
        # Lets password managers know whose password this is.
        rx.el.input(type="text", auto_complete="username", value=state.username, read_only=True, hidden=True),
        rx.cond(state.is_forced, rx.fragment(), present),
        new_password(state, size="3"),
        rx.el.div(door_error(rx.Var.create(state.error)), door_button(t("Set the password"))),
        id="change-password",
        on_submit=post_form("/auth/password", state.answered),
    )
