"""The catcher's page: every mail that would have been sent."""

import reflex as rx

from ..ui.kit import page
from .components import explanation, mails, open_mail


def mail_page() -> rx.Component:
    """The mails, live; one opens beside the list."""
    return page(explanation(), mails(), open_mail(), is_broad=True)
