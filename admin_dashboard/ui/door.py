"""Pages in front of the door: sign-in, invitation, set-up, forgotten password."""

from typing import Any

import reflex as rx

from .i18n import LANGUAGE_NAMES, page_language, set_language, t
from .kit.buttons import button
from .kit.marks import Text, avatar, icon, logo
from .notices import lost_connection, notice_area


def door(*content: rx.Component, note: Text | rx.Component = "", site: Text = "") -> rx.Component:
    """A calm page with one thing to do. `note` stands under it, `site` (the platform's name) in the foot."""
    return rx.el.div(
        rx.el.div(
            rx.el.header(logo(28), rx.el.span(t("Administration"), class_name="brand"), class_name="door-top"),
            lost_connection(),
            rx.el.main(
                rx.el.div(*content, class_name="door-card"),
                rx.el.div(note, class_name="door-note"),
                class_name="door-main",
            ),
            rx.el.footer(rx.el.span(site, class_name="grow"), *_languages(), class_name="door-foot"),
            class_name="door-side",
        ),
        rx.el.div(class_name="motif", aria_hidden="true"),
        notice_area(),
        class_name="door",
    )


def door_title(title: Text, under: Text = "") -> rx.Component:
    """The heading of a door page and the sentence under it."""
    return rx.fragment(rx.el.h1(title, class_name="door-title"), rx.el.p(under, class_name="door-sub"))


def door_error(text: rx.Var[str]) -> rx.Component:
    """What was wrong with the whole form; announced when it comes, nothing while it is empty."""
    wrong = rx.el.div(icon("circle_alert", 14), rx.el.span(text), class_name="notice danger")
    return rx.el.div(rx.cond(text, wrong), role="alert")


def door_account(name: Text, email: Text, initials: Text, tint: rx.Var[int] | int = 2) -> rx.Component:
    """Whose account it is."""
    return rx.el.div(
        avatar(initials, tint),
        rx.el.div(rx.el.div(name, class_name="strong cut"), rx.el.div(email, class_name="sub cut"), class_name="grow"),
        class_name="account",
    )


def door_button(text: Text, busy: bool | rx.Var[bool] = False, **props: Any) -> rx.Component:
    """The one thing to do, as wide as the fields."""

    return button(text, kind="primary", busy=busy, **({"type": "submit", "size": "3", "width": "100%"} | props))


def _languages() -> list[rx.Component]:
    return [
        rx.el.button(
            name,
            lang=language,
            type="button",
            class_name="plain-link",
            aria_pressed=rx.cond(page_language() == language, "true", "false"),
            on_click=set_language(language),
        )
        for language, name in LANGUAGE_NAMES.items()
    ]
