"""The tray: a button in the header of every page, and under it what goes on or ended lately for the person."""

from typing import Any

import reflex as rx

from ..ui.i18n import t, tn
from ..ui.kit import callout, icon, link_button, progress, text_link
from .tray_state import TrayState

_rows: Any = TrayState.rows


def tray() -> rx.Component:
    """Nothing while there is nothing to see."""
    count: Any = TrayState.going_on
    has_note: Any = TrayState.mail_note != ""
    has_rows: Any = _rows.length() > 0
    idle = rx.cond(has_note, t("Mails wait"), t("Latest actions"))
    label = rx.cond(count > 0, tn("{count} action goes on", "{count} actions go on", count), idle)
    trigger = rx.el.button(
        icon("list_checks"),
        rx.cond((count > 0) | has_note, rx.el.span(class_name="tray-mark", aria_hidden="true"), rx.fragment()),
        class_name="icon-button tray-button",
        type="button",
        aria_label=label,
        title=label,
    )
    opened = rx.popover.root(
        rx.popover.trigger(trigger),
        rx.popover.content(
            rx.cond(has_note, callout(TrayState.mail_note, "mail_warning", "warn"), rx.fragment()),
            rx.cond(has_rows, _actions(), rx.fragment()),
            class_name="tray",
            align="end",
            side_offset=6,
            aria_label=t("Actions on many users"),
        ),
    )
    said = rx.el.span(TrayState.announced, rx.cond(has_note, t("Mails wait"), ""), role="status", class_name="sr")
    return rx.fragment(said, rx.cond(has_rows | has_note, opened, rx.fragment()))


def _actions() -> rx.Component:
    return rx.fragment(
        rx.el.h2(t("Actions on many users"), class_name="section-title"),
        rx.el.ul(rx.foreach(_rows, _row), class_name="tray-list"),
    )


def _row(row: Any) -> rx.Component:
    bar = rx.cond(row["percent"] >= 0, progress(row["title"], row["percent"]), rx.fragment())
    return rx.el.li(
        rx.el.div(rx.el.span(row["title"], class_name="strong"), class_name="tray-title"),
        rx.cond(row["is_over"], rx.fragment(), bar),
        rx.el.div(
            rx.el.span(row["note"], class_name="sub grow num"),
            rx.cond(row["is_over"], rx.fragment(), _cancel(row)),
            rx.popover.close(text_link(row["link"], row["path"], aria_label=row["label"])),
            class_name="tray-foot",
        ),
        key=f"{row['kind']} {row['id']}",
        class_name="tray-row",
    )


def _cancel(row: Any) -> rx.Component:
    def button(cancel: Any) -> rx.Component:
        label = t("Cancel: {what}", what=row["title"])
        return link_button(t("Cancel"), on_click=cancel(row["id"]).temporal, aria_label=label)

    return rx.cond(row["kind"] == "import", button(TrayState.cancel_import), button(TrayState.cancel))
