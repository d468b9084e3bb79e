"""Menus that drop from a button: arrow keys, Escape and the way back of the focus come with them."""

from typing import Any

import reflex as rx
from reflex_components_radix.themes.base import RadixThemesComponent
from reflex_components_radix.themes.components.dropdown_menu import DropdownMenuContent

from ..theme import ICON_SMALL
from .buttons import icon_only, link
from .marks import Text, icon


class _MenuContent(DropdownMenuContent):
    """The menu's own box, drawn inside a landmark of the page."""

    library = "$/public/ui/menus.js"
    tag = "MenuContent"

    within: rx.Var[str]


def menu(trigger: rx.Component, *items: rx.Component, **props: Any) -> rx.Component:
    """A menu under its trigger, which must be one button. `within`: selects the landmark it stands in, else main.

    With `open` and `on_open_change` a state says when it is open.
    """
    root = {name: props.pop(name) for name in ("open", "on_open_change") if name in props}
    look: dict[str, Any] = {"align": "end", "side_offset": 4, "variant": "soft", "color_scheme": "gray"}
    look |= {"within": "main"} | props
    return rx.dropdown_menu.root(
        rx.dropdown_menu.trigger(trigger),
        _MenuContent.create(*items, class_name="drop", **look),
        # A modal menu would hide the page, landmarks and all, from screen readers.
        modal=False,
        **root,
    )


def row_menu(label: Text, *items: rx.Component) -> rx.Component:
    """The three dots at the end of a row; the label names the row ("Actions for Marie Dupont")."""
    return menu(icon_only("ellipsis", label, class_name="row-menu"), *items)


def menu_item(text: Text, name: str, on_select: Any, is_dangerous: bool = False, **props: Any) -> rx.Component:
    """One action; a dangerous one stands last, behind a `menu_line`, and asks before it acts."""
    tone: dict[str, Any] = {"color_scheme": "red"} if is_dangerous else {}
    return rx.dropdown_menu.item(icon(name, ICON_SMALL), text, on_select=on_select, **tone, **props)


def menu_link(text: Text, name: str, href: Text) -> rx.Component:
    """One place to go to."""
    return rx.dropdown_menu.item(link(icon(name, ICON_SMALL), text, href=href), as_child=True)


def menu_line() -> rx.Component:
    """Parts one group from the next."""
    return rx.dropdown_menu.separator()


class _Choices(RadixThemesComponent):
    """The group that knows which of its items is chosen; Reflex wraps none."""

    tag = "DropdownMenu.RadioGroup"

    value: rx.Var[str]


class _Choice(RadixThemesComponent):
    tag = "DropdownMenu.RadioItem"

    value: rx.Var[str]
    on_select: rx.EventHandler[rx.event.no_args_event_spec]


class _Label(RadixThemesComponent):
    tag = "DropdownMenu.Label"


def menu_choices(label: Text, chosen: rx.Var[str], *choices: rx.Component) -> rx.Component:
    """Choices of which one holds, under a small heading."""
    return rx.fragment(
        _Label.create(label, class_name="drop-label"), _Choices.create(*choices, value=chosen, aria_label=label)
    )


def menu_choice(text: Text | rx.Component, value: str | rx.Var[str], on_select: Any, **props: Any) -> rx.Component:
    """One of `menu_choices`; ticked while its value is the chosen one."""
    return _Choice.create(text, value=value, on_select=on_select, **props)
