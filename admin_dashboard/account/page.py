"""My account, and the page a temporary password leads to."""

import reflex as rx

from ..ui.browser import post
from ..ui.door import door, door_title
from ..ui.i18n import t
from ..ui.kit import bone_lines, link_button, page, text_link
from .components import (
    change_password_form,
    email_card,
    password_card,
    preferences_card,
    profile_card,
    sessions_card,
    tokens_card,
)
from .state import AccountState, ChangePasswordState


def account_page() -> rx.Component:
    """One's own profile, password, preferences and sessions, and the way to API tokens."""
    own = profile_card(), email_card(), password_card(), preferences_card()
    parts = rx.fragment(*own, sessions_card(), tokens_card())
    return page(rx.cond(AccountState.is_loaded, parts, bone_lines()))


def change_password_page() -> rx.Component:
    """Choose a password of one's own."""
    state = ChangePasswordState
    forced = door_title(
        t("Choose your own password"), t("The one you signed in with was temporary and does not work again.")
    )
    wished = door_title(t("Change your password"), t("It signs you out everywhere else."))
    way_out = rx.cond(
        state.is_forced,
        link_button(t("Sign out"), on_click=post("/auth/sign-out")),
        text_link(t("Back to your account"), "/account"),
    )
    shown = rx.fragment(
        rx.cond(state.is_forced, forced, wished), change_password_form(), rx.el.p(way_out, class_name="link-line")
    )
    return door(rx.cond(state.is_loaded, shown, rx.fragment()), site=state.site)
