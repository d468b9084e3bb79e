"""What every step of an import has: where one is, which file it is, and what takes it further."""

from typing import Any

import reflex as rx

from ..ui.i18n import t
from ..ui.kit import button, callout, empty, icon, link_as_button, link_button, progress, text_link
from ..ui.kit.marks import Text
from ..ui.theme import ICON_TINY
from . import address
from .columns_state import ColumnsState
from .rows_state import RowsState, UpdatesState
from .studio_state import CHECK, COLUMNS, RUN, StudioState

head: Any = StudioState.head
step: Any = rx.cond(StudioState.is_back, COLUMNS, head["step"])


def missing() -> rx.Component:
    """There is none, or not for this reader."""
    return empty(
        "file_up",
        t("There is no such import"),
        t("It does not exist, or somebody else made it."),
        link_as_button(t("Go to the imports"), address.PATH, kind="primary"),
    )


def steps() -> rx.Component:
    """Where one is."""

    def one(at: int, name: Text) -> rx.Component:
        is_done = step > at
        return rx.el.li(
            rx.el.span(rx.cond(is_done, icon("check", ICON_TINY), rx.el.span(str(at + 1))), class_name="step-mark"),
            rx.el.span(name, rx.cond(is_done, rx.el.span(t(": done"), class_name="sr"), ""), class_name="step-name"),
            class_name=rx.cond(is_done, "step done", "step"),
            custom_attrs={"aria-current": rx.cond(step == at, "step", rx.Var("undefined"))},
        )

    names = [t("File"), t("Columns"), t("Check"), t("Run"), t("Report")]
    return rx.el.ol(*[one(at, name) for at, name in enumerate(names)], class_name="steps", aria_label=t("Steps"))


def chosen_file() -> rx.Component:
    """Which file, how it was read, whose import it is."""
    discard = link_button(t("Other file"), on_click=StudioState.discard.temporal)
    corrects = text_link(t("Corrects an earlier import"), rx.Var.create(f"{address.PATH}/{head['corrects']}"))
    return rx.el.div(
        icon("file_spreadsheet"),
        rx.el.h2(head["file"], class_name="strong cut"),
        rx.el.span(head["note"], class_name="sub grow"),
        rx.cond(head["corrects"] > 0, corrects, rx.fragment()),
        rx.cond(
            head["can_edit"],
            discard,
            rx.el.span(head["by"], ", ", rx.el.time(head["when"], title=head["exactly"]), class_name="sub"),
        ),
        class_name="file",
    )


def going_on() -> rx.Component:
    """How far it is, while something goes on; how far nobody can tell, it says how many."""
    cancel = button(t("Cancel"), "x", on_click=[StudioState.cancel.temporal, ColumnsState.arrive, RowsState.refresh])
    bar = rx.cond(head["percent"] >= 0, progress(head["state"], head["percent"]), rx.fragment())
    card = rx.el.section(
        rx.el.div(
            rx.el.h2(head["state"], class_name="section-title grow"),
            rx.cond(head["can_cancel"], cancel, rx.fragment()),
            class_name="section-head",
        ),
        bar,
        rx.el.p(head["progress"], class_name="sub num"),
        class_name="card choices",
    )
    said = rx.el.span(head["announced"], role="status", class_name="sr")
    return rx.fragment(said, rx.cond(head["is_active"], card, rx.fragment()))


def trouble() -> rx.Component:
    """Why it stopped, or was not checked."""
    return rx.cond(head["error"] != "", callout(head["error"], "circle_alert", "danger", role="alert"), rx.fragment())


def foot() -> rx.Component:
    """What takes it to the next step."""
    check = button(
        t("Check"),
        "list_checks",
        kind="primary",
        on_click=[StudioState.check.temporal, RowsState.begin, UpdatesState.arrive],
    )
    begin = button(
        head["run"],
        kind="primary",
        disabled=~head["can_run"].to(bool),
        on_click=[StudioState.start.temporal, RowsState.begin],
    )
    back = button(t("Back"), on_click=[StudioState.go_back, ColumnsState.arrive])
    again = button(t("Back to the check"), on_click=StudioState.arrive)
    nothing = rx.el.span(t("Nothing has been written yet."), class_name="sub grow")
    of_columns = rx.el.div(nothing, rx.cond(StudioState.is_back, again, rx.fragment()), check, class_name="page-foot")
    of_check = rx.el.div(nothing, rx.cond(head["can_edit"], rx.fragment(back, begin)), class_name="page-foot")
    of_run = rx.el.div(
        rx.el.span(t("You can leave this page: the import goes on."), class_name="sub grow"), class_name="page-foot"
    )
    is_columns = head["is_mine"] & (step == COLUMNS)
    return rx.cond(
        is_columns, of_columns, rx.cond(step == CHECK, of_check, rx.cond(step == RUN, of_run, rx.fragment()))
    )
