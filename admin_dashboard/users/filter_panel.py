"""The filter panel: choices with their counts, from–to, and how many users match."""

from typing import Any

import reflex as rx

from ..ui.i18n import t
from ..ui.kit import button
from .filters_state import FacetsState, FilterPanelState
from .in_browser import focus_group
from .list_state import UsersRowsState

PANEL_BUTTON = "filters"


def filter_button() -> rx.Component:
    """Opens the panel; says how many filters are in use."""
    in_use: Any = FacetsState.chips.length()  # type: ignore[attr-defined]
    label = rx.cond(in_use > 0, t("Filters · {count}", count=in_use), t("Filters"))
    return rx.popover.root(
        rx.popover.trigger(button(label, "list_filter", id=PANEL_BUTTON)),
        rx.popover.content(
            _panel(),
            class_name="panel",
            align="start",
            side_offset=6,
            aria_label=t("Filters"),
            on_open_auto_focus=focus_group(FilterPanelState.at),
        ),
        open=FilterPanelState.is_open,
        on_open_change=FilterPanelState.change_open,
    )


def _panel() -> rx.Component:
    return rx.el.div(
        rx.el.div(rx.foreach(FilterPanelState.groups, _group), class_name="filter-grid"),
        rx.el.div(
            rx.el.span(_matching(), class_name="grow strong"),
            button(t("Clear all"), on_click=FilterPanelState.clear),
            rx.popover.close(button(t("Done"), kind="primary")),
            class_name="panel-foot",
        ),
        class_name="panel-body",
    )


def _matching() -> Any:
    total: Any = UsersRowsState.foot["total"]
    many = t("{total} users match", total=total)
    return rx.match(total, ("0", t("No user matches")), ("1", t("1 user matches")), many)


def _group(group: Any) -> rx.Component:
    """OR inside a group, AND between groups."""
    ticks = rx.fragment(
        rx.cond(group["is_long"], _find(group), rx.fragment()),
        rx.foreach(group["choices"], lambda choice: _choice(group, choice)),
        rx.cond(group["more"] != "", rx.el.span(group["more"], class_name="sub"), rx.fragment()),
    )
    return rx.el.fieldset(
        rx.el.legend(group["title"], class_name="legend"),
        rx.cond(group["input_type"] != "", _from_to(group), ticks),
        key=group["key"],
        class_name="filter-group",
        custom_attrs={"data-group": group["key"]},
    )


def _choice(group: Any, choice: Any) -> rx.Component:
    """A tick of the browser's own: it shows before the server has answered."""
    tick = rx.el.input(
        type="checkbox",
        class_name="check",
        default_checked=choice["is_on"],
        on_change=lambda is_on: FilterPanelState.tick(group["key"], choice["value"], is_on.to(bool)),
    )
    return rx.el.label(
        tick,
        rx.el.span(choice["label"], class_name="grow"),
        rx.el.span(_count(choice["key"]), class_name="num"),
        key=rx.Var.create(f"{FilterPanelState.epoch}:{choice['key']}"),
        class_name="choice",
    )


def _count(key: Any) -> rx.Var:
    counts: Any = FacetsState.counts
    return counts[key]


def _find(group: Any) -> rx.Component:
    return rx.input(
        placeholder=t("Find"),
        aria_label=t("Find in {group}", group=group["title"]),
        on_change=lambda text: FilterPanelState.find(group["key"], text),
        auto_complete="off",
        size="1",
        class_name="find-choice",
    )


def _from_to(group: Any) -> rx.Component:
    """Two fields, either of which may stay empty."""
    is_date = group["input_type"] == "date"
    return rx.el.div(
        rx.cond(is_date, _day(group, "first"), _number(group, "first")),
        rx.el.span(t("to"), class_name="muted", aria_hidden="true"),
        rx.cond(is_date, _day(group, "last"), _number(group, "last")),
        class_name="dates",
    )


def _day(group: Any, end: str) -> rx.Component:
    return _bound(group, end, type="date", on_change=lambda text: FilterPanelState.enter(group["key"], end, text))


def _number(group: Any, end: str) -> rx.Component:
    return _bound(
        group, end, input_mode="decimal", on_blur=lambda text: FilterPanelState.enter(group["key"], end, text)
    )


def _bound(group: Any, end: str, **props: Any) -> rx.Component:
    names = {"first": t("{group}: from", group=group["title"]), "last": t("{group}: to", group=group["title"])}
    return rx.input(
        default_value=group[end],
        aria_label=names[end],
        key=rx.Var.create(f"{FilterPanelState.epoch}:{group['key']}:{end}"),
        size="2",
        **props,
    )
