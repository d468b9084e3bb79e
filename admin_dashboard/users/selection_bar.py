"""What is said, and later done, about ticked users. It takes the place of the chips, so that the list stays still."""

import reflex as rx

from ..ui.i18n import t, tn
from ..ui.kit import link_button
from .in_browser import Ticks, clear_ticks, tick_all
from .list_state import UsersRowsState
from .selection_state import SelectionState


def chips_or_selection(chips: rx.Component) -> rx.Component:
    """The chips; over them, while anybody is ticked, the bar. Both keep the room of the chips."""
    is_any = SelectionState.count > 0
    said = tn("{count} selected", "{count} selected", SelectionState.count)
    return rx.el.div(
        rx.el.div(chips, class_name="under-bar", custom_attrs={"inert": rx.cond(is_any, "true", rx.Var("undefined"))}),
        rx.cond(is_any, _bar(said), rx.fragment()),
        rx.el.span(rx.cond(is_any, said, ""), role="status", class_name="sr"),
        Ticks.create(
            rows=UsersRowsState.rows,
            ticked=UsersRowsState.ticked,
            answered=SelectionState.answered,
            refused=SelectionState.refused,
            on_tick=SelectionState.tick,
        ),
        class_name=rx.cond(is_any, "chips-or-bar covered", "chips-or-bar"),
    )


def selection_actions() -> list[rx.Component]:
    """What can be done to everybody who is ticked, in this order; each a button with its count."""
    return []


def _bar(said: rx.Var[str]) -> rx.Component:
    everybody = link_button(
        t("Select all {total} matching", total=UsersRowsState.foot["total"]),
        on_click=tick_all(SelectionState.tick_all),
    )
    actions = selection_actions()
    return rx.el.div(
        rx.el.span(said, class_name="strong"),
        rx.cond(SelectionState.is_all, rx.fragment(), everybody),
        link_button(t("Clear"), on_click=clear_ticks(SelectionState.clear), custom_attrs={"data-clear": "true"}),
        *([rx.el.span(class_name="rule"), *actions] if actions else []),
        class_name="selection",
        role="region",
        aria_label=t("Selection"),
    )
