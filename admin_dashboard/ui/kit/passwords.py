"""What a new password must be, live while one types."""

import reflex as rx

from ..i18n import t
from ..theme import ICON_SMALL
from .marks import Text, icon

SEGMENTS = 4


def password_rules(*rules: tuple[rx.Var[bool] | bool, Text]) -> rx.Component:
    """The rules, (is met, text) each: there before one types, ticked off one by one."""
    return rx.el.ul(*[_rule(*rule) for rule in rules], class_name="rules", aria_label=t("Password rules"))


def _rule(is_met: rx.Var[bool] | bool, text: Text) -> rx.Component:
    return rx.el.li(
        rx.cond(is_met, icon("circle_check", ICON_SMALL), icon("circle", ICON_SMALL)),
        rx.el.span(text, rx.el.span(rx.cond(is_met, t(": met"), t(": not yet")), class_name="sr")),
        class_name=rx.cond(is_met, "rule-line good", "rule-line"),
    )


def strength(filled: rx.Var[int] | int, word: Text | rx.Component) -> rx.Component:
    """Four segments (0–4 filled) and a word, which is announced; never the colour alone."""
    level = rx.Var.create(filled).to(int)
    return rx.el.div(
        *[rx.el.span(class_name=rx.cond(level > n, "seg on", "seg"), aria_hidden="true") for n in range(SEGMENTS)],
        rx.el.span(word, class_name="sub", role="status"),
        class_name=rx.Var.create(f"strength s{level}"),
    )
