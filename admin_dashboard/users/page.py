"""The users page: the list, and what opens over it. The record also stands on a page of its own."""

import reflex as rx

from ..ui.browser import address_bar
from ..web import live
from . import address
from .add_form import add_user
from .chips import filter_chips
from .dialogs import disable_question, set_password
from .edit_form import edit_user
from .export_sheet import export_sheet
from .in_browser import Hints
from .keys import key_list, page_keys
from .list_state import UsersListState, UsersRowsState
from .many_sheet import many_question
from .record import record_as_page, record_drawer
from .record_state import RecordState
from .row_menu import the_row_menu
from .selection_bar import chips_or_selection
from .table import users_table
from .toolbar import toolbar
from .views_menu import delete_view_question, view_form

# One route for list, drawer (`/users/5`) and page (`/users/5/page`): a record opens over the list as it stands.
ROUTE = "/users/[[user_id]]/[[view]]"
ON_LOAD = (UsersListState.arrive, RecordState.arrive)
TOTAL = rx.cond(RecordState.is_page, "", UsersRowsState.foot["total"])

# What changes a row: a person, their roles, spaces and attributes, their envelope, when they last signed in.
_PEOPLE = ("user.", "role.", "space.", "attribute.", "invitation.accepted", "invitation.asked_again", "mail.")
SHOWN = (*_PEOPLE, "session.started")

live.listen(UsersListState.refresh, at=address.is_here, shows=SHOWN)
live.listen(RecordState.refresh, at=address.is_here, shows=SHOWN, about=address.record_id)


def users_page() -> rx.Component:
    """Everybody, one page at a time, and the record of one; its address says how it is shown."""
    return rx.fragment(
        rx.cond(RecordState.is_page, record_as_page(), _list()),
        address_bar(UsersListState.address),
        edit_user(),
        set_password(),
        disable_question(),
    )


def _list() -> rx.Component:
    return rx.fragment(
        page_keys(),
        toolbar(),
        chips_or_selection(filter_chips()),
        users_table(),
        the_row_menu(),
        add_user(),
        view_form(),
        delete_view_question(),
        many_question(),
        export_sheet(),
        record_drawer(),
        key_list(),
        Hints.create(),
    )
