"""Pieces of an action's report."""

from typing import Any

import reflex as rx

from ..core.permissions import Permission
from ..models import Outcome
from ..ui.i18n import t
from ..ui.kit import (
    badge,
    button,
    callout,
    empty,
    field,
    file_button,
    icon_button,
    link_as_button,
    pair,
    progress,
    text_link,
)
from ..ui.kit.consequences import consequences, question_form
from ..ui.kit.marks import Text
from ..web.left_out import LeftOutState
from ..web.person import PersonState
from .again_state import AgainState
from .commands import LONGEST_REASON
from .state import ReportState
from .summary import PATH

FORM = "again"
_head: Any = ReportState.head
_question: Any = AgainState.question
_errors: Any = AgainState.field_errors


def missing() -> rx.Component:
    """There is none, or not for this reader."""
    return empty(
        "list_checks",
        t("There is no such action"),
        t("It does not exist, or somebody else asked for it."),
        link_as_button(t("Go to the users"), "/users", kind="primary"),
    )


def head() -> rx.Component:
    """What, by whom, when, why; what can be done about it."""
    origin = text_link(_head["origin_text"], f"{PATH}/{_head['origin']}")
    return rx.el.section(
        rx.el.div(
            rx.el.h2(_head["title"], class_name="section-title grow"),
            rx.el.div(_actions(), class_name="group"),
            class_name="section-head",
        ),
        rx.el.dl(
            pair(t("Asked for by"), _head["by"]),
            pair(t("When"), rx.el.time(_head["when"], title=_head["exactly"])),
            rx.cond(_head["reason"] != "", pair(t("Reason"), _head["reason"]), rx.fragment()),
            rx.cond(_head["origin"] > 0, pair(t("Follows"), origin), rx.fragment()),
            class_name="pairs",
        ),
        rx.cond(_head["stopped"] != "", callout(_head["stopped"], "circle_alert", "danger"), rx.fragment()),
        rx.cond(_head["mail_note"] != "", callout(_head["mail_note"], "mail_warning", "warn"), rx.fragment()),
        rx.cond(_head["is_over"], rx.fragment(), _going_on()),
        class_name="card",
    )


def _going_on() -> rx.Component:
    return rx.el.div(
        progress(_head["title"], _head["percent"]), rx.el.div(_head["note"], class_name="sub num"), class_name="far"
    )


def _actions() -> rx.Component:
    """Only what does something now."""
    download = file_button(t("Download CSV"), rx.Var.create(f"{PATH}/{_head['id']}/outcomes.csv"))
    return rx.fragment(
        rx.cond(_head["is_over"], rx.fragment(), button(t("Cancel"), "x", on_click=ReportState.cancel.temporal)),
        rx.cond(_head["can_retry"], button(t("Retry failed"), "rotate_cw", on_click=AgainState.retry.temporal)),
        rx.cond(_head["can_undo"], button(t("Undo"), "undo_2", on_click=AgainState.undo.temporal)),
        rx.cond(PersonState.may[Permission.USERS_EXPORT], download, rx.fragment()),
    )


def outcomes() -> rx.Component:
    """How many with which outcome; each shows only those."""
    texts: list[tuple[str, Text]] = [
        ("", t("Everybody")),
        (Outcome.DONE, t("Done")),
        (Outcome.SKIPPED, t("Left out")),
        (Outcome.FAILED, t("Failed")),
        (Outcome.WAITING, t("Waiting")),
    ]

    def choice(value: str, text: Text) -> rx.Component:
        return rx.el.button(
            rx.el.span(_head["counts"][value], class_name="figure"),
            rx.el.span(text, class_name="sub"),
            on_click=ReportState.choose_outcome(value),
            aria_pressed=rx.cond(ReportState.outcome == value, "true", "false"),
            class_name="outcome pressed-outcome",
            type="button",
        )

    return rx.el.div(*[choice(*each) for each in texts], class_name="outcomes five", role="group", aria_label=t("Show"))


def people() -> rx.Component:
    """Who, what became of them, and why not."""
    heads = [t("Name"), t("Username"), t("Outcome"), t("Reason")]
    return rx.el.div(
        rx.el.div(
            rx.el.table(
                rx.el.thead(rx.el.tr(*[rx.el.th(text, scope="col") for text in heads])),
                rx.el.tbody(rx.foreach(ReportState.people, _person)),
                class_name="plain",
                aria_label=t("Users"),
            ),
            class_name="plain-scroll",
            tab_index=0,
            role="region",
            aria_label=t("What became of whom"),
        ),
        class_name="card flush",
    )


def _person(person: Any) -> rx.Component:
    named = rx.cond(person["id"] > 0, text_link(person["name"], f"/users/{person['id']}/page"), person["name"])
    color = rx.match(person["outcome"], ("failed", "red"), ("done", "green"), "gray")
    return rx.el.tr(
        rx.el.td(named),
        rx.el.td(person["username"]),
        rx.el.td(badge(person["outcome_text"], color)),
        rx.el.td(person["reason"]),
    )


def pages() -> rx.Component:
    """Back and forth, where there is more than one page."""

    def turn(mark: str, label: Text, pages: int, is_there: Any) -> rx.Component:
        return icon_button(mark, label, on_click=ReportState.turn(pages), disabled=~is_there)

    there_are: Any = ReportState.has_next | ReportState.has_previous
    both = rx.el.div(
        turn("chevron_left", t("Previous page"), -1, ReportState.has_previous),
        turn("chevron_right", t("Next page"), 1, ReportState.has_next),
        class_name="group",
    )
    return rx.cond(there_are, both, rx.fragment())


def again_question() -> rx.Component:
    """Before something is undone or tried again: to how many, and who is left alone."""
    reason = field(
        t("Reason (optional)"),
        "reason",
        t("Stands in the history of everybody it is done to."),
        error=_errors["reason"],
        id="again-reason",
        max_length=LONGEST_REASON,
        auto_complete="off",
    )
    confirm = button(
        _question["confirm"],
        kind="primary",
        type="submit",
        busy=AgainState.is_busy,
        disabled=~_question["is_possible"].to(bool),
    )
    why = rx.cond(_question["is_possible"], reason, rx.fragment())
    return question_form(AgainState, consequences(_question, LeftOutState), why, confirm=confirm, id=FORM)
