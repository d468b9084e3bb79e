"""The record of one user: a drawer over the list, the same content as a page."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from ..activity.words import ACTIONS, UNKNOWN
from ..ui.i18n import t
from ..ui.kit import (
    avatar,
    badge,
    button,
    callout,
    empty,
    entry,
    fact,
    facts,
    grow,
    history,
    icon,
    icon_button,
    link,
    link_as_button,
    pair,
    section,
    sheet,
    sheet_foot,
)
from ..ui.theme import ICON_SMALL
from . import address
from .edit_state import EditUserState
from .in_browser import leave_record
from .invite_state import InviteState
from .password_state import SetPasswordState
from .record_state import RecordState
from .status_state import UserStatusState
from .table_cells import MARKS

FACT_MARKS = ("circle_check", "ban", "log_in", "circle_dashed", "database", *MARKS)
ENTRY_MARKS = sorted({words.icon for words in (*ACTIONS.values(), UNKNOWN)})


def record_drawer() -> rx.Component:
    """Over the list."""
    record: Any = RecordState.record
    is_missing: Any = RecordState.is_missing
    title: Any = rx.cond(is_missing, t("User not found"), record["name"])
    subtitle: Any = rx.cond(is_missing, t("There is nobody at this address."), record["username"])
    open_as_page = link(
        icon("maximize_2"),
        href=rx.Var.create(f"{address.PATH}/{record['id']}/page"),
        class_name="icon-button",
        aria_label=t("Open as page"),
        title=t("Open as page"),
    )
    return sheet(
        title,
        subtitle,
        rx.cond(is_missing, _missing(), record_body()),
        open=RecordState.is_open,
        on_open_change=RecordState.change_open,
        is_wide=True,
        lead=[rx.cond(is_missing, rx.fragment(), avatar(record["initials"], record["tint"], "l"))],
        tools=[rx.cond(is_missing, rx.fragment(), rx.el.div(*steps(), open_as_page, class_name="tools"))],
        foot=rx.cond(is_missing, rx.fragment(), actions()),
        on_close_auto_focus=leave_record(record["id"]),
    )


def record_as_page() -> rx.Component:
    """On a page of its own."""
    record: Any = RecordState.record
    head = rx.el.div(
        avatar(record["initials"], record["tint"], "l"),
        rx.el.div(
            rx.el.div(record["name"], class_name="sheet-title"),
            rx.el.div(record["username"], class_name="sheet-description"),
            class_name="grow",
        ),
        rx.el.div(*steps(), class_name="tools"),
        link_as_button(t("Show in the list"), rx.Var.create(f"{address.PATH}/{record['id']}"), name="minimize_2"),
        class_name="record-head",
    )
    whole = rx.el.div(
        head, record_body(), rx.el.div(actions(), class_name="record-foot"), class_name="page record-page"
    )
    return rx.cond(RecordState.is_missing, _missing(), rx.cond(record["id"], whole, rx.fragment()))


def steps() -> list[rx.Component]:
    """Previous and next walk the list behind."""
    return [
        icon_button(
            "chevron_up",
            t("Previous user"),
            disabled=~RecordState.has_previous,
            custom_attrs={"data-step": "previous"},
            on_click=RecordState.step(-1),
        ),
        icon_button(
            "chevron_down",
            t("Next user"),
            disabled=~RecordState.has_next,
            custom_attrs={"data-step": "next"},
            on_click=RecordState.step(1),
        ),
    ]


def record_body() -> rx.Component:
    """Statuses, profile, roles and rights, history."""
    record: Any = RecordState.record
    return rx.fragment(
        rx.cond(record["notice"], callout(record["notice"]), rx.fragment()),
        facts(rx.foreach(record["facts"], _fact)),
        section(
            t("Profile"),
            rx.el.dl(
                rx.foreach(record["profile"], lambda line: pair(line["label"], line["value"])), class_name="pairs"
            ),
        ),
        rx.cond(record["sees_roles"], _rights(), rx.fragment()),
        section(
            t("History"),
            rx.cond(
                record["history"].length() > 0,
                history(rx.foreach(record["history"], _entry)),
                rx.el.p(t("Nothing recorded yet."), class_name="sub"),
            ),
        ),
    )


def actions() -> rx.Component:
    """What the reader may do, and nothing else."""
    can, of = RecordState.record["can"], RecordState.record["id"]
    return sheet_foot(
        _if(can["edit"], button(t("Edit"), "pencil", kind="primary", on_click=EditUserState.open_for(of))),
        _if(can["invite"], button(t("Invite"), "mail", on_click=InviteState.invite(of))),
        _if(
            can["set_password"],
            button(t("Set password"), "key_round", on_click=SetPasswordState.open_for(of)),
        ),
        grow(),
        _if(can["enable"], button(t("Enable"), "circle_check", on_click=UserStatusState.enable(of))),
        _if(can["disable"], button(t("Disable…"), "ban", on_click=UserStatusState.ask(of))),
    )


def _if(is_admitted: Any, part: rx.Component) -> rx.Component:
    return rx.cond(is_admitted, part, rx.fragment())


def _mark(name: rx.Var[str], known: Sequence[str]) -> Any:
    return rx.match(name, *[(each, icon(each, ICON_SMALL)) for each in known], icon("circle", ICON_SMALL))


def _fact(line: Any) -> rx.Component:
    return fact(_mark(line["mark"], FACT_MARKS), line["tone"], line["value"], line["note"])


def _entry(line: Any) -> rx.Component:
    return entry(_mark(line["mark"], ENTRY_MARKS), line["what"], line["how"], line["when"], exactly=line["exactly"])


def _rights() -> rx.Component:
    """Each right with the role that gives it, then what the person cannot do."""
    record: Any = RecordState.record
    none = rx.el.p(t("No role: this person may do nothing in the administration."), class_name="sub")
    held = rx.fragment(
        rx.el.div(rx.foreach(record["roles"], _role), class_name="group role-badges"),
        rx.el.ul(rx.foreach(record["rights"], _right), class_name="rights"),
    )
    cannot = rx.el.div(
        rx.el.h3(t("Cannot"), class_name="legend"), rx.el.p(record["lacking"], class_name="sub"), class_name="denied"
    )
    return section(
        t("Roles and rights"),
        rx.cond(record["roles"].length() > 0, held, none),
        rx.cond((record["roles"].length() > 0) & (record["lacking"] != ""), cannot, rx.fragment()),
    )


def _role(name: rx.Var[str]) -> rx.Component:
    return badge(name)


def _right(line: Any) -> rx.Component:
    return rx.el.li(
        icon("check", ICON_SMALL, class_name="good"),
        rx.el.span(line["right"], class_name="grow"),
        rx.el.span(line["role"], class_name="sub"),
        class_name="right",
    )


def _missing() -> rx.Component:
    return empty(
        "user_x",
        t("This user does not exist"),
        t("The address may be wrong, or you may not see them."),
        link_as_button(t("Show all users"), address.PATH, kind="primary"),
    )
