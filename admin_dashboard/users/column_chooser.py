"""Which columns the list has, in which order: each person's own."""

from typing import Any

import reflex as rx

from ..ui.browser import KeepFocus
from ..ui.i18n import t
from ..ui.kit import icon, icon_only, link_button
from ..ui.theme import ICON_SMALL
from .columns_state import ColumnsState
from .in_browser import hint


def column_chooser() -> rx.Component:
    """A button, and what drops from it: every column with a tick, and two arrows that move it."""
    press = icon_only("columns_3", t("Columns"), custom_attrs=hint(t("Columns")))
    name = rx.el.li(
        rx.el.label(
            rx.el.input(type="checkbox", class_name="check", checked=True, disabled=True),
            t("Name"),
            class_name="column",
        ),
        rx.el.span(t("always first"), class_name="sub"),
        class_name="column-line",
    )
    body = rx.el.div(
        rx.el.div(
            rx.el.h2(t("Columns"), class_name="pop-title grow"),
            link_button(t("Reset"), on_click=ColumnsState.show_usual),
            class_name="pop-head",
        ),
        rx.el.ul(name, rx.foreach(ColumnsState.choices, _line), class_name="column-list"),
        KeepFocus.create(rows=ColumnsState.choices),
    )
    return rx.popover.root(
        rx.popover.trigger(press),
        rx.popover.content(body, class_name="pop columns-pop", align="end", side_offset=6, aria_label=t("Columns")),
        open=ColumnsState.is_open,
        on_open_change=ColumnsState.change_open,
    )


def _line(choice: Any) -> rx.Component:
    key = choice["key"]
    tick = rx.el.input(
        type="checkbox",
        class_name="check",
        checked=choice["is_shown"],
        on_change=lambda is_on: ColumnsState.show(key, is_on.to(bool)),
        id=rx.Var.create(f"column-{key}"),
    )
    return rx.el.li(
        rx.el.label(tick, rx.el.span(choice["label"], class_name="cut"), class_name="column grow"),
        _arrow("arrow_up", t("Move {column} to the front", column=choice["label"]), choice, -1),
        _arrow("arrow_down", t("Move {column} to the end", column=choice["label"]), choice, 1),
        key=key,
        class_name="column-line",
    )


def _arrow(name: str, label: rx.Var[str], choice: Any, steps: int) -> rx.Component:
    """Not disabled at the border, so that it keeps the focus."""
    is_at_border = choice["is_first"] if steps < 0 else choice["is_last"]
    return rx.el.button(
        icon(name, ICON_SMALL),
        type="button",
        class_name="column-arrow",
        aria_label=label,
        aria_disabled=rx.cond(is_at_border, "true", "false"),
        id=rx.Var.create(f"column-{choice['key']}-{'up' if steps < 0 else 'down'}"),
        on_click=ColumnsState.move(choice["key"], steps),
    )
