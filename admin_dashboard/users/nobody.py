"""The empty list: why nobody is shown, and what helps."""

import reflex as rx

from ..ui.i18n import t, tn
from ..ui.kit import button, empty
from .filters_state import FacetsState
from .list_state import UsersListState, UsersRowsState
from .listing import State


def nobody() -> rx.Component:
    """Nobody matches, nobody is disabled, or nobody is here at all."""
    asked = UsersListState.asked
    return rx.cond(asked["text"], _not_found(), rx.cond(asked["is_filtered"], _filtered_out(), _nobody_at_all()))


def _not_found() -> rx.Component:
    asked, elsewhere = UsersListState.asked, UsersRowsState.foot["elsewhere"]
    nobody_matches = t("Nobody matches “{words}”", words=asked["text"])
    hidden = tn(
        "There is {count} match among the users not shown.",
        "There are {count} matches among the users not shown.",
        elsewhere,
    )
    unknown = t("No name, username or email begins or contains what you typed.")
    clear = button(t("Clear the search"), on_click=UsersListState.clear_search)
    return rx.cond(
        elsewhere > 0,
        empty("search_x", nobody_matches, hidden, _anyone(), clear),
        rx.cond(
            asked["is_filtered"],
            empty("search_x", nobody_matches, _in_use(), _unfiltered(), clear),
            empty("search_x", nobody_matches, unknown, clear),
        ),
    )


def _filtered_out() -> rx.Component:
    elsewhere = UsersRowsState.foot["elsewhere"]
    hidden = tn(
        "There is {count} match among the users not shown.",
        "There are {count} matches among the users not shown.",
        elsewhere,
    )
    title = t("Nobody fits these filters")
    return rx.cond(
        elsewhere > 0,
        empty("list_filter", title, hidden, _anyone(), _unfiltered()),
        empty("list_filter", title, _in_use(), _unfiltered()),
    )


def _nobody_at_all() -> rx.Component:
    enabled = button(t("Show enabled users"), kind="primary", on_click=UsersListState.choose_state(str(State.ENABLED)))
    return rx.cond(
        UsersListState.asked["state"] == str(State.DISABLED),
        empty("users", t("Nobody is disabled"), t("Disabled users keep their roles and cannot sign in."), enabled),
        empty("users", t("No users"), t("Nobody is here yet.")),
    )


def _in_use() -> rx.Var[str]:
    return t("These filters may leave people out: {filters}.", filters=FacetsState.named)


def _anyone() -> rx.Component:
    return button(t("Show all users"), kind="primary", on_click=UsersListState.choose_state(str(State.ANY)))


def _unfiltered() -> rx.Component:
    return button(t("Clear the filters"), on_click=UsersListState.clear_filters)
