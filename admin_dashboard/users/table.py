"""The list: one table that turns into cards on a phone."""

from typing import Any

import reflex as rx

from ..ui.i18n import t, tn
from ..ui.kit import avatar, badge, bone, button, empty, icon, icon_only, link
from ..ui.theme import ICON, ICON_TINY
from . import address
from .in_browser import ask_menu, hint, open_row
from .invite_state import InviteState
from .list_state import UsersListState, UsersRowsState
from .listing import SortColumn, State
from .row_menu_state import RowMenuState

MARKS = ("mail", "mail_warning", "mail_check", "mail_minus", "mail_x", "loader_circle")
WAITING_ROWS = 12
COLUMNS = 8


def users_table() -> rx.Component:
    """The list, or why there is nothing in it."""
    rows: Any = UsersRowsState.rows
    is_empty = UsersRowsState.is_loaded & (rows.length() == 0)
    return rx.fragment(rx.cond(is_empty, _nobody(), _list()), _foot())


def _list() -> rx.Component:
    body = rx.cond(
        UsersRowsState.is_loaded,
        rx.el.tbody(rx.foreach(UsersRowsState.rows, _row), role="rowgroup", on_click=open_row),
        rx.el.tbody(*[_waiting() for _n in range(WAITING_ROWS)], role="rowgroup", aria_hidden="true"),
    )
    return rx.el.div(
        rx.el.table(_head(), body, role="table", aria_label=t("Users"), class_name="table users"),
        class_name="table-scroll",
        tab_index=0,
        role="region",
        aria_label=t("List of users"),
        custom_attrs={"data-rows": "true"},
        aria_busy=rx.cond(UsersRowsState.is_loaded, "false", "true"),
    )


def _head() -> rx.Component:
    return rx.el.thead(
        rx.el.tr(
            _sortable(t("Name"), "name", SortColumn.NAME),
            _sortable(t("Email"), "email", SortColumn.EMAIL),
            _sortable(t("Last connection"), "last", SortColumn.LAST_LOGIN),
            _heading(t("Enrollment"), "enrollment"),
            _heading(t("Type"), "type"),
            _heading(t("Source"), "source"),
            _heading(t("Roles"), "roles"),
            _heading(rx.el.span(t("Actions"), class_name="sr"), "menu"),
            role="row",
        ),
        role="rowgroup",
    )


def _heading(content: rx.Component | rx.Var[str], name: str, **props) -> rx.Component:
    return rx.el.th(content, scope="col", role="columnheader", class_name=f"c-{name}", **props)


def _sortable(label: rx.Var[str], name: str, column: SortColumn) -> rx.Component:
    """A real button; the arrow shows on the column the list is sorted by, and on hover."""
    is_sorted = UsersListState.asked["sort"] == str(column)
    is_descending = UsersListState.asked["is_descending"]
    arrow = rx.cond(
        is_sorted,
        rx.cond(is_descending, icon("arrow_down", ICON_TINY), icon("arrow_up", ICON_TINY)),
        icon("chevrons_up_down", ICON_TINY),
    )
    sort = rx.el.button(label, arrow, class_name="sort", type="button", on_click=UsersListState.sort_by(str(column)))
    order = rx.cond(is_sorted, rx.cond(is_descending, "descending", "ascending"), "none")
    return _heading(sort, name, aria_sort=order)


def _row(row: Any) -> rx.Component:
    seen = rx.el.time(row.seen, title=row.seen_exactly)
    kind = rx.cond(row.is_external, badge(t("External"), "teal"), rx.el.span(t("Internal")))
    return rx.el.tr(
        rx.el.th(_who(row), scope="row", role="rowheader", class_name="c-name"),
        _cell("email", rx.el.span(row.email, class_name="cut", title=row.email)),
        _cell("last", seen),
        _cell("enrollment", _envelope(row)),
        _cell("type", kind),
        _cell("source", row.source),
        _cell("roles", _roles(row)),
        _cell("menu", _menu_button(row)),
        key=row.id,
        role="row",
        class_name=rx.cond(row.is_disabled, "off", ""),
        custom_attrs={"data-row": row.id},
    )


def _cell(name: str, *content) -> rx.Component:
    return rx.el.td(*content, role="cell", class_name=f"c-{name}")


def _who(row: Any) -> rx.Component:
    """Avatar, name as the link that opens the record, username under it, and what differs from normal."""
    name = link(row.name, href=f"{address.PATH}/{row.id}", class_name="name", custom_attrs={"data-open": "true"})
    marks = rx.fragment(
        rx.cond(row.is_disabled, badge(t("Disabled"), "red", "ban"), rx.fragment()),
        rx.cond(
            row.is_temporary,
            rx.el.span(badge(t("Temporary"), "amber", "key_round"), title=t("Temporary password, not used yet")),
            rx.fragment(),
        ),
    )
    return rx.el.div(
        avatar(row.initials, row.tint),
        rx.el.div(
            rx.el.div(name, class_name="name-line"),
            rx.el.div(rx.el.span(row.username, class_name="sub cut"), marks, class_name="name-line"),
            class_name="who-text",
        ),
        class_name="who",
    )


