"""The list's headings. They stay while it scrolls, and sort it."""

from typing import Any

import reflex as rx

from ..ui.i18n import t
from ..ui.kit import bone, icon
from ..ui.theme import ICON_TINY
from .list_state import UsersListState, UsersRowsState
from .listing import SortColumn


def table_head() -> rx.Component:
    """Ticks the page, then the name, the reader's columns, the menu."""
    is_loaded: Any = UsersRowsState.is_loaded
    page = rx.el.input(
        type="checkbox",
        class_name="check",
        aria_label=t("Select this page"),
        custom_attrs={"data-tick-page": "true"},
        disabled=~is_loaded,
    )
    return rx.el.thead(
        rx.el.tr(
            _heading(rx.el.label(page, class_name="tick"), "check"),
            _sortable(t("Name"), str(SortColumn.NAME), "name"),
            rx.foreach(UsersRowsState.columns, _column),
            _heading(rx.el.span(t("Actions"), class_name="sr"), "menu"),
            role="row",
        ),
        role="rowgroup",
    )


def _column(column: Any) -> rx.Component:
    label = rx.cond(column.label, column.label, bone("56%"))
    return _sortable(label, column.sort, column.kind, key=column.key, style={"width": column.width})


def _heading(content: rx.Component | rx.Var[str], name: Any, **props: Any) -> rx.Component:
    look = rx.Var.create(f"c-{name}")
    return rx.el.th(content, scope="col", role="columnheader", class_name=look, **props)


def _sortable(label: Any, sort: Any, name: Any, **props: Any) -> rx.Component:
    """A real button; the arrow shows on the column the list is sorted by, and on hover. Plain where `sort` is empty."""
    is_sorted = UsersListState.asked["sort"] == sort
    is_descending = UsersListState.asked["is_descending"]
    arrow = rx.cond(
        is_sorted,
        rx.cond(is_descending, icon("arrow_down", ICON_TINY), icon("arrow_up", ICON_TINY)),
        icon("chevrons_up_down", ICON_TINY),
    )
    text = rx.el.span(label, class_name="cut")
    press = rx.el.button(text, arrow, class_name="sort", type="button", on_click=UsersListState.sort_by(sort))
    order = rx.cond(is_sorted, rx.cond(is_descending, "descending", "ascending"), "none")
    return _heading(rx.cond(sort != "", press, text), name, aria_sort=order, **props)
