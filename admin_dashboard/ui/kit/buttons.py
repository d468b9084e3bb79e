"""What is pressed: buttons, icon buttons, links."""

from typing import Any, Literal

import reflex as rx
from reflex_components_core.react_router import link as router_link

from ..theme import ICON, ICON_SMALL
from .marks import Text, icon

Kind = Literal["primary", "quiet", "ghost", "danger"]

LOOKS: dict[Kind, dict[str, Any]] = {
    "primary": {"variant": "solid"},
    "quiet": {"variant": "surface", "color_scheme": "gray"},
    "ghost": {"variant": "ghost", "color_scheme": "gray"},
    "danger": {"variant": "solid", "color_scheme": "red"},
}


def button(
    text: Text, name: str | None = None, kind: Kind = "quiet", busy: bool | rx.Var[bool] = False, **props: Any
) -> rx.Component:
    """A button with an optional icon. primary: one per view; quiet: the rest; danger: the verb of a dangerous action.

    While `busy` it turns a wheel, keeps its size and the focus, and cannot be pressed. A submit button does so by
    itself while its form waits for an answer.
    """
    mark = [icon(name, ICON_SMALL)] if name else []
    if busy is not False:
        props["aria_disabled"] = rx.cond(busy, "true", "false")
    props = {"size": "2", "type": "button"} | props
    return rx.button(*mark, rx.el.span(text), **LOOKS[kind], **props)


def icon_only(name: str, label: Text, size: int = ICON, **props: Any) -> rx.Component:
    """A square button with an icon and a name. A plain one: Radix draws the icon at 24 px whatever its size says."""
    props = {"class_name": "icon-button", "type": "button"} | props
    return rx.el.button(icon(name, size), aria_label=label, **props)


def icon_button(name: str, label: Text, **props: Any) -> rx.Component:
    """An icon alone, with its name as a tooltip."""
    return rx.tooltip(icon_only(name, label, **props), content=label)


def link(*content: rx.Component | Text, href: Text, **props: Any) -> rx.Component:
    """A link inside the site: changes the page without a load."""
    return router_link(*content, to=href, **props)


def text_link(text: Text, href: Text, **props: Any) -> rx.Component:
    """A link that looks like one."""
    return link(text, href=href, **({"class_name": "text-link"} | props))


def link_button(text: Text, **props: Any) -> rx.Component:
    """A small action in running content, drawn like a link."""
    return rx.el.button(text, class_name="link-button", type="button", **props)


def link_as_button(text: Text, href: Text, kind: Kind = "quiet", name: str | None = None) -> rx.Component:
    """Goes to a page, and looks like the button beside it."""
    mark = [icon(name, ICON_SMALL)] if name else []
    return rx.button(link(*mark, rx.el.span(text), href=href), size="2", as_child=True, **LOOKS[kind])


def file_link(text: Text, href: Text) -> rx.Component:
    """Fetches a file; looks like a link."""
    return link(text, href=href, class_name="text-link", reload_document=True, download="")


def file_button(text: Text, href: Text) -> rx.Component:
    """Fetches a file; looks like a button."""
    # Without a load the router would look for a page of that name.
    file = link(icon("download", ICON_SMALL), rx.el.span(text), href=href, reload_document=True, download="")
    return rx.button(file, size="2", as_child=True, **LOOKS["quiet"])
