"""The field for one's own new password, with the rules live beneath it."""

from typing import Any

import reflex as rx

from .i18n import t
from .kit import password_field, password_rules, strength

PAUSE_MS = 150


def how_hard(filled: Any) -> rx.Component | rx.Var[Any]:
    """The word beside the four segments."""
    return rx.match(
        filled,
        (1, t("Easy to guess")),
        (2, t("Could be guessed: add a word")),
        (3, t("Hard to guess")),
        (4, t("Very hard to guess")),
        "",
    )


def new_password(state: Any, label: rx.Var[str] | None = None, **props: Any) -> rx.Component:
    """The field `password` of a form. `state` mixes in `NewPasswordState` and `FormState`; `props` go to the field."""
    return rx.fragment(
        password_field(
            t("New password") if label is None else label,
            "password",
            error=state.field_errors["password"],
            auto_complete="new-password",
            on_change=state.judge_password.debounce(PAUSE_MS),
            **props,
        ),
        strength(state.filled, how_hard(state.filled)),
        password_rules(
            (state.is_long, t("At least 10 characters")),
            (state.is_impersonal, t("Not built from your name, username or email")),
            (state.is_hard, t("Hard to guess")),
        ),
    )
