"""What is said about ticked users, and what can be done to them.

It takes the place of the chips, so that the list stays still.
"""

from typing import Any

import reflex as rx

from ..ui.i18n import t, tn
from ..ui.kit import icon, icon_only, link_button, menu, menu_item, menu_line
from ..ui.theme import ICON_SMALL
from .export_sheet import export_selected
from .in_browser import Ticks, clear_ticks, tick_all
from .list_state import UsersRowsState
from .many_counts_state import ManyCountsState
from .many_state import ManyState
from .selection_state import SelectionState

IN_BAR = (
    ("invite", "mail", t("Invite")),
    ("disable", "ban", t("Disable")),
    ("enable", "circle_check", t("Enable")),
)
IN_MENU = (
    ("grant_role", "shield_plus", t("Give a role…")),
    ("revoke_role", "shield_minus", t("Take back a role…")),
    ("add_to_space", "layers", t("Add to a space…")),
    ("remove_from_space", "log_out", t("Take out of a space…")),
    ("set_attribute", "tag", t("Set an attribute…")),
)
_offers: Any = ManyCountsState.offers
_counts: Any = ManyCountsState.counts


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
    first = [_action(*each) for each in IN_BAR]
    return [rx.fragment(*first), export_selected(), rx.cond(_offers.length() > 0, _more(), rx.fragment())]


def _action(name: str, mark: str, text: rx.Var[str]) -> rx.Component:
    """Shown to who may ask for it; how many it would change is part of its name."""
    count = rx.cond(_counts.contains(name), _counts[name], "")
    press = rx.el.button(
        icon(mark, ICON_SMALL),
        rx.el.span(text, " ", rx.el.span(count, class_name="num sub")),
        on_click=ManyState.open_for(name).temporal,
        class_name="bar-action",
        type="button",
    )
    return rx.cond(_offers.contains(name), press, rx.fragment())


def _more() -> rx.Component:
    def item(name: str, mark: str, text: rx.Var[str], **props: Any) -> rx.Component:
        pressed = menu_item(text, mark, ManyState.open_for(name), **props)
        return rx.cond(_offers.contains(name), pressed, rx.fragment())

    delete = rx.fragment(menu_line(), item("delete", "trash_2", t("Delete…"), is_dangerous=True))
    return menu(
        icon_only("ellipsis", t("More actions"), class_name="icon-button"),
        *[item(*each) for each in IN_MENU],
        rx.cond(_offers.contains("delete"), delete, rx.fragment()),
    )


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
