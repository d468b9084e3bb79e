"""The list: one table that turns into cards on a phone."""

from typing import Any

import reflex as rx

from ..ui.i18n import t
from ..ui.kit import avatar, badge, bone, icon_only, link
from . import address
from .in_browser import ask_menu, initials, open_row
from .list_foot import list_foot
from .list_state import UsersRowsState
from .nobody import nobody
from .row_menu_state import RowMenuState
from .table_cells import cell_content
from .table_head import table_head

TINTS = 6
WAITING_ROWS = 12


def users_table() -> rx.Component:
    """The list, or why there is nothing in it."""
    rows: Any = UsersRowsState.rows
    is_empty = UsersRowsState.is_loaded & (rows.length() == 0)
    return rx.fragment(rx.cond(is_empty, nobody(), _list()), list_foot())


def _list() -> rx.Component:
    body = rx.cond(
        UsersRowsState.is_loaded,
        rx.el.tbody(rx.foreach(UsersRowsState.rows, _row), role="rowgroup", on_click=open_row),
        rx.el.tbody(*[_waiting() for _n in range(WAITING_ROWS)], role="rowgroup", aria_hidden="true"),
    )
    return rx.el.div(
        rx.el.table(
            table_head(),
            body,
            role="table",
            aria_label=t("Users"),
            class_name="table users",
            style={"min-width": UsersRowsState.least_width},
        ),
        class_name="table-scroll",
        tab_index=0,
        role="region",
        aria_label=t("List of users"),
        custom_attrs={"data-rows": "true"},
        aria_busy=rx.cond(UsersRowsState.is_loaded, "false", "true"),
    )


def _row(row: Any) -> rx.Component:
    name = rx.Var.create(f"{row.first} {row.last}")
    # Uncontrolled: `assets/ui/ticks.js` says whether it is ticked, without waiting for the server.
    box = rx.el.input(type="checkbox", class_name="check", aria_label=t("Select {name}", name=name))
    menu = icon_only(
        "ellipsis",
        t("Actions for {name}", name=name),
        class_name="row-menu",
        aria_haspopup="menu",
        on_click=ask_menu(RowMenuState.open_for),
    )
    return rx.el.tr(
        rx.el.td(rx.el.label(box, class_name="tick"), role="cell", class_name="c-check"),
        rx.el.th(_who(row, name), scope="row", role="rowheader", class_name="c-name"),
        rx.foreach(UsersRowsState.columns, lambda column, at: _cell(column, row.cells[at], row)),
        rx.el.td(menu, role="cell", class_name="c-menu"),
        key=row.id,
        role="row",
        class_name=rx.cond(row.is_disabled, "off", ""),
        custom_attrs={"data-row": row.id},
    )


def _cell(column: Any, cell: Any, row: Any) -> rx.Component:
    return rx.el.td(
        cell_content(column.kind, cell, row.id),
        key=column.key,
        role="cell",
        class_name=rx.Var.create(f"c-{column.kind}"),
        custom_attrs={"data-label": column.label},
    )


def _who(row: Any, name: rx.Var[str]) -> rx.Component:
    """Avatar, name as the link that opens the record, username under it, and what differs from normal."""
    opens = link(name, href=f"{address.PATH}/{row.id}", class_name="name", custom_attrs={"data-open": "true"})
    marks = rx.fragment(
        rx.cond(row.is_disabled, badge(t("Disabled"), "red", "ban"), rx.fragment()),
        rx.cond(
            row.is_temporary,
            rx.el.span(badge(t("Temporary"), "amber", "key_round"), title=t("Temporary password, not used yet")),
            rx.fragment(),
        ),
    )
    return rx.el.div(
        avatar(initials(row.first, row.last), row.id % TINTS),
        rx.el.div(
            rx.el.div(opens, class_name="name-line"),
            rx.el.div(rx.el.span(row.username, class_name="sub cut"), marks, class_name="name-line"),
            class_name="who-text",
        ),
        class_name="who",
    )


def _waiting() -> rx.Component:
    """A row on its way, in the height of a real one."""
    name = rx.el.th(
        rx.el.div(rx.el.span(class_name="bone round"), bone("56%"), class_name="who"), role="cell", class_name="c-name"
    )
    return rx.el.tr(
        rx.el.td(role="cell", class_name="c-check"),
        name,
        rx.foreach(
            UsersRowsState.columns,
            lambda column: rx.el.td(bone("60%"), role="cell", class_name=rx.Var.create(f"c-{column.kind}")),
        ),
        rx.el.td(role="cell", class_name="c-menu"),
        role="row",
        class_name="waiting",
    )
