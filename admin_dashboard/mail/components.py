"""Pieces of the catcher's page."""

from typing import Any

import reflex as rx

from ..ui.i18n import t
from ..ui.kit import badge, callout, empty, link_button, section, sheet, skeleton_rows
from .state import MailState

COLUMNS = 4
state: Any = MailState


def explanation() -> rx.Component:
    """Why this page is there."""
    return callout(
        t("This site has no mail server: nothing is sent, and every mail is kept here. Set SMTP_URL to send them.")
    )


def mails() -> rx.Component:
    """The list, or why it is empty."""
    return rx.cond(
        state.is_loaded & (state.rows.length() == 0),
        empty("inbox", t("No mail yet"), t("Invite somebody, and the invitation appears here.")),
        _table(),
    )


def _table() -> rx.Component:
    heads = [t("Subject"), t("To"), t("What"), t("When")]
    return rx.el.div(
        rx.el.table(
            rx.el.thead(
                rx.el.tr(*[rx.el.th(head, scope="col", role="columnheader") for head in heads], role="row"),
                role="rowgroup",
            ),
            rx.el.tbody(
                rx.cond(state.is_loaded, rx.foreach(state.rows, _row), skeleton_rows(6, COLUMNS)),
                role="rowgroup",
            ),
            role="table",
            aria_label=t("Mails"),
            class_name="table mails",
        ),
        class_name="table-scroll",
        tab_index=0,
        role="region",
        aria_label=t("List of mails"),
    )


def _row(row: Any) -> rx.Component:
    note = rx.cond(row["note"] != "", badge(row["note"], "amber"))
    return rx.el.tr(
        rx.el.th(link_button(row["subject"], on_click=state.show(row["id"]).temporal), scope="row", role="rowheader"),
        rx.el.td(rx.el.span(row["to"], class_name="cut", title=row["to"]), role="cell"),
        rx.el.td(row["kind"], " ", note, role="cell"),
        rx.el.td(rx.el.time(row["when"], title=row["exactly"], class_name="num"), role="cell"),
        role="row",
    )


def open_mail() -> rx.Component:
    """One mail: as HTML in a frame that can do nothing, and as text."""
    frame = rx.el.iframe(
        src=f"/mail/{state.open_id}/html",
        title=t("The mail as its reader sees it"),
        sandbox="allow-popups allow-popups-to-escape-sandbox",
        class_name="mail-frame",
    )
    return sheet(
        state.subject,
        t("To {address}", address=state.to),
        section(t("As HTML"), rx.cond(state.is_open, frame)),
        section(t("As text"), rx.el.pre(state.text, class_name="mail-text")),
        open=state.is_open,
        on_open_change=state.change_open,
        is_wide=True,
    )
