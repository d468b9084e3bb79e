"""Between toolbar and list: which users, the filters in use, and the usual ones one press away."""

from typing import Any

import reflex as rx

from ..db.criteria import Connection, Enrollment, UserType
from ..ui.i18n import t
from ..ui.kit import icon, link_button
from ..ui.theme import ICON_TINY
from .filter_groups import key_of
from .filtering import STATE
from .filters_state import FacetsState, FilterPanelState
from .list_state import UsersListState
from .listing import State

ON = rx.Var("true").to(bool)


def filter_chips() -> rx.Component:
    """One of three states; then what is filtered, or what usually is."""
    chips: Any = FacetsState.chips
    return rx.el.div(
        _states(),
        rx.cond(chips.length() > 0, _in_use(chips), _usual()),
        class_name="chips",
    )


def _states() -> rx.Component:
    """Enabled users, disabled ones or both."""
    names = {State.ENABLED: t("Enabled users"), State.DISABLED: t("Disabled users"), State.ANY: t("All users")}
    return rx.el.div(
        *[_state(state, name) for state, name in names.items()],
        class_name="chip-list",
        role="group",
        aria_label=t("Which users"),
    )


def _state(state: State, name: rx.Var[str]) -> rx.Component:
    is_on = UsersListState.asked["state"] == str(state)
    return rx.el.button(
        name,
        _count(key_of(STATE, state)),
        type="button",
        class_name=rx.cond(is_on, "chip chip-on", "chip chip-off"),
        aria_pressed=rx.cond(is_on, "true", "false"),
        on_click=UsersListState.choose_state(str(state)),
    )


def _in_use(chips: Any) -> rx.Component:
    return rx.fragment(
        rx.el.ul(rx.foreach(chips, _chip), class_name="chip-list", aria_label=t("Filters in use")),
        link_button(t("Clear"), aria_label=t("Clear all filters"), on_click=FilterPanelState.clear),
    )


def _chip(chip: Any) -> rx.Component:
    """A group in use: pressed, the panel opens at it; the cross takes it away."""
    title = chip["title"]
    return rx.el.li(
        rx.el.button(
            rx.el.span(title, class_name="muted"),
            rx.foreach(chip["choices"], _chosen),
            rx.cond(chip["text"] != "", rx.el.span(chip["text"], class_name="strong"), rx.fragment()),
            class_name="chip-text",
            type="button",
            on_click=FilterPanelState.open_at(chip["group"]),
        ),
        rx.el.button(
            icon("x", ICON_TINY),
            class_name="chip-x",
            type="button",
            aria_label=t("Remove the filter {group}", group=title),
            on_click=FilterPanelState.remove(chip["group"]),
        ),
        key=chip["group"],
        class_name="chip",
    )


def _chosen(choice: Any) -> rx.Component:
    return rx.el.span(
        rx.el.span(choice["label"], class_name="strong"),
        _count(choice["key"]),
        key=choice["key"],
        class_name="chip-choice",
    )


def _usual() -> rx.Component:
    """What is looked for most: one press."""
    usual = (
        ("connection", Connection.NEVER, t("Never connected")),
        ("enrollment", Enrollment.NEVER, t("Never enrolled")),
        ("type", UserType.EXTERNAL, t("External")),
    )
    chips = [
        rx.el.li(
            rx.el.button(
                icon("plus", ICON_TINY),
                name,
                _count(key_of(group, value)),
                type="button",
                class_name="chip chip-off chip-quick",
                on_click=FilterPanelState.tick(group, str(value), ON),
            )
        )
        for group, value, name in usual
    ]
    return rx.el.ul(*chips, class_name="chip-list", aria_label=t("Usual filters"))


def _count(key: Any) -> rx.Component:
    counts: Any = FacetsState.counts
    return rx.cond(counts[key], rx.el.span(counts[key], class_name="num"), rx.fragment())
