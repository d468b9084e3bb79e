"""Above the list: search, filters, views, Export, columns, Add user."""

import reflex as rx

from ..core.permissions import Permission
from ..core.text import LONGEST_QUERY
from ..ui.i18n import t
from ..ui.kit import button, grow, icon, kbd
from ..ui.theme import ICON_SMALL
from ..web.person import PersonState
from .add_state import AddUserState
from .column_chooser import column_chooser
from .export_sheet import export_list
from .filter_panel import filter_button
from .in_browser import SearchAnswers, ask_in_turn
from .list_state import SEARCH_FIELD, UsersListState
from .typing_state import TypingState
from .views_menu import views_menu


def toolbar() -> rx.Component:
    """What narrows the list left, export, columns and the one primary action right."""
    add = button(t("Add user"), "plus", kind="primary", on_click=AddUserState.open_form)
    return rx.el.div(
        _search(),
        filter_button(),
        views_menu(),
        grow(),
        rx.el.div(export_list(), class_name="wide"),
        rx.el.div(column_chooser(), class_name="wide"),
        rx.cond(PersonState.may[Permission.USERS_CREATE], add, rx.fragment()),
        class_name="toolbar",
    )


def _search() -> rx.Component:
    """Filters while typing; `/` puts the focus here."""
    field = rx.input(
        rx.input.slot(icon("search", ICON_SMALL)),
        rx.input.slot(kbd("/"), side="right"),
        id=SEARCH_FIELD,
        default_value=UsersListState.asked["text"],
        custom_attrs={"onInput": ask_in_turn(UsersListState.search)},
        max_length=LONGEST_QUERY,
        placeholder=t("Name, username or email"),
        aria_label=t("Search users"),
        auto_complete="off",
        type="search",
        size="2",
        class_name="list-search",
    )
    return rx.fragment(field, SearchAnswers.create(text=UsersListState.asked["text"], on_rest=TypingState.rest))
