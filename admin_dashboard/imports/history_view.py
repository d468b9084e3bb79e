"""The page of all imports: a place for a new file, and what there was."""

from typing import Any

import reflex as rx

from ..core.permissions import Permission
from ..ui.i18n import t
from ..ui.kit import badge, empty, file_link, icon_button, skeleton_rows, text_link
from ..ui.kit.marks import Text
from ..web.person import PersonState
from . import address
from .history_state import HistoryState
from .zone import upload_zone

COLUMNS = 8
COUNTS: dict[str, Text] = {
    "created": t("Created"),
    "updated": t("Updated"),
    "unchanged": t("Unchanged"),
    "refused": t("Refused"),
}
_imports: Any = HistoryState.imports


def new_import() -> rx.Component:
    """For whoever may import."""
    templates = rx.el.p(
        file_link(t("Template (CSV)"), address.TEMPLATES["csv"]),
        file_link(t("Template (Excel)"), address.TEMPLATES["xlsx"]),
        class_name="templates",
    )
    zone = upload_zone(
        t("Drop a file of users here"),
        t("CSV, Excel, JSON or JSON lines, as your other system gives it. Nothing is written before you have seen it."),
        templates,
    )
    section = rx.el.section(rx.el.h2(t("New import"), class_name="section-title"), zone, class_name="choices")
    return rx.cond(PersonState.may[Permission.USERS_IMPORT], section, rx.fragment())


def past_imports() -> rx.Component:
    """The newest first."""
    none = empty("file_up", t("No imports yet"), t("What was imported, by whom, and with what result stands here."))
    there_are: Any = _imports.length() > 0
    title = rx.el.div(rx.el.h2(t("Past imports"), class_name="section-title"), class_name="section-head")
    there = rx.el.section(title, _table(), _turns(), class_name="card flush")
    return rx.cond(HistoryState.is_loaded & ~there_are, none, there)


def _table() -> rx.Component:
    heads = [t("File"), t("By"), t("When"), t("State"), *COUNTS.values()]
    rows = rx.cond(HistoryState.is_loaded, rx.foreach(_imports, _row), skeleton_rows(5, COLUMNS))
    return rx.el.div(
        rx.el.table(
            rx.el.thead(
                rx.el.tr(*[rx.el.th(head, scope="col", role="columnheader") for head in heads], role="row"),
                role="rowgroup",
            ),
            rx.el.tbody(rows, role="rowgroup"),
            role="table",
            class_name="plain wide-table past-table",
            aria_label=t("Past imports"),
        ),
        class_name="plain-scroll",
        tab_index=0,
        role="region",
        aria_label=t("List of past imports"),
    )


def _row(past: Any) -> rx.Component:
    link = text_link(past["file"], rx.Var.create(f"{address.PATH}/{past['id']}"))
    counts = [
        rx.el.td(past[name], class_name="num", role="cell", custom_attrs={"data-label": label})
        for name, label in COUNTS.items()
    ]
    return rx.el.tr(
        rx.el.td(link, role="cell"),
        rx.el.td(past["by"], role="cell"),
        rx.el.td(rx.el.time(past["when"], title=past["exactly"]), role="cell"),
        rx.el.td(badge(past["state"], past["tone"]), role="cell"),
        *counts,
        role="row",
        key=past["id"].to(str),
    )


def _turns() -> rx.Component:
    """Back and forth, where there is more than one page."""
    has_next: Any = HistoryState.has_next
    has_previous: Any = HistoryState.has_previous
    newer = icon_button("chevron_left", t("Newer"), on_click=HistoryState.turn(-1), disabled=~has_previous)
    older = icon_button("chevron_right", t("Older"), on_click=HistoryState.turn(1), disabled=~has_next)
    return rx.cond(has_next | has_previous, rx.el.div(newer, older, class_name="group pad"), rx.fragment())
