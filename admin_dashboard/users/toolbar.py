"""Above the list: search, filters, views, columns, Export, Import, Add user."""

from typing import Any

import reflex as rx

from ..core.permissions import Permission
from ..core.text import LONGEST_QUERY
from ..imports import address as imports
from ..ui.browser import focus
from ..ui.i18n import t
from ..ui.kit import button, grow, icon, icon_only, kbd, link_as_button, menu, menu_item, menu_link
from ..ui.theme import ICON_SMALL
from ..web.person import PersonState
from .add_state import AddUserState
from .column_chooser import column_chooser
from .export_sheet import export_list
from .export_state import ExportState
from .filter_panel import filter_button
from .in_browser import SearchAnswers, ask_in_turn
from .list_state import SEARCH_FIELD, UsersListState
from .typing_state import TypingState
from .views_menu import views_menu

MORE = "more-actions"
_may: Any = PersonState.may
_may_import: Any = _may[Permission.USERS_VIEW] & _may[Permission.USERS_IMPORT]
_may_export: Any = _may[Permission.USERS_EXPORT]


def toolbar() -> rx.Component:
    """What narrows the list left; columns, files and the one primary action right."""
    add = button(t("Add user"), "plus", kind="primary", on_click=AddUserState.open_form)
    return rx.el.div(
        _search(),
        filter_button(),
        views_menu(),
        grow(),
        rx.el.div(column_chooser(), class_name="wide"),
        rx.el.div(export_list(), class_name="wide"),
        rx.el.div(_import(), class_name="wide"),
        rx.cond(_may_export | _may_import, rx.el.div(_more(), class_name="tight"), rx.fragment()),
        rx.cond(_may[Permission.USERS_CREATE], add, rx.fragment()),
        class_name="toolbar",
    )


def _import() -> rx.Component:
    """To the place for a file."""
    return rx.cond(_may_import, link_as_button(t("Import"), imports.PATH, name="upload"), rx.fragment())


def _more() -> rx.Component:
    """What has no room beside the rest in a narrow window."""
    # What opens from the menu gives the focus back to the button, not to the menu that goes.
    export = menu_item(t("Export"), "download", [focus(MORE), ExportState.open_list.temporal])
    return menu(
        icon_only("ellipsis", t("Export and import"), id=MORE),
        rx.cond(_may_export, export, rx.fragment()),
        rx.cond(_may_import, menu_link(t("Import"), "upload", imports.PATH), rx.fragment()),
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
