"""Add user: the form in its drawer."""

from typing import Any

import reflex as rx

from ..core.permissions import Permission
from ..ui.browser import guarded_close
from ..ui.i18n import t
from ..ui.kit import button, field, form, option, sheet, sheet_foot, two
from ..web.person import PersonState
from .add_state import AddUserState
from .attribute_fields import attribute_fields, language_field
from .in_browser import after_pause
from .password_part import password_part

FORM = "add-user"


def add_user() -> rx.Component:
    """The drawer with the form."""
    foot = sheet_foot(
        option(t("Add another"), "another", grow=True, form=FORM),
        button(t("Cancel"), on_click=guarded_close(AddUserState.change_open)),
        button(t("Add user"), kind="primary", type="submit", form=FORM),
    )
    return sheet(
        t("Add user"),
        t("An internal user. External people are invited from a space."),
        _form(),
        open=AddUserState.is_open,
        on_open_change=AddUserState.change_open,
        foot=foot,
    )


def _form() -> rx.Component:
    errors = AddUserState.field_errors
    parts = rx.el.div(
        two(
            field(t("First name"), "first_name", error=errors["first_name"], first=True, auto_complete="off"),
            field(t("Last name"), "last_name", error=errors["last_name"], auto_complete="off"),
        ),
        field(
            t("Username"),
            "username",
            help=_about_username(),
            error=errors["username"],
            auto_complete="off",
            auto_capitalize="none",
            spell_check=False,
        ),
        field(
            t("Email"),
            "email",
            help=t("Used for invitations, notifications and signing in."),
            error=errors["email"],
            type="email",
            auto_complete="off",
        ),
        password_part(AddUserState, "password", AddUserState.generate),
        attribute_fields(AddUserState.fields, errors, "add"),
        language_field("add_language", errors["language"]),
        _invite(),
        key=AddUserState.form_number,
        class_name="form",
        custom_attrs={"onInput": after_pause(AddUserState.typed)},
    )
    return form(
        parts,
        id=FORM,
        on_submit=AddUserState.submit,
        guard=True,
    )


def _about_username() -> Any:
    return rx.cond(
        AddUserState.taken,
        t("{username} is taken. It cannot be changed later.", username=AddUserState.taken),
        t("Proposed from the names. It cannot be changed later."),
    )


def _invite() -> rx.Component:
    tick = option(
        t("Send an invitation now"),
        "invite",
        t("A mail with a link to choose their own password"),
        default_checked=True,
    )
    return rx.cond(PersonState.may[Permission.USERS_INVITE], tick, rx.fragment())
