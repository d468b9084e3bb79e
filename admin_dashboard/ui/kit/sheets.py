"""What lies over a page: sheets from the right, questions before something dangerous."""

from typing import Any

import reflex as rx

from ..browser import guarded_change, on_event
from ..i18n import t
from .buttons import button, icon_only
from .marks import Text


def sheet(
    title: Text,
    description: Text,
    *body: rx.Component,
    open: rx.Var[bool] | bool,
    on_open_change: Any,
    **props: Any,
) -> rx.Component:
    """A drawer on the right, open while `open` is true: head and foot stay, the middle scrolls.

    Opened, the focus is on its field marked `first`, else on its title; closed, it goes back. Closing over unsaved
    work of a guarded form asks first. `foot`, `lead` (before the title, an avatar), `tools` (after it, icon buttons),
    `is_wide`: for a record.
    """
    head = rx.el.div(
        *props.pop("lead", []),
        rx.el.div(
            rx.dialog.title(title, class_name="sheet-title", custom_attrs={"data-title": "true", "tabIndex": -1}),
            rx.dialog.description(description, class_name="sheet-description"),
            class_name="grow",
        ),
        *props.pop("tools", []),
        rx.dialog.close(icon_only("x", t("Close"))),
        class_name="sheet-head",
    )
    foot = props.pop("foot", None)
    look = "sheet wide-sheet" if props.pop("is_wide", False) else "sheet"
    focus: dict[str, Any] = {"on_close_auto_focus": on_event("sheets", "returnFocus")}
    return rx.dialog.root(
        rx.dialog.content(
            head,
            rx.el.div(*body, class_name="sheet-body", tab_index=0, role="region", aria_label=title),
            rx.el.div(foot, class_name="sheet-foot") if foot else rx.fragment(),
            class_name=look,
            on_open_auto_focus=on_event("sheets", "focusOnOpen"),
            **focus | props,
        ),
        open=open,
        on_open_change=guarded_change(on_open_change),
    )


def sheet_foot(*actions: rx.Component) -> rx.Component:
    """The foot's line of actions; a part with class `grow` pushes the rest to the right."""
    return rx.el.div(*actions, class_name="group fill")


def grow() -> rx.Component:
    """Takes the room that is left."""
    return rx.el.div(class_name="grow")


def question(
    title: Text, description: Text, *body: rx.Component, confirm: rx.Component, open: rx.Var[bool] | bool, **props: Any
) -> rx.Component:
    """Asks once before something dangerous; `confirm` is the button that says the verb and how many.

    `on_open_change` closes it: Escape, Cancel. The focus starts on Cancel.
    """
    return rx.alert_dialog.root(
        rx.alert_dialog.content(
            rx.alert_dialog.title(title, class_name="sheet-title"),
            rx.alert_dialog.description(description, class_name="sheet-description"),
            *body,
            rx.el.div(rx.alert_dialog.cancel(button(t("Cancel"))), confirm, class_name="dialog-foot"),
            class_name="dialog",
            on_open_auto_focus=on_event("sheets", "rememberFocus"),
            on_close_auto_focus=on_event("sheets", "returnFocus"),
        ),
        open=open,
        **props,
    )
