"""Above the list: search, which users, Add user."""

import reflex as rx

from ..core.permissions import Permission
from ..ui.i18n import t
from ..ui.kit import button, grow, icon, kbd
from ..ui.theme import ICON_SMALL
from ..web.person import PersonState
from .add_state import AddUserState
from .column_chooser import column_chooser
from .list_state import SEARCH_FIELD, UsersListState
from .listing import State
from .views_menu import views_menu


def toolbar() -> rx.Component:
    """Search left, the one primary action right."""
    add = button(t("Add user"), "plus", kind="primary", on_click=AddUserState.open_form)
    return rx.el.div(
        _search(),
        rx.el.div(views_menu(), class_name="wide"),
        grow(),
        rx.el.div(column_chooser(), class_name="wide"),
        rx.cond(PersonState.may[Permission.USERS_CREATE], add, rx.fragment()),
        class_name="toolbar",
    )


def state_chips() -> rx.Component:
    """Enabled users, disabled ones or both: one of three."""
    names = {State.ENABLED: t("Enabled"), State.DISABLED: t("Disabled"), State.ANY: t("All")}
    return rx.el.div(
        *[_chip(state, name) for state, name in names.items()],
        class_name="chips",
        role="group",
        aria_label=t("Which users"),
    )


def _search() -> rx.Component:
    """Filters while typing; `/` puts the focus here."""
    return rx.input(
        rx.input.slot(icon("search", ICON_SMALL)),
        rx.input.slot(kbd("/"), side="right"),
        id=SEARCH_FIELD,
        default_value=UsersListState.asked["text"],
        on_change=UsersListState.search,
        placeholder=t("Name, username or email"),
        aria_label=t("Search users"),
        auto_complete="off",
        type="search",
        size="2",
        class_name="list-search",
    )


def _chip(state: State, name: rx.Var[str]) -> rx.Component:
    is_on = UsersListState.asked["state"] == str(state)
    return rx.el.button(
        name,
        type="button",
        class_name=rx.cond(is_on, "chip chip-on", "chip chip-off"),
        aria_pressed=rx.cond(is_on, "true", "false"),
        on_click=UsersListState.choose_state(str(state)),
    )
