"""Counts that choose what stands below, and tables of rows."""

from typing import Any

import reflex as rx

from ..ui.i18n import t
from ..ui.kit import badge, file_button, icon, icon_button, text_link
from ..ui.kit.marks import Text
from ..ui.theme import ICON_SMALL, ICON_TINY
from . import address
from .frame import head, step
from .rows import LONGEST_TEXT, Which
from .rows_state import RowsState, UpdatesState
from .studio_state import CHECK

_which: Any = RowsState.which
Tile = tuple[Which, Text, str, str]
WILL: list[Tile] = [
    (Which.CREATED, t("to create"), "plus", "accent"),
    (Which.UPDATED, t("to update"), "pencil", "warn"),
    (Which.UNCHANGED, t("unchanged"), "equal", ""),
    (Which.REFUSED, t("refused"), "circle_x", "danger"),
    (Which.WARNED, t("with a warning"), "triangle_alert", "warn"),
]
DID: list[Tile] = [
    (Which.ALL, t("rows"), "rows_3", ""),
    (Which.CREATED, t("created"), "plus", "accent"),
    (Which.UPDATED, t("updated"), "pencil", "warn"),
    (Which.UNCHANGED, t("unchanged"), "equal", ""),
    (Which.REFUSED, t("refused"), "circle_x", "danger"),
    (Which.WARNED, t("with a warning"), "triangle_alert", "warn"),
    (Which.NOT_DONE, t("not done"), "circle_dashed", ""),
    (Which.RESTORED, t("taken back"), "undo_2", ""),
    (Which.LEFT_ALONE, t("left as they are"), "circle_minus", "warn"),
]
HEADINGS: list[tuple[str, Text]] = [
    (Which.ALL, t("All rows")),
    (Which.CREATED, t("New users")),
    (Which.UPDATED, t("Updates")),
    (Which.UNCHANGED, t("Unchanged")),
    (Which.REFUSED, t("Refused")),
    (Which.WARNED, t("Warnings")),
    (Which.NOT_DONE, t("Not done")),
    (Which.RESTORED, t("Taken back")),
    (Which.LEFT_ALONE, t("Left as they are")),
]
SOMETIMES = {Which.WARNED, Which.NOT_DONE, Which.RESTORED, Which.LEFT_ALONE}


def tiles(kinds: list[Tile]) -> rx.Component:
    """How many of which; each shows only those."""

    def tile(which: Which, text: Text, mark: str, tone: str) -> rx.Component:
        shown = rx.el.button(
            rx.el.span(icon(mark, ICON_SMALL), rx.el.span(text), class_name=f"tile-what {tone}"),
            rx.el.span(head["counts"][str(which)], class_name="figure"),
            on_click=RowsState.choose(str(which)),
            aria_pressed=rx.cond(_which == str(which), "true", "false"),
            class_name="tile",
            type="button",
        )
        return rx.cond(head["there_are"][str(which)], shown, rx.fragment()) if which in SOMETIMES else shown

    return rx.el.div(*[tile(*kind) for kind in kinds], class_name="tiles", role="group", aria_label=t("Show"))


def chosen_rows() -> rx.Component:
    """The rows that the pressed count is about."""
    title: Any = rx.match(_which, *[(str(which), text) for which, text in HEADINGS], t("All rows"))
    page: Any = RowsState.page
    table: Any = rx.match(
        page["kind"],
        ("problems", _problems(page, title)),
        ("changes", _changes(page, title)),
        _people(page, title),
    )
    is_refused = _which == str(Which.REFUSED)
    out = rx.cond(
        step == CHECK, t("These rows stay out; the others can be imported."), t("These rows were not imported.")
    )
    note: Any = rx.cond(is_refused, out, "")
    return _block(RowsState, title, table, note, rx.cond(is_refused, download_refused(), rx.fragment()))


def download_refused() -> rx.Component:
    """The refused rows as a file that can be corrected and imported."""
    link = file_button(t("Download refused rows"), rx.Var.create(f"{address.PATH}/{head['id']}/refused.csv"))
    return rx.cond(head["there_are"][str(Which.REFUSED)], link, rx.fragment())


