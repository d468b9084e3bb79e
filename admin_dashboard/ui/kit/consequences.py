"""What something would do to many: the two numbers, what it means, and who is left out for which reason."""

from typing import Any

import reflex as rx

from ..browser import on_event
from ..i18n import t
from ..theme import ICON_SMALL
from .buttons import button
from .fields import form
from .marks import icon


def question_form(state: Any, *parts: rx.Component, confirm: rx.Component, id: str) -> rx.Component:
    """Asks once, as a form: `parts`, the dialog's foot with `confirm` last.

    The state has `question` (`title`, `description` and what `consequences` draws), `form_number`, `is_open`, and the
    handlers `start(form)` and `change_open(is_open)`.
    """
    return rx.alert_dialog.root(
        rx.alert_dialog.content(
            rx.alert_dialog.title(state.question["title"], class_name="sheet-title"),
            rx.alert_dialog.description(state.question["description"], class_name="sheet-description"),
            form(
                *parts,
                rx.el.div(rx.alert_dialog.cancel(button(t("Cancel"))), confirm, class_name="dialog-foot"),
                id=id,
                on_submit=state.start.temporal,
                key=state.form_number.to(str),
            ),
            class_name="dialog many",
            on_open_auto_focus=on_event("sheets", "rememberFocus"),
            on_close_auto_focus=on_event("sheets", "returnFocus"),
        ),
        open=state.is_open,
        on_open_change=state.change_open,
    )


def consequences(would: Any, left_out: Any) -> rx.Component:
    """`would`: a Var with `will`, `will_text`, `skipped`, `effects`, `skips` (`key`, `reason`, `count`), all texts.

    `left_out`: a state with the handler `look(key)`, and what it found: `reason` (a key), `people` (`name`, `username`)
    and `note`.

    Nothing is drawn while `will` is empty. The numbers are announced when they arrive.
    """
    return rx.el.div(
        rx.cond(
            would["will"] != "",
            rx.fragment(
                rx.el.div(
                    _figure(would["will"], would["will_text"]),
                    _figure(would["skipped"], t("will be left out")),
                    class_name="outcomes",
                ),
                rx.cond(would["effects"].length() > 0, _effects(would["effects"]), rx.fragment()),
                rx.cond(would["skips"].length() > 0, _skips(would["skips"], left_out), rx.fragment()),
            ),
            rx.fragment(),
        ),
        role="status",
    )


def _figure(number: Any, text: Any) -> rx.Component:
    return rx.el.div(
        rx.el.span(number, class_name="figure"), " ", rx.el.span(text, class_name="sub"), class_name="outcome"
    )


def _effects(effects: Any) -> rx.Component:
    return rx.el.ul(rx.foreach(effects, lambda effect: rx.el.li(effect, key=effect)), class_name="consequences")


def _skips(skips: Any, left_out: Any) -> rx.Component:
    def line(skip: Any) -> rx.Component:
        is_open = left_out.reason == skip["key"]
        head = rx.el.button(
            rx.cond(is_open, icon("chevron_down", ICON_SMALL), icon("chevron_right", ICON_SMALL)),
            rx.el.span(skip["reason"], class_name="grow"),
            rx.el.span(skip["count"], class_name="num"),
            type="button",
            class_name="skip-line",
            aria_expanded=is_open,
            on_click=left_out.look(skip["key"]),
        )
        return rx.el.li(head, rx.cond(is_open, _people(left_out), rx.fragment()), key=skip["key"])

    return rx.el.div(
        rx.el.div(t("Left out"), class_name="field-label", aria_hidden="true"),
        rx.el.ul(rx.foreach(skips, line), class_name="skips", tab_index=0, aria_label=t("Left out")),
    )


def _people(left_out: Any) -> rx.Component:
    def one(person: Any) -> rx.Component:
        name, username = rx.el.span(person["name"]), rx.el.span(person["username"], class_name="sub")
        return rx.el.li(name, " ", username, key=person["username"])

    return rx.fragment(
        rx.el.ul(rx.foreach(left_out.people, one), class_name="skip-people"),
        rx.cond(left_out.note != "", rx.el.div(left_out.note, class_name="sub skip-note"), rx.fragment()),
    )
