"""The field for a password somebody is given: shown or hidden, made for them, held against the rules."""

from typing import Any

import reflex as rx

from ..ui.browser import copy_field
from ..ui.i18n import t
from ..ui.kit import button, password_field, password_rules, strength
from ..ui.new_password import how_hard
from .in_browser import reveal


def password_part(state: Any, field: str, on_generate: Any, **props) -> rx.Component:
    """The field, what it is for, how hard it is to guess, the rules. `state` mixes in `PasswordCheck`."""
    return rx.fragment(
        password_field(
            t("Temporary password"),
            "password",
            help=t("Works for one sign-in, after which they choose their own."),
            error=state.field_errors["password"],
            id=field,
            auto_complete="new-password",
            **props,
        ),
        rx.el.div(
            button(t("Generate"), "dices", on_click=[reveal(field), on_generate]),
            button(t("Copy"), "copy", kind="ghost", on_click=copy_field(field)),
            class_name="group password-tools",
        ),
        strength(state.filled, how_hard(state.filled)),
        password_rules(
            (state.is_long, t("At least 10 characters")),
            (state.is_impersonal, t("Not built from the name, username or email")),
            (state.is_hard, t("Hard to guess")),
        ),
    )
