"""Edit: names, email, attributes and language, and what to do when somebody else was faster."""

from typing import Any

import reflex as rx

from ..ui.browser import guarded_close
from ..ui.i18n import t
from ..ui.kit import button, callout, field, form, grow, link_button, sheet, sheet_foot, two
from .attribute_fields import attribute_fields, language_field
from .edit_state import EditUserState

FORM = "edit-user"


def edit_user() -> rx.Component:
    """The drawer with the form."""
    name = rx.Var.create(f"{EditUserState.profile['first_name']} {EditUserState.profile['last_name']}")
    foot = sheet_foot(
        grow(),
        button(t("Cancel"), on_click=guarded_close(EditUserState.change_open)),
        button(t("Save"), kind="primary", type="submit", form=FORM),
    )
    return sheet(
        t("Edit {name}", name=name),
        t("The username stays as it is."),
        _form(),
        open=EditUserState.is_open,
        on_open_change=EditUserState.change_open,
        foot=foot,
        is_wide=True,
    )


def _form() -> rx.Component:
    about_email = t("A new address ends open invitations; the old address is told.")
    parts = rx.el.div(
        two(_field(t("First name"), "first_name", first=True), _field(t("Last name"), "last_name")),
        _field(t("Email"), "email", help=about_email, type="email"),
        attribute_fields(EditUserState.fields, EditUserState.field_errors, "edit", _theirs),
        rx.el.div(_language(), _theirs("language")),
        key=EditUserState.form_number,
        class_name="form",
    )
    return form(
        _conflict(),
        parts,
        id=FORM,
        on_submit=EditUserState.submit,
        guard=True,
    )


def _language() -> rx.Component:
    errors, profile = EditUserState.field_errors, EditUserState.profile
    return language_field("edit_language", errors["language"], default_value=profile["language"])


def _theirs(name: Any) -> rx.Component:
    """What somebody else has stored in this field meanwhile, and the way to take it."""
    value = EditUserState.theirs[name]
    given = rx.el.div(
        rx.el.span(t("Stored by somebody else: {value}", value=value), class_name="grow"),
        link_button(t("Use this"), on_click=EditUserState.take_theirs(name)),
        class_name="theirs",
    )
    return rx.cond(value, given, rx.fragment())


def _field(label: rx.Var[str], name: str, **props) -> rx.Component:
    return rx.el.div(
        field(
            label,
            name,
            error=EditUserState.field_errors[name],
            id=f"edit_{name}",
            default_value=EditUserState.profile[name],
            auto_complete="off",
            **props,
        ),
        _theirs(name),
    )


def _conflict() -> rx.Component:
    theirs: Any = EditUserState.theirs
    why = t("Somebody else has changed this user meanwhile; nothing was saved. Take their values, or save yours.")
    return rx.cond(theirs.keys().length() > 0, callout(why, "users", "warn", role="alert"), rx.fragment())
