"""Settings → Attributes."""

import reflex as rx

from ..ui.kit import page
from .components import attribute_form, attribute_list, delete_question


def attributes_page() -> rx.Component:
    """The list, the form and the question."""
    return page(attribute_list(), attribute_form(), delete_question())
