"""The keys of the users page, and the sheet that lists them."""

import reflex as rx

from ..ui.browser import focus, shortcuts
from ..ui.i18n import t
from ..ui.kit import sheet
from ..web.action import signed_in
from .edit_state import EditUserState
from .in_browser import next_row, open_present_row, press_envelope, previous_row, tick_row, tick_to_row, with_row
from .invite_state import InviteState
from .list_state import SEARCH_FIELD


class KeysState(rx.State):
    """Whether the list of keys is shown."""

    is_open: bool = False

    @rx.event
    @signed_in
    async def show(self):
        """Show the list of keys."""
        self.is_open = True

    @rx.event
    @signed_in
    async def change_open(self, is_open: bool):
        """The list of keys was left."""
        self.is_open = is_open is True


def page_keys() -> rx.Component:
    """What each key of the page does."""
    return shortcuts(
        {
            "/": focus(SEARCH_FIELD),
            "j": next_row,
            "k": previous_row,
            "x": tick_row,
            "X": tick_to_row,
            "Enter": open_present_row,
            "e": with_row(EditUserState.open_for),
            "i": press_envelope(InviteState.invite),
            "?": KeysState.show,
        }
    )


def key_list() -> rx.Component:
    """The keys in words."""
    keys = (
        ("/", t("Search")),
        ("j", t("Next user")),
        ("k", t("Previous user")),
        ("x", t("Select or deselect")),
        ("⇧ x", t("Select up to here")),
        ("Enter", t("Open")),
        ("e", t("Edit")),
        ("i", t("Invite")),
        ("Esc", t("Close")),
        ("?", t("Show these keys")),
    )
    lines = [
        rx.el.div(rx.el.dt(rx.el.kbd(key, class_name="kbd")), rx.el.dd(what), class_name="pair") for key, what in keys
    ]
    return sheet(
        t("Keys"),
        t("They work while no field has the focus."),
        rx.el.dl(*lines, class_name="pairs"),
        open=KeysState.is_open,
        on_open_change=KeysState.change_open,
    )
