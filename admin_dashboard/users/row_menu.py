"""The menu of a row. There is one, which moves to the button that asks for it."""

from typing import Any

import reflex as rx

from ..ui.i18n import t
from ..ui.kit import menu, menu_item, menu_line, menu_link
from . import address
from .edit_state import EditUserState
from .in_browser import choose_in_menu, leave_menu
from .invite_state import InviteState
from .password_state import SetPasswordState
from .row_menu_state import RowMenuState
from .status_state import UserStatusState

ANCHOR = "row-menu"


def the_row_menu() -> rx.Component:
    """What the reader may do with the row whose button was pressed."""
    can, of = RowMenuState.can, RowMenuState.of_id
    disable = rx.fragment(
        menu_line(), menu_item(t("Disable…"), "ban", [choose_in_menu, UserStatusState.ask(of)], is_dangerous=True)
    )
    anchor = rx.el.button(
        id=ANCHOR,
        class_name="menu-anchor",
        type="button",
        tab_index=-1,
        aria_label=t("Actions for {name}", name=RowMenuState.name),
    )
    return menu(
        anchor,
        menu_link(t("Open"), "panel_right_open", rx.Var.create(f"{address.PATH}/{of}")),
        _if(can["edit"], menu_item(t("Edit"), "pencil", [choose_in_menu, EditUserState.open_for(of)])),
        _if(can["invite"], menu_item(t("Invite"), "mail", [choose_in_menu, InviteState.invite(of)])),
        _if(
            can["set_password"],
            menu_item(t("Set password"), "key_round", [choose_in_menu, SetPasswordState.open_for(of)]),
        ),
        _if(can["enable"], menu_item(t("Enable"), "circle_check", [choose_in_menu, UserStatusState.enable(of)])),
        _if(can["disable"], disable),
        on_close_auto_focus=leave_menu,
        open=RowMenuState.is_open,
        on_open_change=RowMenuState.change_open,
    )


def _if(is_admitted: Any, item: rx.Component) -> rx.Component:
    return rx.cond(is_admitted, item, rx.fragment())