def _envelope(row: Any) -> rx.Component:
    """A button while it can be sent, a named picture when it cannot; the label says why without hovering."""
    face = rx.match(row.mark, *[(mark, icon(mark, ICON)) for mark in MARKS], icon("mail", ICON))
    press = rx.el.button(
        face,
        rx.el.span(row.envelope),
        class_name=rx.Var.create(f"envelope {row.tone}"),
        type="button",
        aria_label=rx.Var.create(f"{row.envelope}: {row.hint}"),
        on_click=InviteState.invite(row.id),
        custom_attrs=hint(row.hint),
    )
    still = rx.el.span(
        face,
        rx.el.span(row.envelope),
        class_name=rx.Var.create(f"envelope still {row.tone}"),
        role="img",
        aria_label=rx.Var.create(f"{row.envelope}: {row.hint}"),
        custom_attrs=hint(row.hint),
    )
    return rx.cond(row.can_invite, press, still)


def _roles(row: Any) -> rx.Component:
    """The first role, then how many more."""
    more = rx.cond(row.more_roles, rx.el.span(row.more_roles, class_name="more", title=row.all_roles), rx.fragment())
    none = rx.el.span(rx.el.span("–", aria_hidden="true"), rx.el.span(t("No role"), class_name="sr"))
    return rx.cond(row.role, rx.el.span(rx.el.span(row.role, class_name="cut"), more, class_name="roles"), none)


def _menu_button(row: Any) -> rx.Component:
    return icon_only(
        "ellipsis",
        t("Actions for {name}", name=row.name),
        class_name="row-menu",
        aria_haspopup="menu",
        on_click=ask_menu(RowMenuState.open_for),
    )


def _waiting() -> rx.Component:
    """A row on its way, in the height of a real one."""
    name = rx.el.th(
        rx.el.div(rx.el.span(class_name="bone round"), bone("56%"), class_name="who"), role="cell", class_name="c-name"
    )
    rest = [rx.el.td(bone("60%"), role="cell") for _n in range(COLUMNS - 2)]
    return rx.el.tr(name, *rest, rx.el.td(role="cell", class_name="c-menu"), role="row", class_name="waiting")


def _nobody() -> rx.Component:
    """Why nobody is shown, and what helps."""
    asked, elsewhere = UsersListState.asked, UsersRowsState.foot["elsewhere"]
    clear = button(t("Clear the search"), on_click=UsersListState.clear_search)
    anyone = button(t("Show all users"), kind="primary", on_click=UsersListState.choose_state(str(State.ANY)))
    nobody = t("Nobody matches “{words}”", words=asked["text"])
    hidden = tn(
        "There is {count} match among the users not shown.",
        "There are {count} matches among the users not shown.",
        elsewhere,
    )
    unknown = t("No name, username or email begins or contains what you typed.")
    without_text = rx.cond(
        asked["state"] == str(State.DISABLED),
        empty(
            "users",
            t("Nobody is disabled"),
            t("Disabled users keep their roles and cannot sign in."),
            button(t("Show enabled users"), kind="primary", on_click=UsersListState.choose_state(str(State.ENABLED))),
        ),
        empty("users", t("No users"), t("Nobody is here yet.")),
    )
    with_text = rx.cond(
        elsewhere > 0,
        empty("search_x", nobody, hidden, anyone, clear),
        empty("search_x", nobody, unknown, clear),
    )
    return rx.cond(asked["text"], with_text, without_text)


def _foot() -> rx.Component:
    """Where one is, page size, previous and next."""
    foot = UsersRowsState.foot
    sizes = [rx.el.option(str(size), value=str(size)) for size in address.SIZES]
    return rx.el.div(
        rx.el.span(
            rx.cond(foot["span"], t("{span} of {total}", span=foot["span"], total=foot["total"]), ""),
            class_name="grow",
        ),
        rx.el.span(foot["announced"], role="status", class_name="sr"),
        rx.el.span(t("Rows"), class_name="wide", aria_hidden="true"),
        rx.el.div(
            rx.el.select(
                *sizes,
                class_name="select",
                aria_label=t("Rows per page"),
                value=UsersListState.asked["size"],
                on_change=UsersListState.choose_size,
            ),
            class_name="wide",
        ),
        rx.el.span(foot["page"], class_name="page-of"),
        _pager("chevron_left", t("Previous page"), foot["has_previous"], -1),
        _pager("chevron_right", t("Next page"), foot["has_next"], 1),
        class_name="foot",
    )


def _pager(name: str, label: rx.Var[str], is_there: Any, pages: int) -> rx.Component:
    return icon_only(name, label, class_name="pager", disabled=~is_there, on_click=UsersListState.turn(pages))
