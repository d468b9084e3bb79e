"""The question before users become a file, and the fetching of it."""

from typing import Any

import reflex as rx

from ..core.permissions import Permission
from ..models import ExportFormat
from ..ui.browser import Download, on_event
from ..ui.i18n import t
from ..ui.kit import button, form, icon, select
from ..ui.kit.marks import Text
from ..ui.theme import ICON_SMALL
from ..web.person import PersonState
from .export_state import ExportState

FORM = "export"
_question: Any = ExportState.question
_number: Any = ExportState.form_number
_may: Any = PersonState.may[Permission.USERS_EXPORT]


def export_list() -> rx.Component:
    """For the toolbar: all who match the list."""
    return rx.cond(_may, button(t("Export"), "download", on_click=ExportState.open_list.temporal), rx.fragment())


def export_selected() -> rx.Component:
    """For the selection bar: those who are ticked."""
    press = rx.el.button(
        icon("download", ICON_SMALL),
        rx.el.span(t("Export")),
        on_click=ExportState.open_selected.temporal,
        class_name="bar-action",
        type="button",
    )
    return rx.cond(_may, press, rx.fragment())


def export_sheet() -> rx.Component:
    """How many, and as which kind of file."""
    return rx.fragment(
        rx.dialog.root(
            rx.dialog.content(
                rx.dialog.title(t("Export users"), class_name="sheet-title"),
                rx.dialog.description(
                    t("With roles, spaces and attributes, as far as you see them. The import reads the file, too."),
                    class_name="sheet-description",
                ),
                form(_parts(), id=FORM, on_submit=ExportState.start.temporal, key=_number.to(str)),
                class_name="dialog",
                on_open_auto_focus=on_event("sheets", "rememberFocus"),
                on_close_auto_focus=on_event("sheets", "returnFocus"),
            ),
            open=ExportState.is_open,
            on_open_change=ExportState.change_open,
        ),
        Download.create(address=ExportState.address, on_begun=ExportState.fetched),
    )


def _parts() -> rx.Component:
    formats: list[tuple[str, Text]] = [
        (str(ExportFormat.CSV), t("CSV, for every program")),
        (str(ExportFormat.XLSX), t("Excel workbook (XLSX)")),
    ]
    confirm = button(
        _question["confirm"],
        kind="primary",
        type="submit",
        busy=ExportState.is_busy,
        disabled=~_question["is_possible"].to(bool),
    )
    return rx.el.div(
        rx.el.p(_question["said"], role="status"),
        select(t("Format"), "format", formats, id="export-format", error=ExportState.field_errors["format"]),
        rx.el.div(rx.dialog.close(button(t("Cancel"))), confirm, class_name="dialog-foot"),
        class_name="form",
    )
