"""My account → API tokens."""

import reflex as rx

from ..ui.i18n import t
from ..ui.kit import page, text_link
from .components import new_token, revoke_question, token_list


def tokens_page() -> rx.Component:
    """The form, the list and the question."""
    back = rx.el.p(text_link(t("Back to your account"), "/account"), class_name="link-line")
    return page(new_token(), token_list(), back, revoke_question())