def updates() -> rx.Component:
    """What changes for people who are there, beside whatever else is shown."""
    page: Any = UpdatesState.page
    block = _block(UpdatesState, t("Updates"), _changes(page, t("Updates")), t("Only what differs."))
    is_shown = (_which != str(Which.UPDATED)) & head["there_are"][str(Which.UPDATED)]
    return rx.cond(is_shown, block, rx.fragment())


def _block(state: Any, title: Any, table: rx.Component, note: Any, *tools: Any) -> rx.Component:
    search = rx.input(
        rx.input.slot(icon("search", ICON_SMALL)),
        default_value="",
        on_change=state.search.debounce(200),
        max_length=LONGEST_TEXT,
        aria_label=t("Search these rows"),
        placeholder=t("Line or value"),
        auto_complete="off",
        type="search",
        size="2",
        class_name="row-search",
        key=state.epoch.to(str),
    )
    there_are = state.page["lines"].length() > 0
    return rx.el.section(
        rx.el.div(
            rx.el.h2(title, class_name="section-title"),
            rx.el.span(note, class_name="sub grow"),
            search,
            *tools,
            class_name="section-head",
        ),
        rx.cond(there_are, table, rx.el.p(t("There are no such rows."), class_name="sub pad")),
        _turns(state),
        class_name="card flush",
    )


def _turns(state: Any) -> rx.Component:
    has_next = state.page["has_next"].to(bool)
    both = rx.el.div(
        icon_button("chevron_left", t("Previous page"), on_click=state.turn(-1), disabled=~state.has_previous),
        icon_button("chevron_right", t("Next page"), on_click=state.turn(1), disabled=~has_next),
        class_name="group pad",
    )
    return rx.cond(has_next | state.has_previous, both, rx.fragment())


def _table(name: Any, heads: list[Any], rows: Any) -> rx.Component:
    named = rx.el.tr(*[rx.el.th(text, scope="col", role="columnheader") for text in heads], role="row")
    return rx.el.div(
        rx.el.table(
            rx.el.thead(named, role="rowgroup"),
            rx.el.tbody(rows, role="rowgroup"),
            role="table",
            class_name="plain wide-table rows-table",
            aria_label=name,
        ),
        class_name="plain-scroll",
        tab_index=0,
        role="region",
        aria_label=name,
    )


def _row(line: Any, *cells: Any) -> rx.Component:
    """The number of the line, then what is said of it."""
    number = rx.el.td(line["line"], class_name="num", role="cell")
    return rx.el.tr(number, *[rx.el.td(cell, role="cell") for cell in cells], role="row", key=line["key"])


def _problems(page: Any, name: Any) -> rx.Component:
    """Line, column, value, reason."""

    def row(line: Any) -> rx.Component:
        value = rx.el.span(line["value"], class_name=rx.cond(_which == str(Which.WARNED), "value warned", "value"))
        shown = rx.cond(line["value"] != "", value, rx.fragment())
        return _row(line, rx.el.code(line["column"], class_name="code"), shown, line["reason"])

    heads = [t("Line"), t("Column"), t("Value"), t("Reason")]
    return _table(name, heads, rx.foreach(page["lines"], row))


def _changes(page: Any, name: Any) -> rx.Component:
    """Line, user, field, old and new."""

    def row(line: Any) -> rx.Component:
        none = rx.el.span(t("empty"), class_name="faint")
        old = rx.cond(line["old"] != "", rx.el.del_(line["old"]), none)
        new = rx.cond(line["new"] != "", rx.el.ins(line["new"]), none)
        change = rx.el.span(old, icon("arrow_right", ICON_TINY), new, class_name="change")
        return _row(line, _user(line), line["field"], change)

    heads = [t("Line"), t("User"), t("Field"), t("Old → new")]
    return _table(name, heads, rx.foreach(page["lines"], row))


def _people(page: Any, name: Any) -> rx.Component:
    """Line, user, what becomes of the row, and why."""

    def row(line: Any) -> rx.Component:
        return _row(line, _user(line), badge(line["outcome"], line["tone"]), line["reason"])

    heads = [t("Line"), t("User"), t("Outcome"), t("Reason")]
    return _table(name, heads, rx.foreach(page["lines"], row))


def _user(line: Any) -> rx.Component:
    named = text_link(line["user"], rx.Var.create(f"/users/{line['user_id']}/page"))
    return rx.cond(line["user_id"] > 0, named, rx.el.span(line["user"], class_name="strong"))
